"""Telling of a hazard: by people, by a check, by a camera, by an authority."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from anhuan.domains.audit.actions import SYSTEM, draft_of, field_blockers
from anhuan.domains.hazards.actions.photos import Shot, keep_shots
from anhuan.domains.hazards.actions.steps import Doing, do, sign, trace
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.content import fields_of, stated
from anhuan.domains.hazards.queries.hazards import settings_of
from anhuan.domains.hazards.queries.register import link_of, object_at, objects_of
from anhuan.domains.hazards.queries.similar import recurrence_of
from anhuan.domains.hazards.rules.codes import Source
from anhuan.domains.hazards.rules.states import Deed, Who
from anhuan.domains.org.models import Account, Company, Department
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area, Structure
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any

NUMBERING = 0x4A2D  # one counter at a time


@dataclass(frozen=True, slots=True)
class Report:
    """What was seen. `origin`: the record it comes from ("check:<id>"); the same one again answers
    the hazard it made. Risk links are ids of the register, looked up by `queries.register`."""

    name: str
    description: str = ""
    place: str = ""
    source: Source = Source.SELF_REPORT
    found_at: datetime | None = None  # now, when left out
    area: Area | None = None
    structure: Structure | None = None
    x_m: float | None = None
    y_m: float | None = None
    floor: int | None = None
    check_unit: Department | None = None
    inspectors: str = ""
    is_suspected_major: bool = False
    photos: tuple[Shot, ...] = ()
    origin: str = ""
    object_code: str = ""
    risk_unit_id: UUID | None = None
    risk_measure_id: UUID | None = None
    check_task_id: UUID | None = None
    check_record_id: UUID | None = None
    fixed: Mapping[str, str] | None = None  # put right at once: cause, treatment, result


def report(by: Account | None, asked: Report, company: Company | None = None) -> Hazard:
    """Register a hazard. `by` None: found by the product itself (video), `company` says whose."""
    plant = company_of(by) if by else company
    assert plant is not None
    with transaction.atomic():
        connection.cursor().execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [NUMBERING, str(plant.pk)]
        )
        if asked.origin and (known := _known(plant, asked.origin)):
            return known
        return _registered(by, plant, asked, clock.now())


def _known(company: Company, origin: str) -> Hazard | None:
    return Hazard.objects.filter(company=company, origin=origin).first()


def _registered(by: Account | None, company: Company, asked: Report, now: datetime) -> Hazard:
    hazard = Hazard(company=company, **_seen(asked, now), **belonging(company, asked))
    hazard.reporter, hazard.reported_at = by, now
    hazard.reporter_name = by.display_name if by else SYSTEM.display_name
    for name, words in (asked.fixed or {}).items():
        setattr(hazard, name, words.strip())
    hazard.is_fixed_on_spot = asked.fixed is not None
    refuse_if_any(_blockers(hazard, now))
    hazard.number = next_number(company, now)
    hazard.recurrence_of = recurrence_of(hazard, settings_of(company))
    hazard.save(force_insert=True)
    doing = Doing(Deed.REPORT)
    doing.rows = list(keep_shots(hazard, by, asked.photos, now))
    announce(hazard, by, doing, Who.REPORTER if by else Who.SYSTEM, now)
    return hazard


def announce(hazard: Hazard, by: Account | None, doing: Doing, part: Who, now: datetime) -> None:
    """The traces of a hazard that was just made."""
    everything = fields_of(hazard) | stated(hazard)
    sign(hazard, by, doing, part, now, everything)
    trace(hazard, by, doing, {}, everything, now)


def _seen(asked: Report, now: datetime) -> dict[str, Any]:
    place = asked.place.strip() or str(asked.structure or asked.area or "")
    name = asked.name.strip()
    return {
        "name": name, "description": asked.description.strip() or name, "place": place,
        "source": asked.source, "found_at": asked.found_at or now, "area": asked.area,
        "structure": asked.structure, "x_m": asked.x_m, "y_m": asked.y_m, "floor": asked.floor,
        "check_unit": asked.check_unit, "inspectors": asked.inspectors.strip(),
        "is_suspected_major": asked.is_suspected_major, "origin": asked.origin,
    }  # fmt: skip


def belonging(company: Company, asked: Report) -> dict[str, Any]:
    """Object, unit and measure: from the register, from what was said, from the area."""
    found: dict[str, Any] = {
        "risk_unit_id": asked.risk_unit_id, "risk_measure_id": asked.risk_measure_id,
        "check_task_id": asked.check_task_id, "check_record_id": asked.check_record_id,
    }  # fmt: skip
    refuse_if_any(unknown_links(company, asked.risk_measure_id, asked.risk_unit_id))
    if link := link_of(company, asked.risk_measure_id, asked.risk_unit_id):
        found |= {
            "risk_unit_id": link.unit_id, "risk_unit_name": link.unit_name,
            "risk_measure_name": link.measure_name, "object_code": link.object_code,
            "object_name": link.object_name,
        }  # fmt: skip
    if not found.get("object_code"):
        found |= object_fields(company, asked.object_code, asked.area)
    return found


def unknown_links(company: Company, measure: UUID | None, unit: UUID | None) -> Iterable[Blocker]:
    """An id that is not in the plant's register is an error of the caller, not a link."""
    if (measure or unit) and link_of(company, measure, unit) is None:
        yield Blocker("link_unknown", "风险清单里没有这个风险单元或管控措施", "附件2 6.2(6)")


def object_fields(company: Company, code: str, area: Area | None) -> dict[str, str]:
    """Code and name of the object said, else of the one object of the area."""
    said = {one.code: one for one in objects_of(company)}.get(code) if code else None
    one = said or object_at(company, area.pk if area else None)
    return {"object_code": one.code if one else code, "object_name": one.name if one else ""}


def _blockers(hazard: Hazard, now: datetime) -> Iterable[Blocker]:
    if not hazard.name:
        yield Blocker("name_missing", "请写明隐患名称")
    if not hazard.place:
        yield Blocker("place_missing", "请写明隐患地点或选择区域")
    if hazard.found_at > now:
        yield Blocker("found_in_future", "排查时间晚于现在")
    if hazard.name and hazard.place:
        draft = draft_of(hazard, {"number": "-"})
        yield from field_blockers(draft, whole=False)


def next_number(company: Company, now: datetime) -> str:
    """YH-20261122-003: counted by plant day; the caller holds the lock."""
    day: date = timezone.localtime(now).date()
    stem = f"YH-{day:%Y%m%d}-"
    rows = Hazard.objects.filter(company=company, number__startswith=stem)
    last = rows.order_by("-number").values_list("number", flat=True).first()
    return f"{stem}{int(last[len(stem) :]) + 1 if last else 1:04d}"


_CORRECTED = ("name", "description", "place", "area", "structure", "floor", "source", "found_at",
              "check_unit", "inspectors")  # fmt: skip


def correct(by: Account, hazard: Hazard, changes: Mapping[str, Any]) -> Hazard:
    """Mend what was told, as long as nobody has judged it."""
    wanted = {name: changes[name] for name in _CORRECTED if name in changes}

    def write(look: Any) -> dict[str, Any]:
        draft = draft_of(look.hazard, wanted)
        refuse_if_any(field_blockers(draft, whole=False))
        area = {} if look.hazard.object_code else object_fields(draft.company, "", draft.area)
        return {**wanted, **area}

    return do(by, hazard, Doing(Deed.CORRECT, wanted), write)
