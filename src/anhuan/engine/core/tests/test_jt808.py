"""JT/T 808: frames as they go over the wire, read to the bit; and nothing that comes in hurts."""

import contextlib
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.engine.core.jt808 import (
    Assembly,
    Framer,
    Header,
    Malformed,
    Message,
    read_body,
    read_message,
    uplink,
)
from anhuan.engine.core.jt808 import downlink as down
from anhuan.engine.core.jt808.assembly import whole
from anhuan.engine.core.jt808.framing import FRAME_MAX, checksum, escaped
from anhuan.engine.core.jt808.header import written

BEIJING = timezone(timedelta(hours=8))

# Frames other implementations publish as their own test data (facts, gathered 2026-11 from public
# repositories): SmallChi/JT808 (0x0200 with 0x7d in it), cuteLittleDevil/go-jt808 (registrations,
# answers), makeclan/xtream-codec (batch), hylexus/jt-framework (registration of 2011).
REPORT = (
    "7E020000261234567890120001000000010000000200BA7F0E07E4F11C0028003C0000181015101010"
    "0104000000640202007D016C7E"
)
REGISTER_2011 = (
    "7E01000023013912344321007B000B0002696431323361626364656667684944313233343501B8CA4A2D"
    "313233343531317E"
)
REGISTER_2013 = (
    "7e0100002c0123456789010000001f0073797a6800007777772e6a74743830382e636f6d00000000000037"
    "36353433323101b2e24131323334ca7e"
)
REGISTER_2019 = (
    "7e0100405301000000000172998417380000001f0073797a6800000000000000007777772e6a7474383038"
    "2e636f6d00000000000000000000000000000000373635343332310000000000000000000000000000000000"
    "00000000000001b2e241313233343d7e"
)
BATCH_2019 = (
    "7e0704403f01000000000139123443290000000200001c000000010000000101d907f2073d336c029a002100"
    "59241029213903001c000000010000000101d907f3073d336d03090043005a241029213903f87e"
)
SIGN_IN_2013 = "7E010200140145332243520002465A4B2D42534A2D4B5432302D434F4E4649524D3F7E"
HEARTBEAT_2019 = "7e0002400001000000613162636000010003707e"
LOGOUT = "7E000300000145332243520004437E"
FIELD_REPORT = (  # of a terminal on the road in Shandong
    "7e0200003001470156902800040000000000000003021f5d5906f9de84005c0000b30014101416384701040000"
    "408202020000030200002b04001e0277347e"
)
ANSWER_2013 = "7e80010005012345678901000000000102010e7e"
ANSWER_2019 = "7e80014005010000000001729984173800000000010200877e"


def read(text: str) -> tuple[Header, uplink.Said]:
    frames = Framer().feed(bytes.fromhex(text))
    assert len(frames) == 1
    message = read_message(frames[0])
    return message.header, read_body(message)


def test_a_position_report_is_read_to_the_bit():
    header, said = read(REPORT)
    assert (header.kind, header.phone, header.serial) == (0x0200, "123456789012", 1)
    place = said.position
    assert (place.lat_deg, place.lon_deg) == (12.222222, 132.444444)
    assert (place.altitude_m, place.speed_kmh, place.course_deg) == (40, 6.0, 0)
    moment = datetime(2018, 10, 15, 10, 10, 10, tzinfo=BEIJING)  # BCD, GMT+8
    assert place.t_ms == moment.timestamp() * 1000
    assert place.mileage_km == 10.0
    assert place.items[0x02] == b"\x00\x7d"  # escaped on the wire
    assert place.is_fixed and place.is_emergency


def test_a_report_of_a_terminal_in_the_field():
    _, said = read(FIELD_REPORT)
    place = said.position
    assert (place.lon_deg, place.lat_deg, place.altitude_m) == (117.038724, 35.609945, 92)
    assert place.recorder_kmh == 0.0
    assert place.mileage_km == pytest.approx(1651.4)
    assert set(place.items) == {0x01, 0x02, 0x03, 0x2B}


@pytest.mark.parametrize(
    ("text", "maker", "model", "device", "plate"),
    [
        (REGISTER_2011, "id123", "abcdefgh", "ID12345", "甘J-123451"),
        (REGISTER_2013, "yzh", "www.jtt808.com", "7654321", "测A1234"),
        (REGISTER_2019, "yzh", "www.jtt808.com", "7654321", "测A1234"),
    ],
)
def test_registrations_of_all_editions(text, maker, model, device, plate):
    header, said = read(text)
    assert (said.maker, said.model, said.device, said.plate) == (maker, model, device, plate)
    assert header.is_2019 is (text is REGISTER_2019)


def test_sign_in_heartbeat_and_logout():
    assert read(SIGN_IN_2013)[1] == uplink.Authentication("FZK-BSJ-KT20-CONFIRM")
    header, said = read(HEARTBEAT_2019)
    assert (header.phone, header.is_2019, said) == ("61316263600001", True, uplink.Heartbeat())
    assert read(LOGOUT)[1] == uplink.Logout()


def test_sign_in_of_2019_has_modem_and_software():
    body = b"\x04code" + b"866123456789012" + b"V1.0".ljust(20, b"\0")
    said = read_body(Message(Header(0x0102, "1", 0, is_2019=True), body))
    assert said == uplink.Authentication("code", "866123456789012", "V1.0")


def test_a_batch_is_several_reports():
    _, said = read(BATCH_2019)
    assert [one.lon_deg for one in said.positions] == [121.451372, 121.451373]
    assert said.is_backlog is False and said.wrong == ()
    assert not said.positions[0].is_fixed


def test_a_bad_report_in_a_batch_does_not_spoil_the_others():
    good = bytes.fromhex(
        "000000000000000301d907f2073d336c029a0021005924102921 3903".replace(" ", "")
    )
    bad = good[:8] + b"\xff" * 8 + good[16:]
    body = b"\x00\x03\x01" + b"".join(len(b).to_bytes(2, "big") + b for b in (good, bad, good))
    said = read_body(Message(Header(0x0704, "1", 0), body))
    assert len(said.positions) == 2 and said.is_backlog
    assert [wrong.reason for wrong in said.wrong] == ["out_of_range"]


@pytest.mark.parametrize(
    ("to", "result", "text"),
    [
        (Header(0x0102, "12345678901", 0), down.Result.FAILED, ANSWER_2013),
        (Header(0x0102, "17299841738", 0, is_2019=True), down.Result.DONE, ANSWER_2019),
    ],
)
def test_a_general_answer_on_the_wire(to, result, text):
    kind, body = down.general(to, result)
    assert written(Header(kind, to.phone, 0, to.is_2019), body).hex() == text


def test_an_admission_carries_the_code():
    kind, body = down.admission(Header(0x0100, "1", 7), down.Admission.ADMITTED, "abc")
    assert (kind, body.hex()) == (0x8100, "000700616263")
    assert down.admission(Header(0x0100, "1", 7), down.Admission.NO_TERMINAL)[1].hex() == "000704"


def test_parameters_are_dwords():
    assert down.set_parameters({down.REPORT_EVERY_S: 5, down.FASTEST_KMH: 15})[1].hex() == (
        "02" "00000029" "04" "00000005" "00000055" "04" "0000000f"
    )  # fmt: skip
    assert down.ask_parameters(0x0029)[1].hex() == "0100000029"


def test_words_to_the_driver_by_edition():
    kind, body = down.text("超速", is_2019=False)
    assert (kind, body.hex()) == (0x8300, "0d" + "超速".encode("gbk").hex())  # urgent, show, speak
    assert down.text("超速", is_2019=True)[1][:2].hex() == "0e01"
    assert len(down.text("停" * 2000, is_2019=True)[1]) <= 1023


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (REPORT[:-4] + "6D7E", "bad_checksum"),
        ("7E0102037D057E", "bad_escape"),
        (escaped(bytes.fromhex("020000011234567890120001")).hex(), "bad_shape"),
        (escaped(bytes.fromhex("020004001234567890120001")).hex(), "encrypted"),
        (escaped(bytes.fromhex("02002000123456789012000100020003")).hex(), "bad_shape"),
        (escaped(bytes.fromhex("020000001234567890ab0001")).hex(), "bad_shape"),
    ],
)
def test_what_cannot_be_read_has_its_reason(text, reason):
    (frame,) = Framer().feed(bytes.fromhex(text))
    with pytest.raises(Malformed) as wrong:
        read_message(frame)
    assert wrong.value.reason == reason


def test_impossible_places_and_times_are_refused():
    good = bytes.fromhex("000000000000000301d907f2073d336c029a00210059241029213903")
    for at, bad, reason in ((8, "ffffffff", "out_of_range"), (22, "241329213903", "bad_shape"),
                            (22, "24102921390f", "bad_shape")):  # fmt: skip
        wrong = good[:at] + bytes.fromhex(bad) + good[at + len(bad) // 2 :]
        with pytest.raises(Malformed, match=reason):
            read_body(Message(Header(0x0200, "1", 0), wrong))


@given(st.binary(max_size=1023), st.lists(st.integers(1, 40), max_size=40), st.booleans())
def test_a_frame_survives_the_wire_however_it_is_cut(body, cuts, is_2019):
    """0x7e and 0x7d anywhere; bytes arriving in any pieces; noise before it."""
    header = Header(0x0900, "13912345678", 65535, is_2019)
    sent, framer, found = b"\x00\x01" + written(header, body), Framer(), []
    for size in [*cuts, len(sent)]:
        found += framer.feed(sent[:size])
        sent = sent[size:]
    noise, frame = found
    assert noise == b"\x00\x01" and not framer.is_waiting
    assert read_message(frame) == Message(header, body)


def test_lost_flags_cost_a_frame_and_not_the_stream():
    one, good = bytes.fromhex(REPORT), []
    shared, run_together = one + one[1:], one[:-1] + one[1:]
    for frame in Framer().feed(shared + run_together + one + one):
        with contextlib.suppress(Malformed):
            good.append(read_message(frame))
    assert len(good) == 4


def test_a_frame_without_end_takes_no_memory():
    framer = Framer()
    for _ in range(100):
        framer.feed(b"\x00" * 10_000)
    assert len(framer.held) <= FRAME_MAX + 1
    (frame,) = framer.feed(b"\x7e")
    with pytest.raises(Malformed, match="too_large"):
        read_message(frame)


@given(st.permutations(range(1, 6)), st.integers(0, 65535))
def test_parts_in_any_order_become_one_message(order, first):
    body = bytes(range(250)) * 4
    pieces = {k: body[(k - 1) * 200 : k * 200] for k in range(1, 6)}
    assembly, found = Assembly(), None
    for part in order:
        serial = (first + part - 1) & 0xFFFF
        assert found is None
        found = assembly.take(
            Message(Header(0x0704, "1", serial, parts=5, part=part), pieces[part]), 0
        )
    assert found is not None and whole(found) == Message(Header(0x0704, "1", first), body)
    assert not assembly.open


def test_parts_that_never_come_are_given_up():
    assembly = Assembly()
    for serial in range(20):
        assembly.take(Message(Header(0x0704, "1", 10 * serial, parts=3, part=1), b"x"), 0)
    assert assembly.dropped(59_999) == 16 and len(assembly.open) == 4
    assert assembly.dropped(60_000) == 4 and not assembly.open


@given(st.binary(max_size=3000))
def test_no_bytes_at_all_can_do_harm(data):
    for frame in Framer().feed(data + b"\x7e"):
        with contextlib.suppress(Malformed):
            read_body(read_message(frame))


@given(
    st.sampled_from([0x0001, 0x0002, 0x0003, 0x0100, 0x0102, 0x0104, 0x0200, 0x0704, 0x7777]),
    st.binary(max_size=400),
    st.booleans(),
)
def test_no_body_can_do_harm(kind, body, is_2019):
    with contextlib.suppress(Malformed):
        read_body(Message(Header(kind, "1", 0, is_2019), body))


def test_the_check_byte_is_an_exclusive_or():
    assert checksum(b"\x01\x02\x04\x07") == 0
