"""Query budgets: a list page costs the same whatever the number of rows."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def assert_flat(
    client: Client, url: str, make_row: Callable[[], Any], *, rows: int = 5, at_most: int = 30
) -> None:
    """The page's queries do not grow when `rows` more are there, and are at most `at_most`."""
    make_row()
    client.get(url)  # first visit: sessions, caches
    few = _queries(client, url)
    for _ in range(rows):
        make_row()
    many = _queries(client, url)
    assert len(many) <= len(few), "\n".join(many)
    assert len(many) <= at_most, "\n".join(many)


def _queries(client: Client, url: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return [query["sql"] for query in captured.captured_queries]
