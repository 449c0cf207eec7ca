"""Testing the air: limits shown, the verdict as one types."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anhuan.desk.pages import post_only
from anhuan.domains.org.queries import account_of
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Sample
from anhuan.domains.permits.forms.evidence import GasForm, readings_of
from anhuan.domains.permits.forms.rows import RowsField
from anhuan.domains.permits.pages.deeds.common import Act, Page
from anhuan.domains.permits.queries import permit_for
from anhuan.domains.permits.queries.asked import gases_sorted, readings_asked
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.gas import (
    Target,
    flammable_limit_vol_pct,
    judge,
    missing,
    oxygen_window,
    toxic_limit_mg_m3,
    zones_needed,
)
from anhuan.domains.permits.rules.gases import OXYGEN
from anhuan.domains.permits.rules.states import Deed as D
from anhuan.kernel import clock


def _form(request: HttpRequest, look: Look) -> GasForm:
    start = {"sampled_at": look.now, "readings": readings_asked(look)}
    return GasForm(request.POST or None, gases=gases_sorted(look), initial=start)


def _limits(look: Look) -> Iterator[str]:
    if Target.FLAMMABLE in look.gas_targets:
        yield "可燃气体：爆炸下限 ≥ 4 % 时 ≤ 0.5 %vol，< 4 % 时 ≤ 0.2 %vol"
    if Target.OXYGEN in look.gas_targets:
        least, most = oxygen_window(look.kind, look.facts)
        yield f"氧含量：{least:g}～{most:g} %vol"
    if Target.TOXIC in look.gas_targets:
        yield "有毒气体：不超过 GBZ 2.1 的限值"


def _show(_request: HttpRequest, look: Look) -> dict[str, Any]:
    table = [
        (gas.name, f"{flammable_limit_vol_pct(gas.lel_vol_pct):g} %vol" if gas.lel_vol_pct else "",
         f"{limit:g} mg/m³" if (limit := toxic_limit_mg_m3(gas)) else "")
        for gas in gases_sorted(look) if gas.key != OXYGEN
    ]  # fmt: skip
    zones = "、".join(zones_needed(look.kind, look.facts))
    return {"limits": list(_limits(look)), "zones": zones, "gas_limits": table}


def _sample(act: Any) -> Act:
    def done(by: Any, permit: Any, data: dict[str, Any]) -> Any:
        sample = Sample(
            sampled_at=data["sampled_at"], readings=readings_of(data["readings"]),
            instrument=data["instrument"], instrument_until=data["instrument_until"],
            is_inside=data["is_inside"], gear=data["gear"],
        )  # fmt: skip
        return act(by, permit, sample)

    return done


@post_only("permits.join")
def judged(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the rules think of what is typed so far; nothing is written."""
    account = account_of(request)
    look = Look(permit_for(account, pk), account, clock.now())
    field = RowsField(GasForm(gases=()).fields["readings"].cells)  # type: ignore[attr-defined]
    rows = field.widget.value_from_datadict(request.POST, request.FILES, "readings")
    whole = [row for row in rows if all(row[key] for key in ("gas", "value", "unit", "zone"))]
    try:
        readings = readings_of([field._read(row) for row in whole])
    except (TypeError, ValueError):
        readings = []
    verdict = judge(look.kind, look.facts, readings, look.gases)
    lacks = missing(look.kind, look.facts, readings, look.gases)
    context = {"verdict": verdict, "lacks": lacks, "some": bool(readings),
               "good": verdict.is_ok and not lacks}  # fmt: skip
    return render(request, "permits/_verdict.html", context)


AIR = (
    Page(D.TEST_GAS, _form, _sample(actions.record_gas_test), "permits/gas_form.html", _show),
    Page(D.RECORD_GAS, _form, _sample(actions.record_gas), "permits/gas_form.html", _show),
)
