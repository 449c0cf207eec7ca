"""Judging a unit by GB 18218 and, where it is one, registering the major hazard source."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.org.models import Account, Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.plant.actions import save_hazard_source
from anhuan.domains.plant.models import Area, MajorHazardSource
from anhuan.domains.risk.actions.register import save_object
from anhuan.domains.risk.events import SourceJudged
from anhuan.domains.risk.models import Identification, RiskObject
from anhuan.domains.risk.queries.identifications import digest_of
from anhuan.domains.risk.rules.major_hazards import (
    Line,
    Stock,
    Verdict,
    identify,
    shown,
    stock_blockers,
)
from anhuan.domains.risk.seeds import shipped_tables
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any


@dataclass(frozen=True, slots=True)
class Unit:
    """What is judged."""

    name: str
    kind: str  # Identification.Kind
    stocks: tuple[Stock, ...]
    people_in_500m: int
    object: RiskObject | None = None
    note: str = ""


def judge(stocks: Iterable[Stock], people: int) -> Verdict:
    """Compute without writing; every reason why not at once."""
    tables, given = shipped_tables(), list(stocks)
    refuse_if_any(stock_blockers(tables, given, people))
    return identify(tables, given, people)


@transaction.atomic
def identify_unit(by: Actor, company: Company, unit: Unit) -> Identification:
    """Judge and keep the snapshot: what was given, what came out, "no" included."""
    if not unit.name.strip():
        raise refuse("invalid_name", "请填写单元名称")
    verdict = judge(unit.stocks, unit.people_in_500m)
    row = Identification(
        company=company, name=unit.name, kind=unit.kind, object=unit.object,
        people_in_500m=unit.people_in_500m, note=unit.note,
        stocks=[_stock(one) for one in unit.stocks], lines=[_line(one) for one in verdict.lines],
        s=shown(verdict.s), r=shown(verdict.r), alpha=shown(verdict.alpha), level=verdict.level,
        standard=shipped_tables().version, at=clock.now(),
        by=by if isinstance(by, Account) else None, by_name=by.display_name[:64],
    )  # fmt: skip
    row.digest = digest_of(row)
    row.save(force_insert=True)
    record(by, "identify", row, after={"S": row.s, "R": row.r, "level": row.level},
           note=verdict.words)  # fmt: skip
    emit(company.code, SourceJudged(row.pk, row.level))
    return row


@transaction.atomic
def register_source(
    by: Actor, row: Identification, code: str, area: Area | None
) -> MajorHazardSource:
    """Register what was judged as a major hazard source, or renew level and R of the one it is.

    The object it was judged for becomes red by it (`rules.direct_red`).
    """
    refuse_if_any(_registering_blockers(row, code, area))
    known = MajorHazardSource.objects.filter(company=row.company, code=code).first()
    source = known or MajorHazardSource(company=row.company)
    changes: dict[str, Any] = {"level": row.level, "r_value": float(row.r), "is_retired": False}
    if known is None:
        changes |= {"code": code, "name": row.name, "area": area}
    saved = save_hazard_source(by, source, changes)
    Identification.objects.filter(pk=row.pk).update(source=saved)
    if row.object is not None and row.object.source_id != saved.pk:
        save_object(by, row.object, {"source": saved, "code": row.object.code or code})
    return saved


def _registering_blockers(row: Identification, code: str, area: Area | None) -> list[Blocker]:
    found = []
    if not row.level:
        found.append(Blocker("not_major", "辨识结论为不构成重大危险源，无需登记"))
    if not code.strip():
        found.append(Blocker("code", "请填写登记系统的危险源编码"))
    known = MajorHazardSource.objects.filter(company=row.company, code=code).exists()
    if area is None and not known:
        found.append(Blocker("area", "新登记的重大危险源须选择所在区域"))
    return found


def _stock(one: Stock) -> dict[str, Any]:
    return {
        "name": one.name, "quantity_t": _exact(one.quantity_t), "categories": list(one.categories)
    }  # fmt: skip


def _line(one: Line) -> dict[str, Any]:
    return {
        "name": one.name, "quantity_t": _exact(one.quantity_t), "threshold_by": one.threshold_by,
        "threshold_t": _exact(one.threshold_t), "beta": _exact(one.beta), "beta_by": one.beta_by,
        "ratio": shown(one.ratio), "weighted": shown(one.beta * one.ratio),
    }  # fmt: skip


def _exact(value: Fraction) -> str:
    return shown(value, 6)
