"""A permit's way over REST: each step by whoever's turn it is, up to any state."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anhuan.domains.org.models import Account
from anhuan.domains.permits.actions import seed_permits
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.tests.make import Plant
from tests.permits_day import bodies
from tests.permits_day.calling import Answer, Caller

Picture = dict[str, Any]
EVERYBODY = ("applicant", "head", "safety", "boss", "analyst", "leader", "guardian", "worker",
             "shift")  # fmt: skip
# Who signs in a role of the form; every other post is the head of the unit's.
_SIGNS = {"guardian": "guardian", "work_leader": "leader", "safety": "safety", "leader": "boss",
          "chief": "boss", "plant_head": "boss", "shift_leader": "shift"}  # fmt: skip


@dataclass
class Day:
    """A plant as programs see it. `call` makes a client for an account, once for each."""

    plant: Plant
    call: Callable[[Account], Caller]
    clients: dict[str, Caller] = field(default_factory=dict)
    parked: dict[str, Picture] = field(default_factory=dict)
    forms: dict[str, Any] = field(default_factory=dict)

    def opened(self) -> "Day":
        """With forms and libraries, and everybody signed in: what lasts as long as the plant."""
        seed_permits(self.plant.company)
        for who in EVERYBODY:
            self.by(who)
        self.form({"kind": "hot_work"})
        return self

    def park(self, name: str, permit: Picture) -> None:
        """Keep it for tests, out of the way of other work until one takes it."""
        self.parked[name] = permit
        Permit.objects.filter(pk=permit["id"]).update(state="archived")

    def take(self, name: str) -> Picture:
        """What was parked, as it stood."""
        permit = self.parked[name]
        Permit.objects.filter(pk=permit["id"]).update(state=permit["state"])
        return permit

    @property
    def now(self) -> datetime:
        return self.plant.hand.now()

    def by(self, who: str) -> Caller:
        """The client of "applicant", "guardian" …"""
        if who not in self.clients:
            self.clients[who] = self.call(getattr(self.plant, who))
        return self.clients[who]

    def ask(self, who: str, permit: Picture, deed: str, **body: Any) -> Answer:
        """Try a deed."""
        return self.by(who).send("POST", f"permits/{permit['id']}/{deed}", body)

    def codes(self, who: str, permit: Picture, deed: str, **body: Any) -> set[str]:
        """Why it was refused; empty when it was done."""
        return self.ask(who, permit, deed, **body).codes

    def do(self, who: str, permit: Picture, deed: str, **body: Any) -> Picture:
        """A deed that must go through; the whole permit afterwards."""
        answer = self.ask(who, permit, deed, **body)
        assert answer.status == 200, (permit["state"], who, deed, answer.body)
        return dict(answer.body)

    def get(self, permit: Picture, who: str = "safety") -> Picture:
        return dict(self.by(who).send("GET", f"permits/{permit['id']}").body)

    def reserve(self, kind: str = "hot_work", **changes: Any) -> Answer:
        """Ask for a reservation as the applicant."""
        body = bodies.reservation(self.plant, self.now, kind, **changes)
        return self.by("applicant").send("POST", "permits", body)

    def reserved(self, kind: str = "hot_work", **changes: Any) -> Picture:
        answer = self.reserve(kind, **changes)
        assert answer.status == 201, answer.body
        return dict(answer.body)

    def to(self, state: str, kind: str = "hot_work", **changes: Any) -> Picture:
        """A permit that has come as far as this state."""
        return self.on(self.reserved(kind, **changes), state)

    def on(self, permit: Picture, state: str) -> Picture:
        """The same permit, come as far as this state."""
        while permit["state"] != state:
            permit = self.step(permit)
        return permit

    def step(self, permit: Picture) -> Picture:
        """One step further by whoever's turn it is."""
        return dict(_STEPS[permit["state"]](self, permit))

    def form(self, permit: Picture) -> Any:
        """The form in force for its kind."""
        if not self.forms:
            rows = self.by("applicant").send("GET", "permit-forms").body
            self.forms = {row["kind"]: row["content"] for row in rows}
        return self.forms[permit["kind"]]


def _apply(day: Day, permit: Picture) -> Picture:
    body = bodies.application(day.plant, permit["kind"])
    return day.do("applicant", permit, "apply", **body)


def _test(day: Day, permit: Picture) -> Picture:
    if not permit["gas"]["needed"]:
        return _measures(day, permit)
    return day.do("analyst", permit, "test-gas", **bodies.sample(day.now, permit["kind"]))


def _measures(day: Day, permit: Picture) -> Picture:
    form = day.form(permit)
    for one in permit["measures"]:
        if one["confirmed_at"] is None:
            permit = day.do("guardian", permit, "confirm-measure", **bodies.settled(one, form))
    return permit


def _brief(day: Day, permit: Picture) -> Picture:
    if permit["briefing"] is None:
        return day.do("applicant", permit, "brief")
    return day.do("worker", permit, "sign-briefing", read_s=40)


def _approve(day: Day, permit: Picture) -> Picture:
    rows = [one for one in permit["approvals"] if one["asked_at"] and not one["decided_at"]]
    return day.do(_SIGNS.get(rows[0]["role"], "head"), permit, "approve", opinion="同意")


def _issued(day: Day, permit: Picture) -> Picture:
    checked = any(one["stage"] == "check" for one in day.form(permit)["signatures"])
    return day.do("shift", permit, "verify") if checked else day.do("guardian", permit, "start")


def _accept(day: Day, permit: Picture) -> Picture:
    rows = [one for one in permit["acceptance"] if one["asked_at"] and not one["decided_at"]]
    who = _SIGNS.get(rows[0]["role"], "head") if rows else "head"
    keys = [
        one["key"] for one in day.form(permit)["acceptance"]
        if not one.get("levels") or permit["grade"] in one["levels"]
    ]  # fmt: skip
    return day.do(who, permit, "accept", conditions=keys, opinion="合格")


_STEPS: dict[str, Callable[[Day, Picture], Picture]] = {
    "reserved": lambda day, one: day.do("head", one, "approve-reservation"),
    "reserve_approved": _apply,
    "drafted": lambda day, one: day.do("applicant", one, "analyse"),
    "analysed": _test,
    "tested": _measures,
    "measures_confirmed": _brief,
    "briefed": lambda day, one: day.do("applicant", one, "submit"),
    "approving": _approve,
    "issued": _issued,
    "verified": lambda day, one: day.do("guardian", one, "start"),
    "working": lambda day, one: day.do("guardian", one, "finish"),
    "finished": _accept,
    "accepted": lambda day, one: day.do("head", one, "archive"),
}
