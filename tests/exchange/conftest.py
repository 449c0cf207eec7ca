"""Two databases, a plant's and a province's, on one server with logical decoding."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange import servers
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
