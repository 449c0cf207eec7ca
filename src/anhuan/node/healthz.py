"""Asks the web process whether all is well, as an outside monitor would."""

import asyncio
import urllib.error
import urllib.request

TIMEOUT_S = 5.0


async def is_ok(port: int) -> bool:
    """Does `/healthz` answer 200?"""
    return await asyncio.to_thread(_ask, f"http://127.0.0.1:{port}/healthz")


def _ask(url: str) -> bool:
    # No proxy of the machine may come between us and ourselves.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=TIMEOUT_S) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
