"""Parts of a JT/T 808 message that did not come are asked for again: 0x8003."""

from anhuan.engine.core.jt808 import Assembly, Header, Message
from anhuan.engine.core.jt808.downlink import send_again


def part(number, serial=100, *, is_2019=False):
    head = Header(0x0704, "139", serial + number - 1, is_2019, parts=4, part=number)
    return Message(head, bytes([number]))


def test_missing_parts_are_asked_for_after_five_seconds_of_silence_three_times():
    assembly = Assembly()
    assembly.take(part(1), 0)
    assembly.take(part(3), 1_000)
    assert assembly.wanting(5_999) == []
    ((first, missing),) = assembly.wanting(6_000)
    assert (first.serial, missing) == (100, [2, 4])
    assert assembly.wanting(6_000) == []
    assert len(assembly.wanting(11_000)) == 1 and len(assembly.wanting(16_000)) == 1
    assert assembly.wanting(21_000) == []


def test_what_comes_again_makes_the_message_whole():
    assembly = Assembly()
    for number in (1, 3, 4):
        assert assembly.take(part(number), 0) is None
    assembly.wanting(5_000)
    found = assembly.take(part(2), 5_500)
    assert [one.body for one in found] == [b"\x01", b"\x02", b"\x03", b"\x04"]
    assert assembly.wanting(60_000) == [] and not assembly.open


def test_the_first_serial_is_worked_out_from_any_part_even_over_the_edge():
    assembly = Assembly()
    assembly.take(part(3, serial=65_535), 0)
    ((first, missing),) = assembly.wanting(5_000)
    assert (first.serial, missing) == (65_535, [1, 2, 4])


def test_editions_count_the_parts_in_one_byte_or_in_two():
    old = send_again(Header(0x0704, "139", 258), [2, 4])
    new = send_again(Header(0x0704, "139", 258, True), [2, 4])
    assert old == (0x8003, bytes.fromhex("0102 02 0002 0004"))
    assert new == (0x8003, bytes.fromhex("0102 0002 0002 0004"))
