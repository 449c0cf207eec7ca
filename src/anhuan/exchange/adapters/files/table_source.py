"""Table files of a folder as a source: each file is one transaction, read once.

The position is a JSON object, file name -> its stamp. A file that is changed is read again; rows
are whole and have keys, so nothing doubles.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import orjson

from anhuan.exchange.adapters.contract import Portion, SourceTrouble
from anhuan.exchange.adapters.files.reading import Row, rows_of
from anhuan.exchange.core.definition import Pipe, Table
from anhuan.exchange.core.drafting import Change
from anhuan.exchange.core.envelope import Op
from anhuan.exchange.core.paging import pages

LOOK_EVERY_S = 0.5
AT_REST_S = 1.0  # not written to for so long


class TableFiles:
    """The source `table_files`; a table's name is a pattern, and its key must be named."""

    def __init__(self, pipe: Pipe, folder: str) -> None:
        self._pipe, self._folder = pipe, Path(folder)

    def follow(self, position: str | None) -> Iterator[Portion]:
        """Every file that has come to rest, for ever."""
        done: dict[str, str] = orjson.loads(position) if position else {}
        while True:
            for table, path in self._fresh(done):
                stamp = _stamp(path)
                yield from self._file(table, path)
                done[path.name] = stamp
                yield Portion([], orjson.dumps(done).decode())
            yield Portion()
            time.sleep(LOOK_EVERY_S)

    def _fresh(self, done: dict[str, str]) -> list[tuple[Table, Path]]:
        if not self._folder.is_dir():
            raise SourceTrouble(f"没有文件夹 {self._folder}，请核对路径")
        at_rest = time.time() - AT_REST_S
        return [
            (table, path)
            for table in self._pipe.tables
            for path in sorted(self._folder.glob(table.name))
            if path.stat().st_mtime < at_rest and done.get(path.name) != _stamp(path)
        ]

    def _file(self, table: Table, path: Path) -> Iterator[Portion]:
        for page in pages(rows_of(path)):
            yield Portion([self._change(table, path, row) for row in page])

    def _change(self, table: Table, path: Path, row: Row) -> Change:
        if lacking := [name for name in table.key if row.get(name) in (None, "")]:
            raise SourceTrouble(f"{path.name}：有一行缺少主键 {'、'.join(lacking)}，请补全后重放")
        return Change(Op.UPDATE, table.name, row, table.key)

    def confirm(self, position: str) -> None:
        """Files stay where they are."""

    def close(self) -> None:
        """Nothing is open."""


def _stamp(path: Path) -> str:
    found = path.stat()
    return f"{found.st_size}:{found.st_mtime_ns}"
