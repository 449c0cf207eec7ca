"""A list on paper: what was filtered on the screen, with its columns, across the page."""

from collections.abc import Iterable, Sequence

from anhuan.desk.paper.document import Grid, Paper, Section, label, value

_WIDE = 5  # more columns than this lie across


def ledger(
    title: str, heads: Sequence[str], rows: Iterable[Sequence[str]],
    *, company: str = "", note: str = "", widths: Sequence[float] = (),
) -> Paper:  # fmt: skip
    """A table with its head on every page; `widths` in mm, 0 = a share of the rest."""
    lines = tuple(
        tuple(value(text, align="center" if n == 0 else "left") for n, text in enumerate(cells))
        for cells in ((str(n), *row) for n, row in enumerate(rows, 1))
    )
    head = tuple(label(text) for text in ("序号", *heads))
    grid = Grid((11, *(widths or [0] * len(heads))), (head, *lines), header=1, numbers=True)
    return Paper(
        title, (Section((grid,)),), company=company, notes=(note,) if note else (),
        is_landscape=len(heads) > _WIDE,
    )  # fmt: skip
