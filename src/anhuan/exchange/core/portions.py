"""When what a log has told is handed on.

What ends inside a transaction has no position yet, and the outbox commits only at a position: such
a portion is handed on for the sake of memory alone. Otherwise, under steady load, nothing would
ever be committed, and nothing sent.
"""

ROWS = 5_000
BYTES = 8 << 20  # of the log; so many rows of any width fit into memory


def is_ready(rows: int, size: int, *, is_inside: bool, is_late: bool) -> bool:
    """At the end of a transaction: when there is enough, or it has waited long enough. Inside:
    when there is twice as much."""
    fill = max(rows / ROWS, size / BYTES)
    return fill >= 2 or (not is_inside and (fill >= 1 or is_late))
