"""What a node tells its desk: how all stands, what happened, what it holds."""

import time
from collections import defaultdict
from dataclasses import asdict
from typing import Any

from anhuan.exchange.adapters.contract import Outbox, StoreDown
from anhuan.exchange.adapters.stores import open_outbox
from anhuan.exchange.core.rates import Lag, Rate
from anhuan.exchange.core.watching import changes
from anhuan.exchange.running.node import Node
from anhuan.exchange.running.pipe import RunningPipe
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid7

LETTERS_EVERY_S = 5.0
MOST_LINES = 500
LARGEST_BODY = 32 << 10
MOST_LETTERS = 50  # whole ones in one report

Standing = dict[str, Any]


class Teller:
    """Looks at the node again and again; belongs to one thread. What was not heard is kept."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._outbox: Outbox | None = None
        self._rates: defaultdict[str, Rate] = defaultdict(Rate)
        self._lags: defaultdict[str, Lag] = defaultdict(Lag)
        self._before: Standing = {}
        self.news: list[Standing] = []
        self._told_looks: set[str] = set()
        self._looks: list[Standing] = []
        self._letters_due = 0.0
        self._letters: Standing | None = None
        self._waiting: set[tuple[str, int]] | None = None
        self._told: set[tuple[str, int]] = set()
        self._signed: dict[str, int] = {}

    def report(self) -> Standing:
        """All there is to tell now."""
        standing = self._standing()
        self._write_down(standing)
        self._gather_looks()
        self._gather_letters()
        samples = {name: [one.as_json() for one in list(pipe.told.samples)]
                   for name, pipe in self._node.all_pipes()}  # fmt: skip
        return standing | {
            "log": self.news[:MOST_LINES], "looks": self._looks[:20], "letters": self._letters,
            "receipts": self._receipts(), "samples": samples,
        }  # fmt: skip

    def heard(self, report: Standing) -> None:
        """The desk has taken it: the same is not told again."""
        del self.news[: len(report["log"])]
        del self._looks[: len(report["looks"])]
        if report["letters"] is not None:
            self._told |= {(one["place"], one["id"]) for one in report["letters"]["new"]}
            self._letters = None
        for one in report["receipts"]:
            self._signed[one["route"]] = max(self._signed.get(one["route"], 0), one["last"])

    def tell_letters_again(self) -> None:
        """The desk has lost them, or never had them."""
        self._waiting, self._letters_due = None, 0.0
        self._told.clear()

    def note(self, level: str, code: str, place: str, text: str) -> None:
        """One more line of the log."""
        line = {"level": level, "code": code, "place": place, "text": text}
        self.news.append(line | {"id": str(uuid7()), "at": clock.now().isoformat()})
        del self.news[: -10 * MOST_LINES]

    def close(self) -> None:
        """Let go."""
        if self._outbox:
            self._outbox.close()
        self._outbox = None

    def _store(self) -> Outbox:
        self._outbox = self._outbox or open_outbox(self._node.store)
        return self._outbox

    def _standing(self) -> Standing:
        now_s = time.monotonic()
        pipes = [self._pipe(pipe, now_s) for _, pipe in self._node.all_pipes()]
        receiving = self._node.receiving
        found = [receiving.standing(route) for route in list(receiving.routes)]
        before = {one["route"]: one for one in self._before.get("receives", [])}
        receives = [
            one or before.get(route) for route, one in zip(list(receiving.routes), found,
                                                           strict=False)
        ]  # fmt: skip
        return {"at": clock.now().isoformat(), "pipes": pipes,
                "receives": [one for one in receives if one]}  # fmt: skip

    def _pipe(self, pipe: RunningPipe, now_s: float) -> Standing:
        told, name = pipe.told, pipe.pipe.name
        return {
            "pipe": name, "title": pipe.pipe.title, "version": pipe.pipe.version,
            "state": told.state, "fault": told.fault,
            "source_fault": told.faults.get("collect", ""), "collected": told.collected,
            "dead": told.buried, "per_s": self._rates[name].per_s(told.collected, now_s),
            "source": pipe.pipe.source.kind, "capture": pipe.pipe.capture,
            "tables": [one.name for one in pipe.pipe.tables],
            "transforms": list(pipe.pipe.transforms.names),
            "routes": [self._route(pipe, route, now_s) for route in pipe.pipe.routes],
        }  # fmt: skip

    def _route(self, pipe: RunningPipe, route: Any, now_s: float) -> Standing:
        name = pipe.pipe.route_name(route)
        sender = pipe.senders.get(name)
        last, acked = self._numbers(name)
        return {
            "route": name, "to": route.to, "transport": route.transport.kind,
            "state": sender.sender.state.value if sender else "stopped",
            "epoch": sender.sender.epoch if sender else 0,
            "last": last, "acked": acked, "backlog": max(0, last - acked),
            "lag_s": self._lags[name].seconds(acked, last, now_s),
            "sent": sender.sent if sender else 0, "resent": sender.resent if sender else 0,
            "per_s": self._rates[name].per_s(acked, now_s),
            "fault": sender.fault if sender else "", "failures": sender.failures if sender else 0,
            "dead": sender.dead if sender else 0,
        }  # fmt: skip

    def _numbers(self, route: str) -> tuple[int, int]:
        try:
            state = self._store().state(route)
        except StoreDown:
            return 0, 0
        return state.last, state.acked

    def _write_down(self, standing: Standing) -> None:
        for line in changes(self._before, standing):
            self.note(line.level, line.code, line.place, line.text)
        self._before = standing

    def _gather_looks(self) -> None:
        for _, pipe in self._node.all_pipes():
            for route, looks in list(pipe.told.looks.items()):
                for look in looks:
                    if (key := f"{route} {look.table} {look.at}") not in self._told_looks:
                        self._told_looks.add(key)
                        self._looks.append({"route": route, "id": str(uuid7()), **asdict(look)})

    def _gather_letters(self) -> None:
        if time.monotonic() < self._letters_due:
            return
        self._letters_due = time.monotonic() + LETTERS_EVERY_S
        found = {(one["place"], one["id"]): one for one in map(_letter, self._held())}
        fresh = [one for key, one in found.items() if key not in self._told][:MOST_LETTERS]
        if fresh or found.keys() != self._waiting:
            self._waiting = set(found)
            self._letters = {"keys": sorted(found), "new": fresh}

    def _held(self) -> list[Standing]:
        receiving = self._node.receiving
        rows = [
            row for route in list(receiving.routes) for row in receiving.letters(route) or []
            if row["why"] == "dead"
        ]  # fmt: skip
        return rows + [row for _, pipe in self._node.all_pipes() for row in pipe.letters.held()]

    def _receipts(self) -> list[Standing]:
        found: list[Standing] = []
        for _, pipe in self._node.all_pipes():
            for route in map(pipe.pipe.route_name, pipe.pipe.routes):
                above = self._signed.get(route, 0)
                try:
                    some = self._store().receipts(route, above)
                except StoreDown:
                    continue
                found += [{"route": route, **one} for one in some]
        return found


def _letter(row: Standing) -> Standing:
    return {
        "id": row["id"], "place": row.get("route") or row["pipe"],
        "side": "receive" if row.get("route") else "send", "code": row["code"],
        "reason": row["reason"], "table": row["table"], "key": row["key"],
        "body": row["body"][:LARGEST_BODY],
    }  # fmt: skip
