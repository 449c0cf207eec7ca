"""How long-running processes talk to the database from asyncio."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, ParamSpec, TypeVar

import psycopg
from django.db import connections

P = ParamSpec("P")
R = TypeVar("R")


async def in_thread(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run database work in a thread and give its connection back to the pool."""
    return await asyncio.to_thread(_closing, partial(function, *args, **kwargs))


def _closing(work: Callable[[], R]) -> R:
    try:
        return work()
    finally:
        connections.close_all()


async def own_connection() -> psycopg.AsyncConnection[Any]:
    """A connection outside the pool, autocommit, that notices a dead server within seconds."""
    settings = connections["default"].get_connection_params()
    known = {key: settings[key] for key in _WANTED if settings.get(key)}
    return await psycopg.AsyncConnection.connect(
        **known, autocommit=True, connect_timeout=5,
        keepalives_idle=2, keepalives_interval=1, keepalives_count=3,
    )  # fmt: skip


_WANTED = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert")
