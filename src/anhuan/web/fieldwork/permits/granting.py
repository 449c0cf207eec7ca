"""What grants something: only with a network, only at once (`Kind.at_once`), signed by hand.

The rules look at gas, people, place and time at the moment the server has it in hand; a phone that
was away cannot know whether they still hold.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404
from rest_framework import serializers as s

from anhuan.domains.field.queries import Done
from anhuan.domains.org.models import Account
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Named
from anhuan.domains.permits.models import Part, Permit
from anhuan.domains.permits.queries.proofs import method_of
from anhuan.domains.permits.rules.certificates import Trade
from anhuan.domains.permits.rules.states import Deed
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused
from anhuan.web.fieldwork.permits.payload import (
    PermitBody,
    answer,
    keep_files,
    permit_of,
    person_of,
    presence,
    read,
)

Given = dict[str, Any]
Act = Callable[[Account, Permit, Given, Given], Permit]


class SignBody(PermitBody):
    """An opinion, the digest of what one saw, a proof of who signs."""

    opinion = s.CharField(max_length=500, required=False, allow_blank=True, default="")
    reason = s.CharField(max_length=500, required=False, allow_blank=True, default="")
    seen = s.CharField(max_length=64, required=False, allow_blank=True, default="")
    proof = s.CharField(max_length=400, required=False, allow_blank=True, default="")
    conditions = s.ListField(child=s.CharField(max_length=64), required=False, default=list)


def granting(act: Act, body: type[PermitBody] = SignBody, step: str = "") -> Any:
    """The handler of one deed: checked, done, its signature and photos kept."""

    def handler(account: Account, done: Done) -> Given:
        given = read(body, done.payload)
        permit = permit_of(account, given)
        signed = presence(given) | {
            "seen": given.get("seen", ""), "method": method_of(account, given.get("proof", "")),
        }  # fmt: skip
        permit = act(account, permit, given, signed)
        keep_files(account, permit, done, step or done.kind.removeprefix("permit."), given)
        return answer(permit)

    return handler


class GuardOfferBody(SignBody):
    """To whom the guard is offered, and the certificate as it was shown."""

    taker = s.UUIDField()
    number = s.CharField(max_length=64, required=False, allow_blank=True, default="")
    valid_until = s.DateField(required=False, allow_null=True, default=None)


def _offer_guard(by: Account, permit: Permit, given: Given, signed: Given) -> Permit:
    until = given["valid_until"]
    shown = {
        "trade": Trade.GUARDIAN.value, "number": given["number"],
        "valid_until": until.isoformat() if until else None,
    }  # fmt: skip
    taker = Named(
        person_of(by, given["taker"]), Part.GUARDIAN,
        certificates=[shown] if given["number"] else [],
    )  # fmt: skip
    return actions.hand_over_guard(by, permit, taker, given["opinion"], signed)


class ShiftOfferBody(SignBody):
    """To whom the shift is offered."""

    taker = s.UUIDField()


def _offer_shift(by: Account, permit: Permit, given: Given, _signed: Given) -> Permit:
    return actions.hand_over_shift(by, permit, person_of(by, given["taker"]), given["opinion"])


def _reject(by: Account, permit: Permit, given: Given, _signed: Given) -> Permit:
    return actions.reject(by, permit, given["reason"])


approve_reservation = granting(
    lambda by, p, g, _s: actions.approve_reservation(by, p, g["opinion"])
)
submit = granting(lambda by, p, _g, _s: actions.submit(by, p))
approve = granting(lambda by, p, g, signed: actions.approve(by, p, g["opinion"], signed))
reject = granting(_reject)
verify = granting(lambda by, p, g, signed: actions.verify_issue(by, p, g["opinion"], signed))
start = granting(lambda by, p, _g, signed: actions.start(by, p, signed))
resume = granting(lambda by, p, g, signed: actions.resume(by, p, signed, g["opinion"]))
take_over = granting(lambda by, p, _g, signed: actions.take_over(by, p, signed))
offer_guard = granting(_offer_guard, GuardOfferBody)
offer_shift = granting(_offer_shift, ShiftOfferBody)
accept = granting(
    lambda by, p, g, signed: actions.accept(by, p, g["conditions"], g["opinion"], signed)
)


def heard_of(deed: Deed) -> Callable[[Account, Done, Refused], None]:
    """What must not be signed raises its alarm though the deed was rolled back (5.4.3 to 5.5.2)."""

    def refused(account: Account, done: Done, why: Refused) -> None:
        try:
            permit = permit_of(account, read(PermitBody, done.payload) | {"round": None})
        except (Refused, Http404):
            return  # nothing of this permit was to be signed
        actions.alarm_refusal(permit.pk, deed, why, clock.now())

    return refused
