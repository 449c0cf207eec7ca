"""Where each box of a form stands. Rows of the YAML beside this file:

- `[apply_unit, apply_at]`: pairs of label and value, one to three in a row. A value is a field's
  key, or a mapping: `of` (keys), `label`, `tick` (all options shown), `span` (label of from-to),
  `grade`, `signature` (key), `certificates` (of the people in a field);
- `grid: {columns, rows}`: free cells, `text` or `of`, with `span` and `rows`;
- `box`: a heading over the whole width, with `of`, `pictures`, `author`, `at`;
- `gas: samples | analysis | power`; and the words `more` (fields no row names), `measures`,
  `briefing`, `signatures`.

`joint`: signatures that share a box; `labels`: headings of signature boxes; `unnamed`: printed
fields that stand elsewhere.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from anhuan.domains.permits.rules.forms import FieldType, FormTemplate
from anhuan.domains.permits.rules.kinds import KINDS, Kind

_FOLDER = files("anhuan.domains.permits.paper") / "layouts"


@dataclass(frozen=True, slots=True)
class Layout:
    """A form's rows, plain data as in the file."""

    rows: tuple[Any, ...]
    joint: tuple[dict[str, Any], ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    unnamed: tuple[str, ...] = ()

    def label(self, key: str) -> str:
        """The heading of a signature's box, "" where the form's own serves."""
        return dict(self.labels).get(key, "")


@cache
def drawn_layout(kind: Kind) -> Layout | None:
    """The layout of a kind annex A draws; None for the plant's other kinds."""
    file = _FOLDER / f"{kind}.yaml"
    if not file.is_file():
        return None
    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    return Layout(
        tuple(data["rows"]), tuple(data.get("joint", ())),
        tuple(data.get("labels", {}).items()), tuple(data.get("unnamed", ())),
    )  # fmt: skip


def layout_of(form: FormTemplate) -> Layout:
    """The kind's layout, or one in the same style made from the form's own fields."""
    return drawn_layout(form.kind) or _made(form)


def _made(form: FormTemplate) -> Layout:
    """Two boxes a row, wide ones alone, in the form's order."""
    rows: list[Any] = [[{"grade": "作业级别"}]] if KINDS[form.kind].is_graded else []
    open_row: list[Any] = []
    for field in form.fields:
        if not field.printed or field.key in ("starts_at", "ends_at"):
            continue
        if field.type is FieldType.SKETCH:
            rows.append({"box": field.label, "pictures": field.key})
        elif field.wide or field.type is FieldType.TABLE:
            rows.append([field.key])
        else:
            open_row.append(field.key)
            if len(open_row) == 2:
                rows.append(open_row)
                open_row = []
    if open_row:
        rows.append(open_row)
    gas = [{"gas": "analysis"}] if form.gas else []
    tail = [*gas, [{"span": "作业实施时间"}], "measures", "briefing", "signatures"]
    return Layout((*rows, *tail))
