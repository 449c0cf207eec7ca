"""Evidence before work, from the spot: readings, measures, the briefing given and heard.

All of it may be captured without a network. It keeps the true moment it happened at, and the rules
judge it by that moment: an old sample is an old sample, however fast it was sent.
"""

from typing import Any

from rest_framework import serializers as s

from anhuan.domains.field.queries import Done
from anhuan.domains.org.models import Account
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Sample, Settled
from anhuan.domains.permits.models import GasTest, Permit
from anhuan.domains.permits.queries.field import measure_of
from anhuan.domains.permits.rules.gas import Reading, Zone
from anhuan.domains.permits.rules.gases import Unit
from anhuan.domains.permits.rules.states import State
from anhuan.kernel.errors import refuse
from anhuan.web.fieldwork.permits.payload import (
    PermitBody,
    TextBody,
    answer,
    keep_files,
    permit_of,
    presence,
    read,
)

Answer = dict[str, Any]


class ReadingBody(s.Serializer):  # type: ignore[type-arg]
    """One value as the instrument showed it."""

    gas = s.CharField(max_length=40)
    value = s.FloatField()
    unit = s.ChoiceField([unit.value for unit in Unit])
    zone = s.ChoiceField([zone.value for zone in Zone])
    point = s.CharField(max_length=50, required=False, allow_blank=True, default="")
    distance_m = s.FloatField(required=False, allow_null=True, default=None)


class GasBody(PermitBody):
    """One sampling."""

    readings = ReadingBody(many=True)
    instrument = s.CharField(max_length=64, required=False, allow_blank=True, default="")
    instrument_until = s.DateField(required=False, allow_null=True, default=None)
    source = s.ChoiceField(["hand", "portable"], required=False, default="hand")  # type: ignore[assignment]
    is_inside = s.BooleanField(required=False, default=False)
    gear = s.CharField(max_length=200, required=False, allow_blank=True, default="")


def gas(account: Account, done: Done) -> Answer:
    """A test before work, or a record while it runs, whichever the permit is at now (AQP-042)."""
    given = read(GasBody, done.payload)
    permit = permit_of(account, given)
    sample = Sample(
        done.happened_at, [_reading(one) for one in given["readings"]], given["instrument"],
        given["instrument_until"], given["source"], given["is_inside"], given["gear"],
    )  # fmt: skip
    act = actions.record_gas if permit.state == State.WORKING else actions.record_gas_test
    permit = act(account, permit, sample, presence(given))
    keep_files(account, permit, done, "test_gas", given)
    return answer(permit) | _verdict(permit, done)


def _reading(one: dict[str, Any]) -> Reading:
    return Reading(
        one["gas"], one["value"], Unit(one["unit"]), Zone(one["zone"]), one["point"],
        one["distance_m"],
    )  # fmt: skip


def _verdict(permit: Permit, done: Done) -> Answer:
    test = GasTest.objects.filter(permit=permit, sampled_at=done.happened_at).last()
    assert test is not None  # just written
    return {"is_good": test.is_good, "faults": test.verdict["faults"]}


class MeasureBody(PermitBody):
    """One measure settled on the spot."""

    no = s.IntegerField()
    is_involved = s.BooleanField()
    inputs = s.DictField(required=False, default=dict)
    reason = s.CharField(max_length=300, required=False, allow_blank=True, default="")


def measure(account: Account, done: Done) -> Answer:
    """In place, with its boxes and photos; or not involved, with the reason (PTW-055, GBW-030)."""
    given = read(MeasureBody, done.payload)
    permit = permit_of(account, given)
    settled = Settled(
        given["no"], given["is_involved"], given["inputs"], given["reason"], done.happened_at
    )
    permit = actions.confirm_measure(account, permit, settled, presence(given))
    row = measure_of(permit, given["no"])
    keep_files(account, permit, done, "confirm_measure", given, row)
    return answer(permit)


def add_measure(account: Account, done: Done) -> Answer:
    """One more that the place asks for (PTW-093)."""
    given = read(TextBody, done.payload)
    return answer(actions.add_measure(account, permit_of(account, given), given["text"]))


class BriefBody(PermitBody):
    """The briefing's words; empty: the form's list and the analysis."""

    text = s.CharField(max_length=5000, required=False, allow_blank=True, default="")


def brief(account: Account, done: Done) -> Answer:
    """Give the briefing (4.4)."""
    given = read(BriefBody, done.payload)
    permit = actions.brief(account, permit_of(account, given), given["text"])
    keep_files(account, permit, done, "brief", given)
    return answer(permit)


class HeardBody(PermitBody):
    """Which briefing was read, and for how long."""

    given_at = s.DateTimeField()
    read_s = s.IntegerField(min_value=0)


def sign_briefing(account: Account, done: Done) -> Answer:
    """Read to its end and signed by hand; of the briefing that is in force (PTW-058)."""
    given = read(HeardBody, done.payload)
    permit = permit_of(account, given)
    newest = permit.briefings.filter(round=permit.round).order_by("-given_at").first()
    if newest is not None and newest.given_at != given["given_at"]:
        raise refuse("briefing_renewed", "交底内容之后又有更新，请重新阅读再签字")
    permit = actions.sign_briefing(
        account, permit, given["read_s"], presence(given), done.happened_at
    )
    keep_files(account, permit, done, "sign_briefing", given)
    return answer(permit)


class FillBody(PermitBody):
    """Boxes by key."""

    values = s.DictField()


def fill(account: Account, done: Done) -> Answer:
    """Boxes of the form that fall due on the spot: pressures, trial lifts, plate numbers."""
    given = read(FillBody, done.payload)
    return answer(actions.fill(account, permit_of(account, given), given["values"]))
