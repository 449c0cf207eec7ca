"""What changes a permit on the way: its crew, its end, its course; like all that grants, now."""

from typing import Any

from rest_framework import serializers as s

from anhuan.domains.org.models import Account
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Named
from anhuan.domains.permits.models import Part, Permit
from anhuan.domains.permits.rules.certificates import Trade
from anhuan.web.fieldwork.permits.granting import SignBody, granting
from anhuan.web.fieldwork.permits.payload import person_of

Given = dict[str, Any]


class CrewBody(SignBody):
    """Who joins, with the certificate as it was shown, and who leaves."""

    joining = s.UUIDField(required=False, allow_null=True, default=None)
    part = s.ChoiceField(Part.choices, required=False, default=Part.WORKER)
    trade = s.ChoiceField([one.value for one in Trade], required=False, allow_null=True)
    number = s.CharField(max_length=64, required=False, allow_blank=True, default="")
    valid_until = s.DateField(required=False, allow_null=True, default=None)
    leaving = s.ListField(child=s.UUIDField(), required=False, default=list, max_length=50)


class UntilBody(SignBody):
    """Longer, until when."""

    until = s.DateTimeField()


class AgainBody(SignBody):
    """Anew, from when to when."""

    starts_at = s.DateTimeField()
    ends_at = s.DateTimeField()


def _crew(by: Account, permit: Permit, given: Given, _signed: Given) -> Permit:
    leaving = [person_of(by, pk) for pk in given["leaving"]]
    return actions.change_crew(
        by, permit, joining=_joining(by, given), leaving=leaving, reason=given["reason"]
    )


def _joining(by: Account, given: Given) -> list[Named]:
    if given["joining"] is None:
        return []
    until, shown = given["valid_until"], []
    if given.get("trade") and given["number"]:
        ends = until.isoformat() if until else None
        shown = [{"trade": given["trade"], "number": given["number"], "valid_until": ends}]
    return [Named(person_of(by, given["joining"]), given["part"], certificates=shown)]


def _again(by: Account, permit: Permit, given: Given, _signed: Given) -> Permit:
    span = {name: given[name] for name in ("starts_at", "ends_at")}
    return actions.reissue(by, permit, given["reason"], **span)


change_crew = granting(_crew, CrewBody)
ask_cancel = granting(lambda by, p, g, _s: actions.ask_cancel(by, p, g["reason"]))
cancel = granting(lambda by, p, g, _s: actions.cancel(by, p, g["opinion"]))
extend = granting(
    lambda by, p, g, signed: actions.extend(by, p, g["until"], g["reason"], signed), UntilBody
)
reissue = granting(_again, AgainBody)
