"""The demo plant's risk register (`risks.yaml`): objects, units, scored events, measures, cards."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Measure:
    """What keeps an event from happening. `by`: 1 automation, 2 people; `cycle`: "8 hour"."""

    code: str
    by: str
    cycle: str
    text: str
    check: str
    problem: str


@dataclass(frozen=True, slots=True)
class Event:
    """What may happen in a unit; `scores` by LS are two numbers, by LEC three."""

    name: str
    hazard: str
    consequence: str
    accidents: str
    method: str
    scores: tuple[str, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A part of an object; `structure` is a tag number of the plant."""

    name: str
    kind: str
    structure: str
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Object:
    """What is analysed. `post`: whose holder answers for it; `checks`: whose holders check."""

    name: str
    kind: str
    area: str
    code: str
    own_code: str
    department: str
    post: str
    checks: str
    units: tuple[Unit, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """All of it. `stocks`: name, design maximum in t, category; `neighbours`: within 500 m."""

    objects: tuple[Object, ...]
    cards: dict[str, dict[str, str]]
    stocks: tuple[tuple[str, str, str], ...]
    neighbours: int


@cache
def register() -> Register:
    """As the file has it."""
    given = yaml.safe_load((files(__package__) / "risks.yaml").read_text(encoding="utf-8"))
    common = {name: Measure(*row) for name, row in given["common"].items()}
    objects = tuple(_object(row, common) for row in given["objects"])
    stocks = tuple((name, tonnes, category) for name, tonnes, category in given["stocks"])
    return Register(objects, given["cards"], stocks, given["neighbours"])


def _object(row: dict[str, Any], common: dict[str, Measure]) -> Object:
    units = tuple(_unit(one, common) for one in row["units"])
    return Object(**row | {"units": units})


def _unit(row: dict[str, Any], common: dict[str, Measure]) -> Unit:
    events = tuple(_event(one, common) for one in row["events"])
    return Unit(**row | {"events": events})


def _event(row: dict[str, Any], common: dict[str, Measure]) -> Event:
    """A measure is a row of its own or the name of a common one."""
    measures = tuple(
        common[one] if isinstance(one, str) else Measure(*one) for one in row["measures"]
    )
    return Event(**row | {"measures": measures, "scores": tuple(row["scores"])})
