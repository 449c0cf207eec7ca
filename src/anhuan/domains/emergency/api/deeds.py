"""What is done to an evacuation: POST /api/v1/evacuations/{id}/{deed}; answers the picture."""

from abc import ABC, abstractmethod
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers as s
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView
from anhuan.domains.emergency import actions, queries
from anhuan.domains.emergency.api import shapes
from anhuan.domains.emergency.api.answers import asking
from anhuan.domains.emergency.forms.bodies import AddBody, StandDownBody, TickBody, UntickBody
from anhuan.domains.emergency.models import Evacuation
from anhuan.domains.emergency.queries.roll import picture
from anhuan.domains.org.models import Account, Person
from anhuan.kernel import clock


class Deed(ApiView, ABC):
    """Checks the body, does it, answers the picture as it is now."""

    body: ClassVar[type[s.Serializer[Any]]] = s.Serializer

    def post(self, request: Request, pk: UUID) -> Response:
        """422 with every reason when it may not be done."""
        account = asking(request)
        evacuation = queries.evacuation_for(account, pk)
        given = self.body(data=request.data)
        given.is_valid(raise_exception=True)
        self.do(account, evacuation, given.validated_data)
        fresh = queries.evacuation_for(account, pk)
        return Response(picture(account, fresh, clock.now()))

    @abstractmethod
    def do(self, by: Account, evacuation: Evacuation, given: dict[str, Any]) -> None:
        """The deed."""


def _person(evacuation: Evacuation, pk: UUID) -> Person:
    person = Person.objects.filter(company=evacuation.company_id, pk=pk).first()
    if person is None:
        raise Http404("没有这个人")
    return person


@extend_schema(request=TickBody, responses=shapes.Picture)
class Tick(Deed):
    """Seen at a muster point."""

    rights: ClassVar[dict[str, str]] = {"POST": "emergency.tick"}
    body = TickBody

    def do(self, by: Account, evacuation: Evacuation, given: dict[str, Any]) -> None:
        """By whom and when is kept."""
        person = _person(evacuation, given["person"])
        muster = evacuation.musters.filter(pk=given["muster"]).first() if given["muster"] else None
        actions.tick(by, evacuation, person, muster, given["note"])


@extend_schema(request=UntickBody, responses=shapes.Picture)
class Untick(Deed):
    """The tick was a mistake."""

    rights: ClassVar[dict[str, str]] = {"POST": "emergency.tick"}
    body = UntickBody

    def do(self, by: Account, evacuation: Evacuation, given: dict[str, Any]) -> None:
        """With a reason."""
        if not evacuation.evacuees.filter(person=given["person"]).exists():
            raise Http404("名单上没有这个人")
        person = _person(evacuation, given["person"])
        actions.untick(by, evacuation, person, given["reason"])


@extend_schema(request=None, responses=shapes.Picture)
class TellAgain(Deed):
    """Repeat the order to who has not answered."""

    rights: ClassVar[dict[str, str]] = {"POST": "emergency.order"}

    def do(self, by: Account, evacuation: Evacuation, given: dict[str, Any]) -> None:
        """To devices and sounders."""
        actions.tell_again(by, evacuation)


@extend_schema(request=StandDownBody, responses=shapes.Picture)
class StandDown(Deed):
    """All clear."""

    rights: ClassVar[dict[str, str]] = {"POST": "emergency.order"}
    body = StandDownBody

    def do(self, by: Account, evacuation: Evacuation, given: dict[str, Any]) -> None:
        """With a reason; `despite` while people are left."""
        actions.stand_down(by, evacuation, given["reason"], despite=given["despite"])


@extend_schema(request=AddBody, responses=shapes.Picture)
class Add(Deed):
    """People nobody has located are put on the list."""

    rights: ClassVar[dict[str, str]] = {"POST": "emergency.order"}
    body = AddBody

    def do(self, by: Account, evacuation: Evacuation, given: dict[str, Any]) -> None:
        """They count as left until accounted for; unknown ids are passed over."""
        rows = Person.objects.filter(company=evacuation.company_id, pk__in=given["people"])
        actions.add_people(by, evacuation, rows)
