"""Asking an authority of our own kind what there is for us, and handing over our answers.

Only where the receiver's options say where: `form: {"orders": "/orders"}`.
"""

import http.client
import json
from typing import Any
from urllib.parse import urlsplit

from anhuan.domains.reporting.actions import note_sent, note_told, take_orders
from anhuan.domains.reporting.models import OrderReply, Target
from anhuan.domains.reporting.queries.orders import arrived_below, known_versions, unsent_replies
from anhuan.domains.reporting.queries.secrets import secret_of
from anhuan.domains.reporting.queries.targets import options_for
from anhuan.exchange.forms.headers import JSON
from anhuan.exchange.reporting.http import line_to
from anhuan.kernel import clock

ASK_EVERY_S = 15.0
_MOST = 4 * 1024 * 1024


def path_of(target: Target) -> str:
    """Where the receiver takes questions; empty: it does not."""
    return str(options_for(target).form.get("orders") or "")


def ask(target: Target) -> int:
    """One question; how many orders were new or changed. OSError, ValueError: no sensible answer;
    nothing is lost, the next question says it all again."""
    replies = unsent_replies(target)
    said = {"known": known_versions(target), "answers": [_plain(one) for one in replies],
            "taken": arrived_below(target)}  # fmt: skip
    found = _answer(target, said)
    now = clock.now()
    note_told(target, [str(one) for one in found.get("taken") or ()])
    note_sent([str(one) for one in found.get("answered") or ()], now)
    given = found.get("orders")
    return take_orders(target, given if isinstance(given, list) else [], now)


def _plain(one: OrderReply) -> dict[str, str]:
    return {
        "id": str(one.pk), "order": str(one.order_id), "cause": one.cause,
        "measures": one.measures, "at": one.at.isoformat(),
        "by": one.by.display_name if one.by else one.by_name,
    }  # fmt: skip


def _answer(target: Target, said: dict[str, Any]) -> dict[str, Any]:
    token = secret_of(target.secret).get("token", "")
    headers = {"Content-Type": JSON, "Authorization": f"Bearer {token}"}
    line = line_to(urlsplit(target.address), options_for(target))
    try:
        line.request("POST", path_of(target), body=json.dumps(said).encode(), headers=headers)
        answer = line.getresponse()
        body = answer.read(_MOST)
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        line.close()
    found = json.loads(body)
    if answer.status != 200 or not isinstance(found, dict):
        raise ValueError(f"HTTP {answer.status}")
    return found
