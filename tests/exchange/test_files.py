"""Files: whole or not at all, resumed at the chunk, whoever was killed."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from anhuan.exchange.core.uploads import CHUNK, Upload, fault_of
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


@pytest.mark.clause("EXC-054", "EXC-070")
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
