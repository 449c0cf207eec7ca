"""Excel in: template, errors per cell, a dry run as preview, then all or nothing."""

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_col_to_name

ROW_LIMIT = 20_000
SIZE_LIMIT = 5 * 1024 * 1024


class BadCell(ValueError):
    """Raised by `SheetColumn.parse` with the sentence to show."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of an import. `choices` maps the words allowed to the values meant.

    `blames`: codes of refusals that are this column's fault, besides `key` and `invalid_{key}`.
    """

    key: str
    label: str
    required: bool = False
    parse: Callable[[str], Any] | None = None
    choices: Mapping[str, Any] | None = None
    example: str = ""
    help: str = ""
    blames: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SheetSpec:
    """An import: what it is called, its columns, what it says on its page."""

    title: str
    columns: Sequence[SheetColumn]
    note: str = ""
    also: str = ""  # another kind of file its `read` takes, "GeoJSON"

    def blamed(self, code: str) -> str:
        """The label of the column a refusal is about; "" where it is about the whole row."""
        name = code.removeprefix("invalid_")
        found = (one.label for one in self.columns if name == one.key or code in one.blames)
        return next(found, "")


@dataclass(frozen=True, slots=True)
class CellError:
    """What is wrong, and where: row as Excel counts, column by its label ("" = whole row)."""

    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line of the sheet with its values by column key. Empty cells are None."""

    number: int
    values: dict[str, Any]


@dataclass(slots=True)
class Sheet:
    """What was read."""

    rows: list[SheetRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)  # columns the sheet lacks
    name: str = ""  # of the worksheet
    places: dict[str, int] = field(default_factory=dict)  # column label → place, from 0

    def cell(self, error: CellError) -> str:
        """Where to click in Excel: "清单!D17"; "" for the whole row."""
        place = self.places.get(error.column)
        if place is None or not error.row:
            return ""
        return f"{self.name}!{xl_col_to_name(place)}{error.row}"


def read_sheet(spec: SheetSpec, content: bytes) -> Sheet:
    """Read the first sheet; the header row may hold the columns in any order."""
    sheet = Sheet()
    lines = _lines(content, sheet)
    if not lines:
        return sheet
    heads = [str(head).strip().rstrip("*＊ ").strip() for head in lines[0]]
    places = {c.key: heads.index(c.label) for c in spec.columns if c.label in heads}
    sheet.places = {head: place for place, head in enumerate(heads)}
    sheet.missing = [c.label for c in spec.columns if c.required and c.key not in places]
    for label in sheet.missing:
        sheet.errors.append(CellError(1, label, f"缺少“{label}”这一列，请用模板填写"))
    if sheet.missing:
        return sheet
    for number, line in enumerate(lines[1:], start=2):
        if any(str(value).strip() for value in line):
            sheet.rows.append(_row(spec, places, number, line, sheet.errors))
    if not sheet.rows:
        sheet.errors.append(CellError(2, "", "表里没有数据"))
    return sheet


def _lines(content: bytes, sheet: Sheet) -> list[list[Any]]:
    if len(content) > SIZE_LIMIT:
        sheet.errors.append(CellError(0, "", "文件超过 5 MB，请分批导入"))
        return []
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        lines = book.get_sheet_by_index(0).to_python(nrows=ROW_LIMIT + 2)
        sheet.name = book.sheet_names[0]
    except (CalamineError, ValueError, IndexError, OSError):
        sheet.errors.append(CellError(0, "", "这不是可以读取的 Excel 文件（.xlsx、.xls、.ods）"))
        return []
    if len(lines) > ROW_LIMIT + 1:
        sheet.errors.append(CellError(0, "", f"超过 {ROW_LIMIT} 行，请分批导入"))
        return []
    if not lines:
        sheet.errors.append(CellError(0, "", "表是空的"))
    return lines


def _row(
    spec: SheetSpec,
    places: Mapping[str, int],
    number: int,
    line: Sequence[Any],
    errors: list[CellError],
) -> SheetRow:
    values: dict[str, Any] = {}
    for column in spec.columns:
        if column.key not in places:
            continue
        place = places[column.key]
        raw = line[place] if place < len(line) else ""
        try:
            values[column.key] = cell_value(column, raw)
        except BadCell as bad:
            errors.append(CellError(number, column.label, str(bad)))
    return SheetRow(number, values)


def cell_value(column: SheetColumn, raw: Any) -> Any:
    """What a cell means to its column; BadCell says what is wrong with it."""
    text = _text(raw)
    if not text:
        if column.required:
            raise BadCell("不能为空")
        return None
    if column.choices is not None:
        if text not in column.choices:
            raise BadCell(f"“{text[:30]}”不在可选值内：{_some(column.choices)}")
        return column.choices[text]
    return column.parse(text) if column.parse else text


def _text(raw: Any) -> str:
    """Excel's numbers and dates as people wrote them."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer() and abs(raw) < 1e15:
        return str(int(raw))
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.hour == raw.minute == raw.second == 0 else str(raw)
    return raw.isoformat() if isinstance(raw, date) else str(raw).replace("\x00", "").strip()


def _some(choices: Iterable[str]) -> str:
    words = list(choices)
    return "、".join(words[:8]) + ("…" if len(words) > 8 else "")


def parse_date(text: str) -> date:
    """2026-11-21, 2026/11/21 or 20261121."""
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise BadCell(f"“{text[:20]}”不是日期，请写成 2026-11-21")


def parse_int(text: str) -> int:
    """A whole number ≥ 0."""
    if not text.isdecimal() or len(text) > 9:
        raise BadCell(f"“{text[:20]}”不是整数")
    return int(text)


def parse_float(text: str) -> float:
    """A number."""
    try:
        value = float(text)
    except ValueError:
        raise BadCell(f"“{text[:20]}”不是数") from None
    if not abs(value) < 1e15:
        raise BadCell("数太大")
    return value


YES_NO: Mapping[str, bool] = {"是": True, "否": False}


def pack(content: bytes) -> str:
    """The file as text, carried by the preview's form to its confirmation."""
    return b64encode(content).decode()


def unpack(text: str) -> bytes:
    """The file again; empty when it was tampered with."""
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""
