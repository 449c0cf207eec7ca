"""Remote management: how all stands, and start, stop, pause, compare, replay, resume.

GET  /pipes                               states, routes, faults, looks
POST /pipes/NAME/{running,paused,stopped,compare}
GET  /held?why=dead                       dead letters and what a paused table keeps
POST /held/ID/replay                      body: the row as JSON, if it was edited
POST /pipes/NAME/held/ID/replay           the same for what could not be transformed
POST /routes/ROUTE/tables/TABLE/resume
"""

import asyncio
from dataclasses import asdict
from typing import Any
from urllib.parse import unquote

import orjson

from anhuan.exchange.adapters.contract import StoreDown
from anhuan.exchange.adapters.doors.http import Receive, Scope, Send, body_of, reply
from anhuan.exchange.core.frames import BadFrame
from anhuan.exchange.running.node import Node
from anhuan.exchange.running.pipe import RunningPipe

JSON = "application/json; charset=utf-8"
STATES = ("running", "paused", "stopped")
Said = tuple[int, Any]


class Managing:
    """An ASGI application; the guard has been passed."""

    def __init__(self, node: Node) -> None:
        self._node = node

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        parts = [unquote(part) for part in scope["path"].strip("/").split("/")]
        try:
            body = await body_of(receive)
            status, said = await asyncio.to_thread(self._answer, scope["method"], parts, body)
        except (KeyError, ValueError, BadFrame) as error:
            status, said = 422, {"code": "not_there", "text": f"没有此项：{error}"}
        except StoreDown as down:
            status, said = 503, {"code": "store_down", "text": f"数据库暂不可用：{down}"}
        await reply(send, (status, orjson.dumps(said, default=str), JSON))

    def _answer(self, method: str, parts: list[str], body: bytes) -> Said:
        match method, parts:
            case "GET", ["pipes"]:
                return 200, [_told(pipe) for pipe in self._node.pipes.values()]
            case "POST", ["pipes", name, "compare"]:
                self._node.pipes[name].proofs.now()
                return 200, _told(self._node.pipes[name])
            case "POST", ["pipes", name, state] if state in STATES:
                self._node.wish(name, state)
                return 200, _told(self._node.pipes[name])
            case "GET", ["held"]:
                return 200, self._held()
            case "POST", ["pipes", name, "held", number, "replay"]:
                reason = self._node.pipes[name].letters.replay(int(number), body or None)
                return _replayed(int(number), reason)
            case "POST", ["held", number, "replay"]:
                return self._replay(int(number), body)
            case "POST", ["routes", route, "tables", table, "resume"]:
                return 200, {"applied": self._node.receiving.resume_table(route, table)}
        return 404, {"code": "no_such_address", "text": "没有此地址"}

    def _held(self) -> list[dict[str, Any]]:
        received = [row for inbox in self._node.receiving.routes.values() for row in inbox.held()]
        return received + [row for pipe in self._node.pipes.values() for row in pipe.letters.held()]

    def _replay(self, number: int, body: bytes) -> Said:
        row = orjson.dumps(orjson.loads(body)) if body else None
        return _replayed(number, self._node.receiving.replay(number, row))


def _replayed(number: int, reason: str) -> Said:
    return (422, {"code": "refused", "text": reason}) if reason else (200, {"done": number})


def _told(pipe: RunningPipe) -> dict[str, Any]:
    told = pipe.told
    return {
        "pipe": pipe.pipe.name,
        "title": pipe.pipe.title,
        "version": pipe.pipe.version,
        "state": told.state,
        "fault": told.fault,
        "collected": told.collected,
        "dead": told.buried,
        "routes": [
            {
                "route": name, "state": one.sender.state, "epoch": one.sender.epoch,
                "acked": one.sender.acked, "sent": one.sent, "resent": one.resent,
                "fault": one.fault, "dead": one.dead,
            }
            for name, one in pipe.senders.items()
        ],
        "looks": {name: [asdict(look) for look in looks] for name, looks in told.looks.items()},
    }  # fmt: skip
