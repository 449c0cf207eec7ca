"""Alarms of the past month with their whole life: raised, acknowledged, handled, closed.

Written in bulk and not through the actions: an action rings, tells people and stamps the present.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

from anhuan.devices.history.cases import CASES, Case
from anhuan.devices.plant.people import SEED, Person, people
from anhuan.devices.plant.shifts import presence
from anhuan.devices.plant.spots import SPOTS
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.alarms.models import Alarm, AlarmKind, AlarmStep
from anhuan.domains.org.models import Account
from anhuan.kernel.ids import uuid_of

A_DAY = 6
NEAR_M = 30.0
LEFT_OPEN_H = 20  # what is younger may still wait for somebody


def sow_alarms(sown: Sown, now: datetime, days: int) -> int:
    """Some alarms a day, nearly all closed; returns how many."""
    rng, kinds = Random(SEED), {k.code: k for k in AlarmKind.objects.filter(company=sown.company)}
    alarms, steps = [], []
    for moment in _moments(rng, now, days):
        case = rng.choices(CASES, [case.weight for case in CASES])[0]
        alarm = _alarm(sown, kinds[case.kind], case, moment, rng)
        lived = list(_life(sown, alarm, rng, now))
        alarms.append(alarm)
        steps += lived
    Alarm.objects.bulk_create(alarms)
    AlarmStep.objects.bulk_create(steps)
    Alarm.objects.filter(pk__in=[a.pk for a in alarms]).update(next_escalation_at=None)
    return len(alarms)


def _moments(rng: Random, now: datetime, days: int) -> Iterator[datetime]:
    """Times of the past, more of them by day than by night, none in the last hour."""
    for back in range(days, 0, -1):
        for _ in range(rng.randrange(A_DAY - 3, A_DAY + 4)):
            moment = now - timedelta(days=back - 1, hours=rng.triangular(1, 23.5, 10))
            yield moment


def _alarm(sown: Sown, kind: AlarmKind, case: Case, moment: datetime, rng: Random) -> Alarm:
    spot = rng.choice(case.spots)
    x, y, floor = SPOTS[spot]
    there = _people(case, moment, rng)
    names = "、".join(person.name for person in there[:3])
    text = case.text.format(names=names, first=there[0].name, count=len(there))
    area = sown.areas[case.area]
    condition = f"history:{case.kind}:{moment.timestamp():.0f}"
    rows = [_row(sown, person, x + 2.5 * k, y + 1.5 * k, floor) for k, person in enumerate(there)]
    return Alarm(
        id=uuid_of("alarm", condition),
        company=sown.company,
        kind=kind,
        condition=condition,
        priority=kind.priority,
        source="engine",
        title=case.title.format(area=area.name, first=there[0].name, count=len(there))[:100],
        text=text[:300],
        raised_at=moment,
        area=area,
        x_m=float(x),
        y_m=float(y),
        floor=floor,
        radius_m=case.radius_m,
        people=rows if case.names_people else [],
        snapshot={"at": moment.isoformat(), "radius_m": NEAR_M, "people": rows},
        rule=case.kind,
        rule_version="1",
        inputs={"count": len(there)},
    )


def _people(case: Case, moment: datetime, rng: Random) -> list[Person]:
    """Who it was about: of the sort the case wants, on site at that time."""
    count = rng.randint(*case.count)
    candidates = [p for p in people() if p.tag and p.post.kind in case.kinds]
    here = (p for p in rng.sample(candidates, len(candidates)) if presence(p, moment.timestamp()))
    return list(islice(here, count)) or candidates[:1]


def _row(sown: Sown, person: Person, x: float, y: float, floor: int) -> dict[str, Any]:
    row = sown.people[person.number]
    return {
        "id": str(row.pk), "tag": str(sown.tags[person.tag].pk), "name": row.name,
        "kind": row.map_kind, "x_m": round(x, 2), "y_m": round(y, 2), "floor": floor,
    }  # fmt: skip


def _life(sown: Sown, alarm: Alarm, rng: Random, now: datetime) -> Iterator[AlarmStep]:
    """Fill in the alarm's life and yield the lines of its history."""
    case = next(case for case in CASES if case.kind == alarm.kind.code)
    operator, leader = sown.accounts["operator"], sown.accounts["leader"]
    yield _step(alarm, alarm.raised_at, "raise", None, "发生")
    acknowledged = alarm.raised_at + timedelta(seconds=rng.triangular(6, 150, 18))
    returned = alarm.raised_at + timedelta(seconds=rng.uniform(*case.lasts_s))
    alarm.acknowledged_at, alarm.acknowledged_by = acknowledged, operator
    yield _step(alarm, acknowledged, "acknowledge", operator, "")
    alarm.returned_at = returned
    yield _step(alarm, returned, "return", None, "现场已恢复")
    latest = max(acknowledged, returned)
    if alarm.kind.needs_clearing:
        latest = alarm.cleared_at = latest + timedelta(seconds=rng.uniform(30, 240))
        yield _step(alarm, latest, "clear", operator, "视频与现场确认已解除")
    if now - alarm.raised_at < timedelta(hours=LEFT_OPEN_H) and rng.random() < 0.4:
        return
    handled = alarm.handled_at = latest + timedelta(minutes=rng.uniform(2, 35))
    alarm.cause, alarm.result = rng.choices(case.results, [5, *[1] * (len(case.results) - 1)])[0]
    alarm.handled_by = leader if rng.random() < 0.4 else operator
    yield _step(alarm, handled, "handle", alarm.handled_by,
                f"{alarm.get_cause_display()}：{alarm.result}")  # fmt: skip
    alarm.closed_at = handled + timedelta(minutes=rng.uniform(1, 20))
    yield _step(alarm, alarm.closed_at, "close", leader, "")


def _step(alarm: Alarm, at: datetime, verb: str, by: Account | None, text: str) -> AlarmStep:
    step_id: UUID = uuid_of("step", alarm.id, verb)
    return AlarmStep(id=step_id, alarm=alarm, at=at, verb=verb, by=by, text=text, data={})
