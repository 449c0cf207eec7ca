"""The register as it was at a moment, and what a line of it says in plain words."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from anhuan.domains.org.models import Company
from anhuan.domains.risk.models import RiskEvent, RiskMeasure, RiskObject, RiskUnit, Version
from anhuan.domains.risk.rules.classes import class_label, cycle_words
from anhuan.domains.risk.rules.levels import Control, Level
from anhuan.domains.risk.rules.methods import Method

Line = RiskObject | RiskUnit | RiskEvent | RiskMeasure
Kind = Version.Kind


@dataclass(slots=True)
class Then:
    """A line as it was, with what was below it."""

    line: UUID
    kind: str
    content: dict[str, Any]
    since: datetime
    below: list["Then"] = field(default_factory=list)


def register_at(company: Company, moment: datetime) -> list[Then]:
    """The objects of that moment with everything below, in the order they had then."""
    rows = Version.objects.filter(Q(until__isnull=True) | Q(until__gt=moment), company=company)
    found: dict[UUID, Then] = {}
    children: dict[UUID | None, list[Then]] = defaultdict(list)
    for row in rows.filter(since__lte=moment):
        found[row.line] = then = Then(row.line, row.kind, row.content, row.since)
        children[row.parent].append(then)
    for line, below in children.items():
        below.sort(key=lambda one: (one.content.get("position", 0), one.content["name"]))
        if line in found:
            found[line].below = below
    return children[None]


def flat(tree: list[Then], above: tuple[Then, ...] = ()) -> Iterator[tuple[Then, ...]]:
    """Every path from an object down to its last line, for tables."""
    for one in tree:
        path = (*above, one)
        if one.below:
            yield from flat(one.below, path)
        else:
            yield path


def changed_between(company: Company, first: datetime, last: datetime) -> list[Version]:
    """What began or ended in a span, newest first."""
    inside = Q(since__gt=first, since__lte=last) | Q(until__gt=first, until__lte=last)
    return list(Version.objects.filter(inside, company=company).order_by("-since")[:500])


def kind_of(line: Line) -> Version.Kind:
    """Which level of the register it is of."""
    return {
        RiskObject: Kind.OBJECT, RiskUnit: Kind.UNIT, RiskEvent: Kind.EVENT,
        RiskMeasure: Kind.MEASURE,
    }[type(line)]  # fmt: skip


def parent_of(line: Line) -> UUID | None:
    """The line above."""
    if isinstance(line, RiskUnit):
        return line.object_id
    if isinstance(line, RiskEvent):
        return line.unit_id
    return line.event_id if isinstance(line, RiskMeasure) else None


def content_of(line: Line) -> dict[str, Any]:
    """What the line says, in words."""
    if isinstance(line, RiskObject):
        said = _object(line)
    elif isinstance(line, RiskUnit):
        said = _unit(line)
    else:
        said = _event(line) if isinstance(line, RiskEvent) else _measure(line)
    return {"position": line.position, **said}


def _object(line: RiskObject) -> dict[str, Any]:
    return {
        "name": line.name, "kind": line.get_kind_display(), "code": line.code or line.own_code,
        "area": _name(line.area), "department": line.department.name, "person": line.person.name,
        "is_major": line.source_id is not None, **_level(line.level),
    }  # fmt: skip


def _unit(line: RiskUnit) -> dict[str, Any]:
    return {
        "name": line.name, "kind": line.get_kind_display(), "structure": _name(line.structure),
        "department": _name(line.department), "person": _name(line.person), **_level(line.level),
    }  # fmt: skip


def _event(line: RiskEvent) -> dict[str, Any]:
    return {
        "name": line.name, "hazard": line.hazard, "consequence": line.consequence,
        "accidents": "、".join(line.accidents), **_level(line.level),
        "method": Method(line.method).label if line.method else "",
        "control": Control(line.control).label if line.control else "",
    }  # fmt: skip


def _measure(line: RiskMeasure) -> dict[str, Any]:
    return {
        "name": line.text, "class": class_label(line.class_2), "class_3": line.class_3,
        "source": line.get_data_source_display(), "check_content": line.check_content,
        "problem": line.problem, "post": _name(line.post), "person": _name(line.person),
        "cycle": cycle_words(line.cycle_count, line.cycle_unit),
    }  # fmt: skip


def _level(level: str) -> dict[str, str]:
    return {"level": level, "level_label": Level(level).label if level else ""}


def _name(row: Any) -> str:
    return str(row) if row is not None else ""
