"""How many rows to read and hand on at once, as wide as they are."""

from collections.abc import Iterable, Iterator

ROWS = 5000  # of a page, at most
FIRST_ROWS = 200
PAGE = 16 << 20  # characters of a page, about
Row = dict[str, str | None]


def next_most(most: int, rows: list[Row]) -> int:
    """How many rows to ask for, as these were so wide: a table of pictures is read in few."""
    size = sum(map(width, rows)) or 1
    return max(1, min(ROWS, most * 8, PAGE * len(rows) // size))


def width(row: Row) -> int:
    """Characters of a row."""
    return sum(len(value) for value in row.values() if value)


def pages(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """All of them, a page at a time."""
    page, size = list[Row](), 0
    for row in rows:
        page.append(row)
        size += width(row)
        if len(page) >= ROWS or size >= PAGE:
            yield page
            page, size = [], 0
    if page:
        yield page
