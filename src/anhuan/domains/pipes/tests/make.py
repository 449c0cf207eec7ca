"""Rows and reports for tests."""

from typing import Any
from uuid import uuid4

from anhuan.domains.org.models import Account, Company
from anhuan.domains.pipes import actions
from anhuan.domains.pipes.models import Letter, Look, Node, Pipe
from anhuan.kernel import clock

TEXT = """pipe: hazards
title: 隐患送省平台
source: {kind: postgres, url: "env:EXCHANGE_PLANT_DB", tables: [{name: t, key: [id]}]}
transforms:
  - codes: {field: level, map: {major: "1"}}
routes:
  - {to: province, transport: {kind: tcp, url: "tcp://127.0.0.1:9"}}
"""


def report(**changes: Any) -> dict[str, Any]:
    """What a node with one pipe tells."""
    route = {
        "route": "hazards@province", "to": "province", "transport": "tcp", "state": "sending",
        "epoch": 1, "last": 9, "acked": 9, "backlog": 0, "lag_s": 0.0, "sent": 9, "resent": 0,
        "per_s": 3.0, "fault": "", "failures": 0,
    } | changes.pop("route", {})  # fmt: skip
    pipe = {
        "pipe": "hazards", "title": "隐患", "version": 1, "state": "running", "fault": "",
        "collected": 9, "dead": 0, "per_s": 3.0, "source": "postgres", "capture": "log",
        "tables": ["t"], "transforms": ["codes"], "routes": [route],
    } | changes.pop("pipe", {})  # fmt: skip
    whole: dict[str, Any] = {
        "at": clock.now().isoformat(), "pipes": [pipe], "receives": [], "log": [], "looks": [],
        "letters": None, "receipts": [], "samples": {}, "done": [],
    }  # fmt: skip
    return whole | changes


def letter(number: int, place: str = "hazards") -> dict[str, Any]:
    """A dead letter as a node tells it."""
    return {
        "id": number, "place": place, "side": "send", "table": "t", "key": '{"id":1}',
        "code": "no_code", "reason": "level 没有编码", "body": '{"id":1,"level":"odd"}',
    }  # fmt: skip


def look(found: dict[str, list[list[str]]] | None = None) -> dict[str, Any]:
    """A comparison as a node tells it."""
    blank: dict[str, list[list[str]]] = {"missing": [], "surplus": [], "changed": []}
    counts = {kind: len(keys) for kind, keys in (blank | (found or {})).items()}
    return counts | {
        "id": str(uuid4()), "route": "hazards@province", "table": "t", "rows": 9, "resent": 0,
        "at": clock.now().isoformat(), "seconds": 0.1, "difference": blank | (found or {}),
    }  # fmt: skip


def line(text: str, level: str = "error") -> dict[str, Any]:
    """A line of the log as a node tells it."""
    return {"id": str(uuid4()), "at": clock.now().isoformat(), "place": "hazards",
            "level": level, "code": "fault", "text": text}  # fmt: skip


def make_node(company: Company, **changes: Any) -> Node:
    """The process beside the plant."""
    return Node.objects.create(company=company, **({"name": "本机", "is_local": True} | changes))


def make_pipe(by: Account, node: Node, text: str = TEXT) -> Pipe:
    """One that is defined on the page, stopped."""
    return actions.add_pipe(by, node, text, "", clock.now())


def pipe_rows(company: Company, admin: Account) -> dict[str, Any]:
    """One of each, for every address to be asked for."""
    node = make_node(company, name="前置机", is_local=False)
    pipe = make_pipe(admin, node)
    told = report(
        looks=[look({"missing": [["1"]]})],
        letters={"keys": [["hazards", 1]], "new": [letter(1)]},
    )
    actions.hear(node, told, clock.now())
    return {
        "pipe": pipe, "pipe_node": node, "pipe_letter": Letter.objects.get(node=node),
        "pipe_look": Look.objects.get(node=node),
    }  # fmt: skip
