"""Files: whole or not at all, resumed at the chunk, whoever was killed."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anhuan.exchange.adapters.contract import SourceTrouble
from anhuan.exchange.adapters.files.reading import rows_of
from anhuan.exchange.core.uploads import CHUNK, Upload, fault_of, leaves_of
from anhuan.kernel.digest import sm3_hex
from tests.exchange.pair import Pair, wait_for
from tests.exchange.proxy import Proxy

SEND = """
version: 1
pipe: videos
source: {{kind: folder, url: "{folder}", tables: [{{name: "*.mp4"}}]}}
routes:
  - to: province
    transport: {{kind: http, url: "http://127.0.0.1:{port}", token: "env:TOKEN"}}
"""
RECEIVE = """
version: 1
receive: videos@province
sink: {{kind: folder, url: "{folder}"}}
"""


@pytest.fixture
def folders(pair: Pair, tmp_path: Path) -> Iterator[tuple[Path, Path, Proxy]]:
    here, there = tmp_path / "here", tmp_path / "there"
    here.mkdir()
    there.mkdir()
    with Proxy(pair.http) as link:
        pair.plant.define("videos", SEND.format(folder=here, port=link.port))
        pair.province.define("videos", RECEIVE.format(folder=there))
        yield here, there, link


def make(path: Path, size: int) -> bytes:
    content = os.urandom(size)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return content


@pytest.mark.clause("EXC-054")
def test_a_file_survives_kills_of_both_sides(pair: Pair, folders: tuple[Path, Path, Proxy]) -> None:
    here, there, link = folders
    content = make(here / "camera 1" / "现场.mp4", 5 * CHUNK + 12345)
    arrived = [0]

    def counted(data: bytes) -> bytes:
        arrived[0] += len(data)
        return data

    link.there = counted
    parts = there / ".parts"
    pair.start()
    for side, chunks in ((pair.plant, 1), (pair.province, 3)):
        wait_for(lambda: any(parts.glob("*.part")) and next(parts.glob("*.part")).stat().st_size
                 > (chunks + 0.2) * CHUNK, pair.told)  # noqa: B023  # fmt: skip
        side.kill()
        assert not (there / "camera 1").exists(), "nothing is there before all of it is"
        side.start()
    wait_for(lambda: (there / "camera 1" / "现场.mp4").exists(), pair.told)
    assert sm3_hex((there / "camera 1" / "现场.mp4").read_bytes()) == sm3_hex(content)
    assert arrived[0] < len(content) + 2.5 * CHUNK, "at most one chunk for each kill"
    assert not list(parts.glob("*.part"))


@pytest.mark.clause("EXC-054")
def test_small_empty_and_unwanted_files(pair: Pair, folders: tuple[Path, Path, Proxy]) -> None:
    here, there, _ = folders
    make(here / "a.mp4", 0)
    content = make(here / "b.mp4", 10)
    make(here / "c.txt", 10)
    pair.start()
    wait_for(lambda: (there / "a.mp4").exists() and (there / "b.mp4").exists(), pair.told)
    assert (there / "b.mp4").read_bytes() == content
    assert not (there / "c.txt").exists()


@pytest.mark.parametrize(
    ("name", "good"),
    [("a/b.mp4", True), ("../b", False), ("/etc/x", False), ("a/../../b", False), ("", False),
     (".parts/x", False), ("a\0b", False), ("一" * 80 + ".mp4", True), ("x" * 300, False)],
)  # fmt: skip
def test_names(name: str, good: bool) -> None:
    assert (fault_of(name, 1) == "") == good


def test_chunks_are_taken_in_order_and_whole() -> None:
    upload = Upload("x", 2 * CHUNK + 5)
    assert upload.expects(0, CHUNK)
    assert not upload.expects(0, CHUNK - 1)
    upload.digests = ["00" * 32] * 2
    assert upload.expects(2 * CHUNK, 5)
    assert not upload.expects(CHUNK, CHUNK)
    assert not upload.expects(2 * CHUNK, 6)


@pytest.mark.parametrize(
    "size", [0, 1, 64 << 10, (64 << 10) + 1, 1 << 20, (1 << 20) - 1, (3 << 20) + (64 << 10) + 5]
)
def test_leaves_are_hashed_alike_in_any_company(size: int) -> None:
    """What others who send by tus must compute: SM3 over the SM3s of every 64 KB."""
    chunk = os.urandom(size)
    leaves = [hashlib.new("sm3", chunk[at : at + 65536]).digest() for at in range(0, size, 65536)]
    assert leaves_of(chunk) == b"".join(leaves)
    assert leaves_of(memoryview(chunk)) == b"".join(leaves)


TABLE_SEND = """
version: 1
pipe: hazards
source:
  kind: table_files
  url: "{folder}"
  tables: [{{name: "hazard*", key: [id], target: public.hazard}}]
routes:
  - {{to: province, transport: {{kind: tcp, url: "tcp://127.0.0.1:{port}", token: "env:TOKEN"}}}}
"""


def write_csv(path: Path) -> None:
    path.write_bytes('id,title,amount\n1,阀门泄漏,1.250\n2,"a,b",\n'.encode("gb18030"))


def write_json(path: Path) -> None:
    path.write_text('[{"id": 1, "title": "阀门泄漏", "amount": 1.25}, {"id": 2, "title": "a,b"}]')


def write_parquet(path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {"id": [1, 2], "title": ["阀门泄漏", "a,b"], "amount": [1.25, None]}
    pq.write_table(pa.table(columns), path)


def write_excel(path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        rows = [("id", "title", "amount"), (1, "阀门泄漏", 1.25), (2, "a,b")]
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


def write_xml(path: Path) -> None:
    path.write_text(
        "<rows><row><id>1</id><title>阀门泄漏</title><amount>1.25</amount></row>"
        "<row id='2'><title>a,b</title></row></rows>"
    )


@pytest.mark.parametrize(
    "write", [write_csv, write_json, write_parquet, write_excel, write_xml],
    ids=["csv", "json", "parquet", "xlsx", "xml"],
)  # fmt: skip
@pytest.mark.clause("EXC-054")
def test_rows_of_table_files(
    tmp_path: Path, write: Callable[[Path], None], request: pytest.FixtureRequest
) -> None:
    path = tmp_path / f"t.{request.node.callspec.id}"
    write(path)
    first, second = rows_of(path)
    assert (first["id"], first["title"], float(first["amount"])) == ("1", "阀门泄漏", 1.25)
    assert (second["id"], second["title"], second.get("amount")) == ("2", "a,b", None)


def test_a_row_with_too_many_columns_is_told(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2,3\n")
    with pytest.raises(SourceTrouble, match="第 2 行"):
        list(rows_of(tmp_path / "t.csv"))


@pytest.mark.clause("EXC-054")
def test_a_table_file_arrives_and_its_correction(pair: Pair, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_csv(folder / "hazard-1.csv")
    pair.define()
    pair.plant.define("hazards", TABLE_SEND.format(folder=folder, port=pair.tcp))
    pair.start()
    query = "select id, title, amount::text from hazard order by id"
    wait_for(lambda: len(pair.province_do(query)) == 2, pair.told)
    assert pair.province_do(query) == [(1, "阀门泄漏", "1.250"), (2, "a,b", None)]
    (folder / "hazard-1.csv").write_text("id,title,amount\n1,改过,2\n")
    wait_for(lambda: pair.province_do(query)[0] == (1, "改过", "2.000"), pair.told)
