"""Raw SQL where the ORM would be slow: binary results, so that packed tracks are not hex text."""

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection


def fetch_binary(sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of one statement, in psycopg's binary format, bound by the server."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(sql.encode(), params, binary=True)
        return cursor.fetchall()
