"""Rows of table files: CSV, JSON (a list, or one object a line), Parquet, Excel, XML.

Values become texts, as a database prints them; nothing is guessed. CSV may be UTF-8 or GB 18030.
"""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import orjson
import pyarrow.parquet as parquet
from python_calamine import CalamineWorkbook

from anhuan.exchange.adapters.contract import SourceTrouble

Row = dict[str, Any]


def rows_of(path: Path) -> Iterator[Row]:
    """The rows of a file, one by one. Raises `SourceTrouble` naming the file and the reason."""
    read = READERS.get(path.suffix.lower())
    if read is None:
        raise SourceTrouble(f"{path.name}：不支持的格式，可用 {'、'.join(READERS)}")
    try:
        for row in read(path):
            yield {str(name): text_of(value) for name, value in row.items()}
    except (ValueError, KeyError, OSError, ElementTree.ParseError) as error:
        raise SourceTrouble(f"{path.name}：无法读取，{error}") from error


def text_of(value: Any) -> Any:
    """A value as its text; lists and objects stay for the sink to write as JSON."""
    if value is None or isinstance(value, list | dict):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.hex() if isinstance(value, bytes) else str(value)


def _csv(path: Path) -> Iterator[Row]:
    with path.open("rb") as raw:
        encoding = _encoding(raw.read(1 << 16))
        raw.seek(0)
        with io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
            for number, row in enumerate(csv.DictReader(text, strict=True), 2):
                if None in row or None in row.values():
                    raise ValueError(f"第 {number} 行的列数与表头不同")
                yield {name: value or None for name, value in row.items()}


def _encoding(head: bytes) -> str:
    """A character may be cut at the end of the piece: that is no reason for another encoding."""
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return "utf-8-sig" if error.start >= len(head) - 3 else "gb18030"
    return "utf-8-sig"


def _json(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        if file.read(1).lstrip() == b"[":
            yield from orjson.loads(path.read_bytes())
            return
        file.seek(0)
        yield from (orjson.loads(line) for line in file if line.strip())


def _parquet(path: Path) -> Iterator[Row]:
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=5000):
            yield from batch.to_pylist()


def _excel(path: Path) -> Iterator[Row]:
    book = CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_index(0).iter_rows()
    names = [str(name).strip() for name in next(rows, [])]
    for row in rows:
        if any(value != "" for value in row):
            yield {name: None if value == "" else value for name, value in zip(names, row)}  # noqa: B905


def _xml(path: Path) -> Iterator[Row]:
    """The root's children are rows, their children columns."""
    depth = 0
    for event, element in ElementTree.iterparse(path, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "end" and depth == 1:
            yield {child.tag: child.text for child in element} | dict(element.attrib)
            element.clear()


READERS: dict[str, Callable[[Path], Iterator[Row]]] = {
    ".csv": _csv,
    ".json": _json,
    ".jsonl": _json,
    ".parquet": _parquet,
    ".xlsx": _excel,
    ".xls": _excel,
    ".xml": _xml,
}
