"""The letter box between the command and the simulator."""

import threading

from anhuan.devices.control import Desk, ask, is_alive


def test_a_letter_is_answered(tmp_path):
    desk = Desk(tmp_path)
    stop = threading.Event()

    def serve():
        while not stop.wait(0.02):
            for letter_id, letter in desk.requests():
                desk.reply(letter_id, {"ok": True, "echo": letter})

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        assert ask(tmp_path, {"scenario": "sos"}) == {"ok": True, "echo": {"scenario": "sos"}}
    finally:
        stop.set()
        thread.join()
    assert is_alive(tmp_path)
    assert not list(tmp_path.glob("*.json"))


def test_nobody_there(tmp_path):
    assert not is_alive(tmp_path)
    assert ask(tmp_path, {}, patience_s=0.1) is None
    assert not list(tmp_path.glob("*.json"))


def test_a_broken_letter_is_an_empty_one(tmp_path):
    desk = Desk(tmp_path)
    (tmp_path / "x.request.json").write_text("{")
    assert list(desk.requests()) == [("x", {})]
