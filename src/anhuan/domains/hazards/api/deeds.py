"""What is done to a hazard: POST /api/v1/hazards/{id}/{deed}; answers the whole hazard.

A refusal is 422 with every reason. A deed repeated with the same `Idempotency-Key` is done once.
"""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.hazards import actions, queries
from anhuan.domains.hazards.api.asking import asking, assessment_of, assignment_of
from anhuan.domains.hazards.api.hazards import HazardOut
from anhuan.domains.hazards.forms import bodies as b
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.rules.states import RIGHT_OF, Deed
from anhuan.domains.org.models import Account
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

Given = dict[str, Any]
Act = Callable[[Account, Hazard, Given], Hazard]


class DeedApi(ApiView):
    """Checks the body, does it, answers the hazard as it is now."""

    body: ClassVar[type[s.Serializer[Any]]] = s.Serializer
    deed: ClassVar[Deed]
    act: ClassVar[Any]  # Act, kept from being bound as a method

    def post(self, request: Request, pk: UUID) -> Response:
        """422 with every reason when it may not be done."""
        account = asking(request)
        hazard = queries.hazard_for(account, pk)
        given = self.body(data=request.data)
        given.is_valid(raise_exception=True)
        done = type(self).act(account, hazard, given.validated_data)
        return Response(queries.picture(done, account, clock.now()))


def deed_view(deed: Deed, body: type[s.Serializer[Any]], act: Act) -> type[DeedApi]:
    """The endpoint of one deed."""
    name = "".join(word.title() for word in f"hazard_{deed}".split("_"))
    fields = {
        "__doc__": f"{deed.label}。", "body": body, "deed": deed, "act": staticmethod(act),
        "rights": {"POST": RIGHT_OF[deed]},
    }  # fmt: skip
    view = type(name, (DeedApi,), fields)
    decorated: type[DeedApi] = extend_schema(request=body, responses=HazardOut)(view)
    return decorated


def _accept(by: Account, hazard: Hazard, given: Given) -> Hazard:
    if given["password"] and not by.check_password(given["password"]):
        raise refuse("password_wrong", "密码不对，验收未生效")
    method = "password" if given["password"] else "session"
    return actions.accept(by, hazard, given["comment"], (), method)


def _merge(by: Account, hazard: Hazard, given: Given) -> Hazard:
    into = queries.visible_hazards(by).filter(pk=given["into"]).first()
    return actions.merge(by, hazard, into)


D = Deed
DEEDS: tuple[type[DeedApi], ...] = tuple(
    deed_view(deed, body, act)
    for deed, body, act in (
        (D.CORRECT, b.CorrectBody, actions.correct),
        (D.ASSESS, b.AssessBody, lambda by, h, g: actions.assess(by, h, assessment_of(by, g))),
        (D.DISMISS, b.ReasonBody, lambda by, h, g: actions.dismiss(by, h, g["reason"])),
        (D.SEND_BACK, b.ReasonBody, lambda by, h, g: actions.send_back(by, h, g["reason"])),
        (D.ASSIGN, b.AssignBody, lambda by, h, g: actions.assign(by, h, assignment_of(by, g))),
        (D.PLAN, b.PlanBody, actions.write_plan),
        (D.APPROVE_PLAN, b.RemarkBody, lambda by, h, g: actions.approve_plan(by, h, g["remark"])),
        (D.REJECT_PLAN, b.ReasonBody, lambda by, h, g: actions.reject_plan(by, h, g["reason"])),
        (D.ASK_EXTENSION, b.ExtensionBody,
         lambda by, h, g: actions.ask_extension(by, h, g["to_due"], g["reason"])),
        (D.GRANT_EXTENSION, b.RemarkBody,
         lambda by, h, g: actions.grant_extension(by, h, g["remark"])),
        (D.REFUSE_EXTENSION, b.ReasonBody,
         lambda by, h, g: actions.refuse_extension(by, h, g["reason"])),
        (D.SUBMIT, b.SubmitBody, actions.submit),
        (D.ACCEPT, b.AcceptBody, _accept),
        (D.RETURN, b.ReworkBody,
         lambda by, h, g: actions.send_to_rework(by, h, g["reason"], g["due_at"])),
        (D.REOPEN, b.ReworkBody,
         lambda by, h, g: actions.reopen(by, h, g["reason"], g["due_at"])),
        (D.MERGE, b.MergeBody, _merge),
        (D.LINK, b.LinkBody, lambda by, h, g: actions.link_permits(by, h, g["permits"])),
        (D.NOTE, b.NoteBody, lambda by, h, g: actions.note(by, h, g["text"])),
        (D.DELETE, b.ReasonBody, lambda by, h, g: actions.delete(by, h, g["reason"])),
        (D.RESTORE, s.Serializer, lambda by, h, g: actions.restore(by, h)),
    )
)  # fmt: skip
