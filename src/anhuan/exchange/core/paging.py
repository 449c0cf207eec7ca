"""How many rows of a table to read at once, as wide as they are."""

ROWS = 5000  # of a page, at most
FIRST_ROWS = 200
PAGE = 16 << 20  # characters of a page, about
Row = dict[str, str | None]


def next_most(most: int, rows: list[Row]) -> int:
    """How many rows to ask for, as these were so wide: a table of pictures is read in few."""
    size = sum(len(value) for row in rows for value in row.values() if value) or 1
    return max(1, min(ROWS, most * 8, PAGE * len(rows) // size))
