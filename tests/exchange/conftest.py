"""Two databases, a plant's and a province's, on one server with logical decoding."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange import mariadb, oceanbase, servers
from tests.exchange.pair import Pair


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    with servers.postgres() as url:
        yield url


@pytest.fixture
def pair(server: str, tmp_path: Path) -> Iterator[Pair]:
    """The same table on both sides; nothing runs yet."""
    found = Pair(server, tmp_path)
    try:
        yield found
    finally:
        found.close()


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[str]:
    if not mariadb.IS_THERE:
        pytest.skip("没有 mariadbd：apt-get install mariadb-server-core（make test 会自动安装）")
    with mariadb.mariadb() as url:
        yield url


@pytest.fixture(scope="module")
def oceanbase_server() -> Iterator[str]:
    """For one module alone: it burns a fifth of a core while nobody asks it anything."""
    if not oceanbase.PROGRAM.is_file():
        pytest.skip("没有 pylibseekdb，只有 Linux 有：make dev 会自动安装")
    with oceanbase.oceanbase() as url:
        yield url
