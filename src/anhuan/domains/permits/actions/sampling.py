"""Testing the air: what was read, with what, and by whom who went in for it."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from anhuan.domains.org.models import Account
from anhuan.domains.permits.actions.steps import Doing, do
from anhuan.domains.permits.models import Entry, GasTest, Instrument, Permit
from anhuan.domains.permits.models.instruments import DETECTORS
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.gas import Reading, judge, missing
from anhuan.domains.permits.rules.states import Deed
from anhuan.kernel.errors import Blocker, refuse_if_any

INSIDE = "GB 30871-2022 6.3 c)"


@dataclass(frozen=True, slots=True)
class Sample:
    """One sampling: when, with what, and every reading. `is_inside`: the analyst went in or
    reached in for it, wearing `gear`."""

    sampled_at: datetime
    readings: Sequence[Reading]
    instrument: str = ""
    instrument_until: date | None = None
    source: str = "hand"  # hand, portable, fixed
    is_inside: bool = False
    gear: str = ""


def record_gas_test(
    by: Account, permit: Permit, sample: Sample, given: dict[str, Any] | None = None
) -> Permit:
    """Record a test. Good and whole, the flow goes on; else it waits here, or comes back here."""
    doing = Doing(Deed.TEST_GAS, given or {})
    return do(by, permit, doing, lambda look: _sampled(look, sample))


def _sampled(look: Look, sample: Sample) -> dict[str, Any]:
    refuse_if_any([*_sample_blockers(look, sample), *gear_blockers(sample)])
    keep_test(look, sample, GasTest.Phase.BEFORE)
    return {}


def _sample_blockers(look: Look, sample: Sample) -> Iterator[Blocker]:
    if sample.sampled_at > look.now:
        yield Blocker("sampled_in_future", "取样时间不能晚于现在，请核对")
    if not sample.readings:
        yield Blocker("readings_missing", "请填写分析结果")
    until = _checked_until(look, sample)
    if until and until < look.now.astimezone(look.zone).date():
        yield Blocker("instrument_expired", f"仪器检定已于 {until} 到期，请更换仪器")


def _checked_until(look: Look, sample: Sample) -> date | None:
    """The earlier of what was typed and what the register knows of the instrument (GBW-041)."""
    known = Instrument.objects.filter(
        company=look.permit.company, number=sample.instrument.strip(), form__in=DETECTORS
    ).values_list("checked_until", flat=True)
    return min((day for day in (sample.instrument_until, *known) if day), default=None)


def gear_blockers(sample: Sample) -> Iterator[Blocker]:
    """Who goes in or reaches in to sample wears what the standard asks for (6.3 c)."""
    if sample.is_inside and not sample.gear.strip():
        text = "进入或探入取样须佩戴规定的防护装备，请填写佩戴了什么"
        yield Blocker("gear_missing", text, INSIDE)


def keep_test(look: Look, sample: Sample, phase: str) -> GasTest:
    """Judge and write down; by the rules of the plant's own library."""
    permit, asker = look.permit, look.asker
    assert asker is not None
    verdict = judge(look.kind, look.facts, sample.readings, look.gases)
    lacks = missing(look.kind, look.facts, sample.readings, look.gases)
    during = phase == GasTest.Phase.DURING
    faults = [*(one.text for one in verdict.faults), *(() if during else lacks)]
    worn = _went_in(look, sample)
    return GasTest.objects.create(
        permit=permit, round=permit.round, phase=phase, sampled_at=sample.sampled_at,
        analysed_at=look.now, analyst=asker, analyst_name=asker.display_name,
        instrument=sample.instrument, instrument_until=sample.instrument_until,
        source=sample.source, readings=[asdict(one) for one in sample.readings],
        verdict={"findings": [asdict(one) for one in verdict.findings], "faults": faults, **worn},
        is_good=verdict.is_ok and not faults,
    )  # fmt: skip


def _went_in(look: Look, sample: Sample) -> dict[str, Any]:
    """What the analyst wore, sealed with the verdict; going in and coming out are registered."""
    if not sample.is_inside:
        return {}
    assert look.asker is not None
    if look.asker.person is not None:
        Entry.objects.create(
            permit=look.permit, person=look.asker.person, entered_at=sample.sampled_at,
            left_at=look.now, left_count=1,
        )  # fmt: skip
    return {"inside": {"gear": sample.gear.strip()[:200]}}
