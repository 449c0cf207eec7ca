"""COPY's text format: what PostgreSQL writes is read, and what is written PostgreSQL reads."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.exchange.core.copy_text import decode, encode

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
VALUES = st.none() | TEXTS | st.sampled_from(["\\N", "\\", "\t", "\n", "\r", "\\.", "", "汉"])


@given(st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(VALUES, min_size=n, max_size=n))))
def test_rows_are_read_as_they_were_written(rows: list[list[str | None]]) -> None:
    assert [list(row) for row in decode(encode(rows))] == rows


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (b"1\t\\N\tx\n", ["1", None, "x"]),
        (b"a\\tb\t\\\\N\n", ["a\tb", "\\N"]),
        (b"\\b\\f\\n\\r\\t\\v\\\\\n", ["\b\f\n\r\t\v\\"]),
        (b"\n", [""]),
    ],
)
def test_what_the_server_writes(line: bytes, row: list[str | None]) -> None:
    assert [list(one) for one in decode(line)] == [row]


def test_values_are_written_as_a_message_would_carry_them() -> None:
    row = [True, 7, 0.5, Decimal("1.50"), {"a": [1]}, "\t", None]
    assert encode([row]) == b'true\t7\t0.5\t1.50\t{"a":[1]}\t\\t\t\\N\n'
    assert encode([]) == b""
