"""The port of vehicle terminals: closed unless asked for, 8808 in the demo, and told when taken."""

import socket

import pytest

from anhuan import cli
from anhuan.node.ports import free_port
from anhuan.node.supervisor import Supervisor
from anhuan.node.trouble import Trouble
from anhuan.node.up import plan_for


def plan(monkeypatch, tmp_path, *words, variable=None):
    monkeypatch.setenv("ANHUAN_DATA", str(tmp_path))
    monkeypatch.delenv("ANHUAN_JT808_PORT", raising=False)
    if variable:
        monkeypatch.setenv("ANHUAN_JT808_PORT", variable)
    return plan_for(cli._parser().parse_args(["up", *words]))


@pytest.mark.parametrize(
    ("words", "variable", "port"),
    [
        ((), None, None),
        (("--demo",), None, 8808),
        ((), "8809", 8809),
        (("--jt808-port", "9000"), "8809", 9000),
        (("--demo", "--jt808-port", "9000"), None, 9000),
    ],
)
def test_it_is_open_only_where_asked_for(monkeypatch, tmp_path, words, variable, port):
    found = plan(monkeypatch, tmp_path, *words, variable=variable)
    assert found.jt808_port == port
    assert ("jt808" in found.processes) is (port is not None)
    if port:
        assert found.environment("", "")["ANHUAN_JT808_PORT"] == str(port)


def test_a_taken_port_is_told_with_the_way_out(monkeypatch, tmp_path):
    with socket.create_server(("0.0.0.0", 0)) as taken:
        port = taken.getsockname()[1]
        words = ("--port", str(free_port()), "--mqtt-port", str(free_port()),
                 "--jt808-port", str(port))  # fmt: skip
        with pytest.raises(Trouble) as trouble:
            Supervisor(plan(monkeypatch, tmp_path, *words))._require_ports()
    assert f"端口 {port} 已被占用" in str(trouble.value)
    assert f"ANHUAN_JT808_PORT={port + 1}" in str(trouble.value)
