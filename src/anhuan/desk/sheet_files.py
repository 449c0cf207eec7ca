"""Excel out for imports: the template, empty or with what there is now."""

import tempfile
from collections.abc import Iterable
from typing import IO, Any

import xlsxwriter

from anhuan.desk.sheets import SheetColumn, SheetSpec

LIST_LIMIT = 255  # what Excel takes as a typed-in list


def write_template(spec: SheetSpec, rows: Iterable[dict[str, Any]] = ()) -> IO[bytes]:
    """Header with a star on required columns, notes, drop-downs; then `rows`, or an example."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - handed on to the answer, which closes it
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(spec.title[:31])
    bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#f4f5f6"})
    text = book.add_format({"num_format": "@"})  # so that leading zeros stay
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(spec.columns):
        sheet.set_column(place, place, max(12, 2 * len(column.label) + 4), text)
        sheet.write_string(0, place, column.label + ("*" if column.required else ""), bold)
        _explain(sheet, place, column)
    given = list(rows) or [{column.key: column.example for column in spec.columns}]
    for line, row in enumerate(given, start=1):
        for place, column in enumerate(spec.columns):
            sheet.write(line, place, _written(column, row.get(column.key)), text)
    book.close()
    file.seek(0)
    return file


def _explain(sheet: Any, place: int, column: SheetColumn) -> None:
    if column.help:
        sheet.write_comment(0, place, column.help)
    words = list(column.choices or ())
    if words and len(",".join(words)) <= LIST_LIMIT:
        sheet.data_validation(1, place, 20_000, place, {"validate": "list", "source": words})


def _written(column: SheetColumn, value: Any) -> Any:
    if column.choices is not None and value not in (None, ""):
        words = {meant: word for word, meant in reversed(list(column.choices.items()))}
        return words.get(value, value) if not isinstance(value, str) or value in words else value
    return "" if value is None else str(value)
