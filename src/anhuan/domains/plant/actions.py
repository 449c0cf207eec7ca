"""The only writes of the plant as a place."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from anhuan.domains.audit.actions import Actor, draft_of, save_audited, save_checked
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.plant import rules
from anhuan.domains.plant.events import MapChanged
from anhuan.domains.plant.models import Area, MajorHazardSource, Site, Structure
from anhuan.kernel.errors import Blocker, Refused, refuse, refuse_if_any

M = TypeVar("M", Site, Area, Structure, MajorHazardSource)


def save_site(actor: Actor, site: Site, changes: dict[str, Any]) -> Site:
    """Make or change the site: where it is on the earth and how large."""
    draft = draft_of(site, changes)
    blockers = rules.site_blockers(
        draft.origin_lon or 0, draft.origin_lat or 0, draft.width_m or 0, draft.depth_m or 0
    )
    return _save(actor, site, changes, blockers, "site")


def save_area(actor: Actor, area: Area, changes: dict[str, Any]) -> Area:
    """Make or change an area. `geometry` is a GeoJSON polygon in plant metres."""
    return _save(actor, area, changes, _area_blockers(draft_of(area, changes)), "areas")


def save_structure(actor: Actor, structure: Structure, changes: dict[str, Any]) -> Structure:
    """Make or change a building, unit, tank or road."""
    blockers = _structure_blockers(draft_of(structure, changes))
    return _save(actor, structure, changes, blockers, "structures")


def save_hazard_source(
    actor: Actor, source: MajorHazardSource, changes: dict[str, Any]
) -> MajorHazardSource:
    """Make or change a major hazard source and its three responsible persons."""
    blockers = _source_blockers(draft_of(source, changes))
    return _save(actor, source, changes, blockers, "hazard_sources")


def retire_area(actor: Actor, area: Area) -> Area:
    """Take an area out of use; counts and history stay."""
    sources = MajorHazardSource.objects.filter(area=area, is_retired=False).count()
    if sources:
        raise refuse("area_has_sources", f"区域内还有 {sources} 个重大危险源，请先处理")
    return _retire(actor, area, "areas")


def retire_structure(actor: Actor, structure: Structure) -> Structure:
    """Take a structure off the map."""
    return _retire(actor, structure, "structures")


def retire_hazard_source(actor: Actor, source: MajorHazardSource) -> MajorHazardSource:
    """The source was cancelled (核销)."""
    return _retire(actor, source, "hazard_sources")


def put_area(actor: Actor, company: Company, values: dict[str, Any]) -> str:
    """One imported area, by code: "created", "updated" or "unchanged"."""
    known = Area.objects.filter(company=company, code=values.get("code")).first()
    return _put(
        known, values, lambda changes: save_area(actor, known or Area(company=company), changes)
    )


def put_areas(actor: Actor, company: Company, rows: Iterable[dict[str, Any]]) -> int:
    """Many imported areas, all or none; every reason with the area it concerns."""
    found: list[Blocker] = []
    count = 0
    with transaction.atomic():
        for count, values in enumerate(rows, start=1):
            try:
                put_area(actor, company, values)
            except Refused as refused:
                name = values.get("name") or values.get("code") or f"第 {count} 个图形"
                found += [Blocker(b.code, f"{name}：{b.text}", b.clause) for b in refused.blockers]
        refuse_if_any(found)
    return count


def put_structure(actor: Actor, company: Company, values: dict[str, Any]) -> str:
    """One imported structure, by code: "created", "updated" or "unchanged"."""
    known = Structure.objects.filter(company=company, code=values["code"]).first()
    new = Structure(company=company)
    return _put(known, values, lambda changes: save_structure(actor, known or new, changes))


def _put(known: Model | None, values: dict[str, Any], save: Any) -> str:
    given = {name: value for name, value in values.items() if value is not None}
    if known is None:
        save(given)
        return "created"
    changes = {name: v for name, v in given.items() if getattr(known, name) != v}
    if changes:
        save(changes)
    return "updated" if changes else "unchanged"


def _save(
    actor: Actor, row: M, changes: dict[str, Any], blockers: Iterable[Blocker], what: str
) -> M:
    with transaction.atomic():
        saved = save_checked(actor, row, changes, blockers)
        emit(saved.company.code, MapChanged(what=what))
    return saved


def _retire(actor: Actor, row: M, what: str) -> M:
    with transaction.atomic():
        save_audited(actor, row, {"is_retired": True})
        emit(row.company.code, MapChanged(what=what))
    return row


def _area_blockers(draft: Area) -> Iterator[Blocker]:
    width, depth = _size(draft.company)
    yield from rules.area_blockers(draft.geometry, draft.max_people, draft.min_people, width, depth)
    yield from _code_blockers(draft)


def _structure_blockers(draft: Structure) -> Iterator[Blocker]:
    yield from rules.drawing_blockers(draft.geometry, *_size(draft.company))
    yield from rules.floor_blockers(draft.floors)
    yield from _code_blockers(draft)
    if draft.area is not None and draft.area.company_id != draft.company_id:
        yield Blocker("other_company", "所在区域不是本企业的")


def _source_blockers(draft: MajorHazardSource) -> Iterator[Blocker]:
    yield from _code_blockers(draft)
    people = [one for one in (draft.primary, draft.technical, draft.operational) if one]
    if any(person.company_id != draft.company_id for person in people):
        yield Blocker("other_company", "包保责任人不是本企业的")
    if any(person.is_retired for person in people):
        yield Blocker("person_left", "包保责任人已离职，请另选")


def _code_blockers(draft: Area | Structure | MajorHazardSource) -> Iterator[Blocker]:
    same = type(draft).objects.filter(company=draft.company, code=draft.code).exclude(pk=draft.pk)
    if draft.code and (taken := same.first()):
        yield Blocker("code_taken", f"编码 {draft.code} 已由 {taken.name} 使用")


def _size(company: Company) -> tuple[float, float]:
    site = Site.objects.filter(company=company).first()
    if site is None:
        raise refuse("no_site", "还没有登记厂区，请先在“厂区”页填写位置和大小")
    return site.width_m, site.depth_m
