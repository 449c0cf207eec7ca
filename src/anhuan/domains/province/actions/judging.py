"""The model looks at every plant, again and again; a graver colour sends a warning by itself."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.province.actions.ordering import Draft, issue, tell
from anhuan.domains.province.actions.outages import note_outages
from anhuan.domains.province.events import LevelChanged
from anhuan.domains.province.models import Enterprise, Order, ProvinceSettings, Standing
from anhuan.domains.province.queries.pictures import NOTHING, Known, known_of, picture_of
from anhuan.domains.province.queries.settings import settings_of
from anhuan.domains.province.rules.levels import LEVELS, due_at, is_graver
from anhuan.domains.province.rules.model import Judgement, Picture, judge
from anhuan.domains.province.rules.orders import OPEN

SHOWN = (
    "is_online", "level", "points", "reasons", "open_alarms", "works", "overdue_hazards",
    "people", "committed_at",
)  # fmt: skip
ADVICE = "请立即核实上述情况，采取降低风险的措施，并在期限内反馈原因和处置结果。"


def judge_all(now: datetime) -> int:
    """Every plant of every authority; how many changed colour."""
    changed = 0
    for company in Company.objects.filter(enterprises__isnull=False).distinct():
        changed += _judge_authority(company, now)
    return changed


def _judge_authority(company: Company, now: datetime) -> int:
    plants = list(Enterprise.objects.filter(company=company, is_retired=False))
    settings, known = settings_of(company), known_of(plants, now)
    standings = {one.pk: one for one in Standing.objects.filter(enterprise__in=plants)}
    offline_after = timedelta(minutes=settings.offline_min)
    pictures = {one.pk: picture_of(one.pk, known, now, offline_after) for one in plants}
    note_outages(plants, pictures, known, now)
    changed = 0
    for plant in plants:
        picture = pictures[plant.pk]
        found = judge(picture, settings.weights, settings.bounds)
        standing = standings.get(plant.pk) or Standing(enterprise=plant)
        changed += _note(plant, standing, _shown(plant, picture, found, known), settings, now)
    return changed


def _shown(plant: Enterprise, picture: Picture, found: Judgement, known: Known) -> dict[str, Any]:
    commitment = known.commitments.get(plant.pk)
    return {
        "is_online": picture.is_online, "level": found.level, "points": found.points,
        "reasons": [one.as_json() for one in found.reasons], "open_alarms": picture.alarms,
        "works": picture.hot_works + picture.confined_works + picture.other_works,
        "overdue_hazards": picture.overdue_hazards,
        "people": int(known.people.get(plant.pk, NOTHING)["all"] or 0),
        "committed_at": commitment["at"] if commitment else None,
    }  # fmt: skip


def _note(
    plant: Enterprise, standing: Standing, shown: dict[str, Any], settings: ProvinceSettings,
    now: datetime,
) -> bool:  # fmt: skip
    """Write only what changed; whether the colour did."""
    before = {name: getattr(standing, name) for name in SHOWN}
    if before == shown and standing.judged_at is not None:
        return False
    is_new_level = before["level"] != shown["level"] or standing.level_since is None
    with transaction.atomic():
        for name, value in shown.items():
            setattr(standing, name, value)
        standing.judged_at = now
        standing.level_since = now if is_new_level else standing.level_since
        standing.save()
        if before["level"] != shown["level"]:
            emit(plant.company.code, LevelChanged(plant.pk, standing.level, standing.points))
        _warn(plant, standing, settings, now)
    return bool(before["level"] != shown["level"])


def _warn(plant: Enterprise, standing: Standing, settings: ProvinceSettings, now: datetime) -> None:
    """One warning of the model is open at a time: a graver colour raises it, a milder one is told
    to the plant with it."""
    is_due = bool(settings.issue_from) and not is_graver(settings.issue_from, standing.level)
    rows = Order.objects.select_for_update().filter(kind="warning", by=None, state__in=OPEN)
    known = rows.filter(enterprise=plant, above=None).first()
    if known is None:
        if is_due:
            issue(None, plant, _draft(standing), now)
    elif known.level != standing.level:
        _change(plant, known, standing, now)


def _draft(standing: Standing) -> Draft:
    word = LEVELS[standing.level]
    why = "；".join(one["text"] for one in standing.reasons)
    text = f"{why}。{ADVICE}"
    return Draft("warning", standing.level, f"{word}风险预警", text, reasons=standing.reasons)


def _change(plant: Enterprise, order: Order, standing: Standing, now: datetime) -> None:
    """The time to answer runs anew only where it got worse."""
    draft = _draft(standing)
    if is_graver(standing.level, order.level):
        order.title, order.text, order.reasons = draft.title, draft.text, draft.reasons
        order.due_at = min(order.due_at, _due(plant, standing.level, now))
    else:
        order.title = f"风险预警已降为{LEVELS[standing.level]}"
    order.level, order.version = standing.level, order.version + 1
    order.enterprise = plant
    order.save()
    tell(None, "update", order, f"{LEVELS[standing.level]} {standing.points} 分")


def _due(plant: Enterprise, level: str, now: datetime) -> datetime:
    return due_at(level, now, settings_of(plant.company).deadlines_min)
