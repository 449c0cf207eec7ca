"""What is done to a permit: POST /api/v1/permits/{id}/{deed}; answers the whole permit.

A refusal is 422 with every reason; what the standard wants to hear of (5.4.3 to 5.5.2) has raised
its alarm then. A deed repeated with the same `Idempotency-Key` is done once.
"""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.org.models import Account, Person
from anhuan.domains.permits import actions, queries
from anhuan.domains.permits.api.asking import application_of, asking, mine, named, sample_of
from anhuan.domains.permits.api.permits import PermitRow
from anhuan.domains.permits.forms import bodies as b
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.who import RIGHT_OF
from anhuan.domains.permits.rules.states import EXPOSED, Deed
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused, refuse

Given = dict[str, Any]
Act = Callable[[Account, Permit, Given], Permit]


class DeedApi(ApiView):
    """Checks the body, does it, answers the permit as it is now."""

    body: ClassVar[type[s.Serializer[Any]]] = s.Serializer
    deed: ClassVar[Deed]
    act: ClassVar[Any]  # Act, kept from being bound as a method

    def post(self, request: Request, pk: UUID) -> Response:
        """422 with every reason when it may not be done."""
        account = asking(request)
        permit = queries.permit_for(account, pk)
        given = self.body(data=request.data)
        given.is_valid(raise_exception=True)
        done = type(self).act(account, permit, given.validated_data)
        fresh = queries.permit_for(account, done.pk)
        return Response(queries.picture(fresh, account, clock.now()))

    def handle_exception(self, error: Exception) -> Response:
        """The alarm of a refusal outlives the rolled-back write of an idempotent request."""
        if isinstance(error, Refused):
            actions.alarm_refusal(self.kwargs["pk"], self.deed, error, clock.now())
        answer: Response = super().handle_exception(error)
        return answer


def deed_view(deed: Deed, body: type[s.Serializer[Any]], act: Act) -> type[DeedApi]:
    """The endpoint of one deed."""
    name = "".join(word.title() for word in deed.split("_"))
    fields = {
        "__doc__": f"{deed.label}。", "body": body, "deed": deed, "act": staticmethod(act),
        "rights": {"POST": RIGHT_OF[deed]},
    }  # fmt: skip
    view = type(name, (DeedApi,), fields)
    decorated: type[DeedApi] = extend_schema(request=body, responses=PermitRow)(view)
    return decorated


def signed(account: Account, given: Given) -> Given:
    """What a signature brings; a password is checked, and asked for where the plant wants it."""
    password = given.get("password", "")
    if password and not account.check_password(password):
        raise refuse("password_wrong", "密码不对，签批未生效")
    return {
        "point": given.get("point", ""), "seen": given.get("seen", ""),
        "method": "password" if password else "session",
    }  # fmt: skip


def _confirm(by: Account, permit: Permit, given: Given) -> Permit:
    settled = actions.Settled(given["no"], given["is_involved"], given["inputs"], given["reason"])
    return actions.confirm_measure(by, permit, settled, signed(by, given))


def _stop(by: Account, permit: Permit, given: Given) -> Permit:
    return actions.suspend(by, permit, given["reason"], EXPOSED if given["is_exposed"] else "")


def _guard(by: Account, permit: Permit, given: Given) -> Permit:
    taker = named(by, [given["taker"]])[0]
    return actions.hand_over_guard(by, permit, taker, given["opinion"], signed(by, given))


def _shift(by: Account, permit: Permit, given: Given) -> Permit:
    taker = mine(by, Person, given["taker"], "人员")
    assert taker is not None
    return actions.hand_over_shift(by, permit, taker, given["note"])


def _crew(by: Account, permit: Permit, given: Given) -> Permit:
    leaving = [mine(by, Person, pk, "人员") for pk in given["leaving"]]
    return actions.change_crew(
        by, permit, joining=named(by, given["joining"]),
        leaving=[one for one in leaving if one], reason=given["reason"],
    )  # fmt: skip


def _enter(by: Account, permit: Permit, given: Given) -> Permit:
    going = actions.Going(mine(by, Person, given["person"], "人员"), given["tool"], given["count"])
    return actions.enter(by, permit, going)


def _leave(by: Account, permit: Permit, given: Given) -> Permit:
    entry = permit.entries.filter(pk=given["entry"]).first()
    return actions.leave(by, permit, entry, given["count"])


def _link(by: Account, permit: Permit, given: Given) -> Permit:
    others = [queries.permit_for(by, pk) for pk in given["permits"]]
    return actions.link(by, permit, others)


def _reissue(by: Account, permit: Permit, given: Given) -> Permit:
    plain = {key: given[key] for key in ("content", "place") if key in given}
    return actions.reissue(
        by, permit, given["reason"], starts_at=given["starts_at"], ends_at=given["ends_at"], **plain
    )


def _rebook(by: Account, permit: Permit, given: Given) -> Permit:
    names = ("content", "place", "starts_at", "ends_at", "is_urgent", "urgent_reason", "work_unit")
    return actions.rebook(by, permit, {key: given[key] for key in names if key in given})


class RebookBody(s.Serializer):  # type: ignore[type-arg]
    """What changes."""

    content = s.CharField(max_length=1000, required=False)
    place = s.CharField(max_length=200, required=False)
    work_unit = s.CharField(max_length=100, required=False)
    starts_at = s.DateTimeField(required=False)
    ends_at = s.DateTimeField(required=False)
    is_urgent = s.BooleanField(required=False)
    urgent_reason = s.CharField(max_length=300, required=False)


class MeasureText(s.Serializer):  # type: ignore[type-arg]
    """A measure the place asks for."""

    text = s.CharField(max_length=1000)


Nothing, D = s.Serializer, Deed
DEEDS: tuple[type[DeedApi], ...] = tuple(
    deed_view(deed, body, act)
    for deed, body, act in (
        (D.APPROVE_RESERVATION, b.SignBody,
         lambda by, p, g: actions.approve_reservation(by, p, g["opinion"])),
        (D.REJECT_RESERVATION, b.ReasonBody,
         lambda by, p, g: actions.reject_reservation(by, p, g["reason"])),
        (D.REBOOK, RebookBody, _rebook),
        (D.APPLY, b.ApplicationBody, lambda by, p, g: actions.apply(by, p, application_of(by, g))),
        (D.REVISE, Nothing, lambda by, p, g: actions.revise(by, p)),
        (D.ANALYSE, Nothing, lambda by, p, g: actions.analyse(by, p)),
        (D.FILL, b.ValuesBody, lambda by, p, g: actions.fill(by, p, g["values"])),
        (D.TEST_GAS, b.SampleBody, lambda by, p, g: actions.record_gas_test(by, p, sample_of(g))),
        (D.CONFIRM_MEASURE, b.MeasureBody, _confirm),
        (D.BRIEF, b.TextBody, lambda by, p, g: actions.brief(by, p, g["text"])),
        (D.SIGN_BRIEFING, b.HeardBody,
         lambda by, p, g: actions.sign_briefing(by, p, g["read_s"])),
        (D.SUBMIT, Nothing, lambda by, p, g: actions.submit(by, p)),
        (D.APPROVE, b.SignBody,
         lambda by, p, g: actions.approve(by, p, g["opinion"], signed(by, g))),
        (D.REJECT, b.ReasonBody, lambda by, p, g: actions.reject(by, p, g["reason"])),
        (D.VERIFY, b.SignBody,
         lambda by, p, g: actions.verify_issue(by, p, g["opinion"], signed(by, g))),
        (D.START, b.SignBody, lambda by, p, g: actions.start(by, p, signed(by, g))),
        (D.SUSPEND, b.StopBody, _stop),
        (D.RESUME, b.SignBody,
         lambda by, p, g: actions.resume(by, p, signed(by, g), g["opinion"])),
        (D.RECORD_GAS, b.SampleBody, lambda by, p, g: actions.record_gas(by, p, sample_of(g))),
        (D.ENTER, b.EnterBody, _enter),
        (D.LEAVE, b.LeaveBody, _leave),
        (D.HAND_OVER_GUARD, b.TakerBody, _guard),
        (D.HAND_OVER_SHIFT, b.ShiftBody, _shift),
        (D.TAKE_OVER, b.SignBody, lambda by, p, g: actions.take_over(by, p, signed(by, g))),
        (D.CHANGE_CREW, b.CrewBody, _crew),
        (D.EXTEND, b.ExtendBody,
         lambda by, p, g: actions.extend(by, p, g["until"], g["reason"], signed(by, g))),
        (D.REMARK, b.TextBody,
         lambda by, p, g: actions.remark(by, p, g["text"], is_problem=g["is_problem"])),
        (D.CHECK_WEATHER, b.TextBody, lambda by, p, g: actions.check_weather(by, p, g["text"])),
        (D.LINK, b.LinkBody, _link),
        (D.FINISH, b.SignBody, lambda by, p, g: actions.finish(by, p, g["opinion"])),
        (D.ACCEPT, b.AcceptBody,
         lambda by, p, g: actions.accept(by, p, g["conditions"], g["opinion"], signed(by, g))),
        (D.ARCHIVE, Nothing, lambda by, p, g: actions.archive(by, p)),
        (D.ASK_CANCEL, b.ReasonBody, lambda by, p, g: actions.ask_cancel(by, p, g["reason"])),
        (D.CANCEL, b.SignBody, lambda by, p, g: actions.cancel(by, p, g["opinion"])),
        (D.VOID, b.ReasonBody, lambda by, p, g: actions.void(by, p, g["reason"])),
        (D.REVOKE, b.ReasonBody, lambda by, p, g: actions.revoke(by, p, g["reason"])),
        (D.REISSUE, b.ReissueBody, _reissue),
    )
)  # fmt: skip


class AddMeasureApi(DeedApi):
    """补充措施。"""

    rights: ClassVar[dict[str, str]] = {"POST": "permits.join"}
    body = MeasureText
    deed = Deed.CONFIRM_MEASURE
    act = staticmethod(lambda by, p, g: actions.add_measure(by, p, g["text"]))
