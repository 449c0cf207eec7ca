"""What a phone looks up: the four-colour map, contractors that may work here, laws and rules."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from anhuan.domains.contractors.models import Contractor
from anhuan.domains.contractors.queries.library import visible_contractors, visible_members
from anhuan.domains.contractors.queries.standing import firm_facts, person_facts
from anhuan.domains.contractors.rules.standing import firm_blockers, person_blockers
from anhuan.domains.documents.models import Document
from anhuan.domains.documents.queries import visible_documents
from anhuan.domains.field.queries import View
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.risk.models import RiskEvent
from anhuan.domains.risk.queries import area_for, coloured_areas, drawn_areas
from anhuan.domains.risk.rules.levels import Level, control_of
from anhuan.web.fieldwork.cards import cards_of

Asked = Mapping[str, str]
LAWS = (Document.Kind.LAW, Document.Kind.STANDARD, Document.Kind.RULE)


def risk_map(account: Account, asked: Asked, now: datetime) -> dict[str, Any]:
    """Every area with its colour and outline in plant metres, the gravest first (RISK-006)."""
    known = {one.area.pk: one.events for one in coloured_areas(account)}
    ranks = list(Level)
    areas = sorted(drawn_areas(account), key=lambda one: (ranks.index(Level(one.risk)), one.name))
    return {"areas": [
        {"id": one.pk, "name": one.name, "ring": one.geometry["coordinates"][0],
         "events": known.get(one.pk, 0), **_colour(Level(one.risk))}
        for one in areas
    ]}  # fmt: skip


def risk_area(account: Account, asked: Asked, now: datetime) -> dict[str, Any]:
    """What stands behind a colour: events with their measures, who answers, what to do."""
    found = area_for(account, _id(asked))
    rows = [
        _event(event, str(unit.person or one.person or ""), f"{one.name} {unit.name}")
        for one in found.objects for unit in one.units.all() for event in unit.events.all()
    ]  # fmt: skip
    return {
        "id": found.area.pk, "name": found.area.name, **_colour(found.level),
        "department": str(found.area.department or ""), "duty": control_of(found.level).duty,
        "events": sorted(rows, key=lambda row: row["rank"]),
        "cards": cards_of(found.area),
    }  # fmt: skip


def _colour(level: Level) -> dict[str, str]:
    return {"level": level.value, "label": level.label, "colour": level.colour}


def _event(event: RiskEvent, person: str, place: str) -> dict[str, Any]:
    level = Level(event.level) if event.level else None
    return {
        "id": event.pk, "name": event.name, "place": place, "person": person,
        "accidents": event.accidents, "level": level or "", "label": level.label if level else "",
        "rank": list(Level).index(level) if level else len(Level),
        "measures": [one.text for one in event.measures.all()],
    }  # fmt: skip


def qualified_contractors(account: Account, asked: Asked, now: datetime) -> dict[str, Any]:
    """Firms nothing stands against today, and those of their people nothing does (CON-009)."""
    company, day = company_of(account), timezone.localtime(now).date()
    firms = {one.firm_id: one for one in visible_contractors(account)}
    facts = firm_facts(company, firms)
    good = {pk for pk, one in facts.items() if not any(firm_blockers(one, day, day))}
    people = _people(account, company, good, day)
    return {"firms": [_firm(one, people[pk]) for pk, one in firms.items() if pk in good]}


def _people(
    account: Account, company: Company, firms: set[UUID], day: date
) -> dict[UUID, list[dict[str, Any]]]:
    rows = list(visible_members(account).filter(employer__in=firms, is_retired=False))
    facts = person_facts(company, rows)
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for one in rows:
        if one.employer_id and not any(person_blockers(facts[one.pk], day, day)):
            found[one.employer_id].append(_person(one))
    return found


def _person(one: Person) -> dict[str, Any]:
    member = getattr(one, "contractor_member", None)
    team = member.team.name if member and member.team else ""
    return {"id": one.pk, "name": one.name, "number": one.number, "trade": one.trade, "team": team,
            "until": one.valid_until}  # fmt: skip


def _firm(one: Contractor, people: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "id": one.pk, "name": one.firm.name, "scope": one.scope, "contact": one.contact,
        "phone": one.contact_phone, "until": one.approved_until, "people": people,
    }  # fmt: skip


def laws(account: Account, asked: Asked, now: datetime) -> dict[str, Any]:
    """Laws, standards and the plant's own rules in force, with where to read them (BASE-020)."""
    rows = visible_documents(account).filter(kind__in=LAWS, is_void=False)
    day = timezone.localtime(now).date()
    return {"laws": list(_laws(rows.prefetch_related("editions"), day))}


def _laws(rows: Any, day: date) -> Iterator[dict[str, Any]]:
    for one in rows:
        has_file = bool(one.file_sm3) or any(each.file_sm3 for each in one.editions.all())
        yield {
            "id": one.pk, "kind": one.kind, "kind_label": one.get_kind_display(),
            "number": one.number, "title": one.title, "scope": one.scope,
            "effective_on": one.effective_on,
            "file": f"/documents/{one.pk}/file/" if has_file else "",
        }  # fmt: skip


def _id(asked: Asked) -> UUID:
    try:
        return UUID(asked.get("id", ""))
    except ValueError:
        raise Http404("没有这个区域") from None


LOOK_UP_VIEWS: dict[str, View] = {
    "risk-map": View("risk.view", risk_map),
    "risk-area": View("risk.view", risk_area),
    "qualified-contractors": View("contractors.view", qualified_contractors),
    "laws": View("documents.view", laws),
}
