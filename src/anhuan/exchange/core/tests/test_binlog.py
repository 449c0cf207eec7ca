"""Values of the binary log that hide most: decimals, moments, long strings."""

import pytest

from anhuan.exchange.core.binlog.events import Unreadable, decode, packed_int
from anhuan.exchange.core.binlog.values import KeyColumn, text_of

TEXT, NUMBER = KeyColumn(0), KeyColumn(0, is_integer=True)


@pytest.mark.parametrize(
    ("data", "meta", "said"),
    [
        ("810dfb38d204d2", (14, 4), "1234567890.1234"),
        ("7ef204c72dfb2d", (14, 4), "-1234567890.1234"),
        ("80", (2, 0), "0"),
        ("8000", (3, 2), "0.00"),
        ("8163", (3, 2), "1.99"),
    ],
)
def test_decimals(data: str, meta: tuple[int, int], said: str) -> None:
    assert text_of(bytes.fromhex(data), 246, bytes(meta), TEXT) == said


def test_moments_and_days() -> None:
    assert text_of(bytes.fromhex("99b938a1c3"), 18, b"\0", TEXT) == "2026-02-28 10:07:03"
    day = (2026 << 9 | 2 << 5 | 28).to_bytes(3, "little")
    assert text_of(day, 10, b"", TEXT) == "2026-02-28"


def test_what_is_another_type_than_the_table_has_now_is_no_guess() -> None:
    with pytest.raises(Unreadable, match="不同"):
        text_of(b"\1\0\0\0", 3, b"", TEXT)
    with pytest.raises(Unreadable, match="不同"):
        text_of(b"x", 15, b"\x10\0", NUMBER)
    with pytest.raises(Unreadable, match="compare"):
        text_of(bytes(4), 4, b"\4", TEXT)


@pytest.mark.parametrize(
    ("data", "said"), [(b"\xfa", 250), (b"\xfc\xfb\0", 251), (b"\xfd\0\0\1", 65536)]
)
def test_packed_integers(data: bytes, said: int) -> None:
    assert packed_int(data, 0) == (said, len(data))


def test_what_cannot_be_read_names_the_setting() -> None:
    header = bytes(4) + b"\x28" + bytes(14)
    with pytest.raises(Unreadable, match="binlog_transaction_compression"):
        decode(header)
