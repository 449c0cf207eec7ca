"""Sixteen at once give what the standard and OpenSSL give one by one."""

import os

import pytest

from anhuan.kernel.digest import sm3
from anhuan.kernel.sm3_lanes import sm3_lanes


def test_the_standards_own_example() -> None:
    """GB/T 32905-2016 A.2: "abcd" sixteen times, one block."""
    wanted = "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
    assert sm3_lanes(b"abcd" * 16 * 16).hex() == wanted * 16


@pytest.mark.parametrize("blocks", [0, 1, 2, 3, 17, 1024])
def test_every_lane_is_a_message_of_its_own(blocks: int) -> None:
    length = 64 * blocks
    messages = os.urandom(16 * length)
    each = [sm3(messages[at * length : (at + 1) * length]) for at in range(16)]
    assert sm3_lanes(messages) == b"".join(each)
    assert sm3_lanes(memoryview(messages)) == b"".join(each)


@pytest.mark.parametrize("length", [1, 16, 63 * 16, 64 * 16 + 16, 64 * 15])
def test_what_is_no_whole_block_in_each_lane_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="sixteen rows"):
        sm3_lanes(bytes(length))
