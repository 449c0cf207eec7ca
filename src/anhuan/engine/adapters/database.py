"""Database work on threads of its own, so that the solve loop never waits for PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar

import django
import psycopg
from django.conf import settings
from django.db import Error as DjangoError
from django.db import connection

P = ParamSpec("P")
R = TypeVar("R")
Unreachable = (DjangoError, psycopg.Error)  # a write may be tried again after any of these


def set_up() -> None:
    """Django with one lasting connection a thread.

    No pool: after an outage a pool waits longer and longer before it tries again, we do not. A
    dead server is noticed within seconds.
    """
    django.setup()
    options: dict[str, Any] = settings.DATABASES["default"]["OPTIONS"]
    options.pop("pool", None)
    options |= {
        "connect_timeout": 5,
        "keepalives_idle": 2,
        "keepalives_interval": 1,
        "keepalives_count": 3,
        "application_name": "anhuan engine",
        "options": "-c statement_timeout=60s -c lock_timeout=10s",
    }


class Thread:
    """One thread with one connection; calls run in the order they were made."""

    def __init__(self, name: str) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    async def run(self, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The function's answer; a connection that failed is closed, the next call makes anew."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(
            self._executor, _mending, partial(function, *args, **kwargs)
        )

    def close(self) -> None:
        """Wait for nothing: what is not finished was not promised."""
        self._executor.shutdown(wait=False, cancel_futures=True)


def _mending(work: Callable[[], R]) -> R:
    try:
        return work()
    except Unreachable:
        connection.close()
        raise
