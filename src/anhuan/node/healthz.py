"""Asks the web process whether all is well, as an outside monitor would."""

import asyncio
import urllib.error
import urllib.request

from anhuan.node.tls import to_ourselves

TIMEOUT_S = 5.0


async def is_ok(url: str) -> bool:
    """Does `/healthz` below `url` answer 200?"""
    return await asyncio.to_thread(_ask, f"{url}healthz")


def _ask(url: str) -> bool:
    # No proxy of the machine may come between us and ourselves.
    handlers = (
        urllib.request.ProxyHandler({}),
        urllib.request.HTTPSHandler(context=to_ourselves()),
    )
    opener = urllib.request.build_opener(*handlers)
    try:
        with opener.open(url, timeout=TIMEOUT_S) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
