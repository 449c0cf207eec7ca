"""Orders of the desk, carried out at this node."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from anhuan.exchange.adapters.contract import LinkDown, SourceTrouble, StoreDown
from anhuan.exchange.core.chunks import Difference
from anhuan.exchange.core.definition import Faulty, overreach, read
from anhuan.exchange.core.definition.databases import DATABASES
from anhuan.exchange.core.orders import Deed, Done, Ordered, Orders
from anhuan.exchange.running.node import Node

log = logging.getLogger("exchange")
Note = Callable[[str, str, str, str], None]  # level, code, place, text


class Obeying:
    """Keeps the desk's definitions beside the node's own: it goes on with them while the desk is
    away, also after a restart."""

    def __init__(self, node: Node, note: Note) -> None:
        self._node, self._note = node, note
        self._running: dict[str, Ordered] = {}
        self._hopeless: set[tuple[str, int]] = set()
        self._said: set[str] = set()
        self.done: list[Done] = []
        self._seen: set[str] = set()

    def recall(self) -> None:
        """What was ordered before we were restarted."""
        path = self._node.folder.ordered
        if path.exists():
            self._define(Orders.from_json(json.loads(path.read_text(encoding="utf-8"))))

    def take(self, orders: Orders) -> None:
        """Carry out everything new; answers gather in `done`."""
        self._define(orders)
        for name, wish in orders.wishes.items():
            self._wish(name, wish)
        for deed in orders.deeds:
            if deed.id not in self._seen:
                self._seen.add(deed.id)
                self.done.append(Done(deed.id, self._do(deed)))

    def _define(self, orders: Orders) -> None:
        wanted = {one.name: one for one in orders.definitions}
        for name in self._running.keys() - wanted.keys():
            del self._running[name]
            self._node.drop(name)
        for name, one in wanted.items():
            if self._running.get(name) is None or self._running[name].text != one.text:
                self._put(one)
            if name in self._node.pipes and name in self._running:
                self._wish(name, one.wish)
        if wanted != self._kept():
            self._keep(orders)

    def _put(self, one: Ordered) -> None:
        """Run it. What is wrong in itself is tried once; what the machine lacks, ever again."""
        if (one.name, one.number) in self._hopeless:
            return
        try:
            found = read(one.text)
            if faults := overreach(found):
                raise Faulty(faults)
            self._node.put(self._node.settled(found), state=one.wish)
            self._running[one.name] = one
        except (Faulty, KeyError) as trouble:
            self._hopeless.add((one.name, one.number))
            self._say(one, trouble)
        except SourceTrouble as trouble:
            self._say(one, trouble)

    def _say(self, one: Ordered, trouble: Exception) -> None:
        text = f"版本 {one.number} 不能运行：{trouble}"
        if text not in self._said:
            self._said.add(text)
            self._note("error", "refused", one.name, text)

    def _kept(self) -> dict[str, Ordered]:
        path = self._node.folder.ordered
        if not path.exists():
            return {}
        said = Orders.from_json(json.loads(path.read_text(encoding="utf-8")))
        return {one.name: one for one in said.definitions}

    def _keep(self, orders: Orders) -> None:
        draft = self._node.folder.ordered.with_suffix(".new")
        draft.write_bytes(orjson.dumps(Orders(orders.definitions).as_json()))
        draft.replace(self._node.folder.ordered)

    def _wish(self, name: str, wish: str) -> None:
        pipe = self._node.pipes.get(name)
        if pipe is not None and pipe.told.state != wish:
            self._node.wish(name, wish)

    def _do(self, deed: Deed) -> str:
        try:
            return DEEDS[deed.kind](self._node, deed.place, deed.detail)
        except (KeyError, StopIteration):
            return "该节点上没有此管道或通道"
        except (SourceTrouble, StoreDown, LinkDown, ValueError) as trouble:
            return str(trouble)
        except Exception:
            log.exception("%s: a deed failed", deed.place)
            return "内部错误，已记入节点日志"


def _compare(node: Node, place: str, detail: Mapping[str, Any]) -> str:
    pipe = node.pipes[place]
    if pipe.pipe.source.kind not in DATABASES or pipe.told.state == "stopped":
        return "只有运行中的数据库管道可以比对"
    pipe.proofs.now()
    return ""


def _resend(node: Node, place: str, detail: Mapping[str, Any]) -> str:
    """Rows by their keys; "whole": all that differ when the table is looked at anew."""
    kinds, proofs = ("missing", "surplus", "changed"), node.pipes[place.partition("@")[0]].proofs
    if detail.get("whole"):
        proofs.mend(place, str(detail["table"]))
        return ""
    found = Difference(*([tuple(key) for key in detail.get(kind, [])] for kind in kinds))
    proofs.resend(place, str(detail["table"]), found)
    return ""


def _replay(node: Node, place: str, detail: Mapping[str, Any]) -> str:
    body = detail.get("body")
    row = orjson.dumps(orjson.loads(body)) if body else None
    if "@" in place:
        return node.receiving.replay(int(detail["number"]), row)
    return node.pipes[place].letters.replay(int(detail["number"]), row)


def _discard(node: Node, place: str, detail: Mapping[str, Any]) -> str:
    number = int(detail["number"])
    is_gone = (
        node.receiving.discard(place, number)
        if "@" in place
        else node.pipes[place].letters.discard(number)
    )
    return "" if is_gone else "该死信已处理或已被更新的数据取代"


def _resume(node: Node, place: str, detail: Mapping[str, Any]) -> str:
    node.receiving.resume_table(place, str(detail["table"]))
    return ""


DEEDS: dict[str, Callable[[Node, str, Mapping[str, Any]], str]] = {
    "compare": _compare,
    "resend": _resend,
    "replay": _replay,
    "discard": _discard,
    "resume": _resume,
}
