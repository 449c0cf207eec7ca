"""My notices over REST."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from anhuan.desk.api import ApiView, ByCursor, ListApi
from anhuan.domains.notify import actions, queries
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.models import Account


class NoticeShape(serializers.Serializer[Notice]):
    """One notice."""

    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    title = serializers.CharField()
    text = serializers.CharField()
    url = serializers.CharField()
    priority = serializers.IntegerField()
    read = serializers.BooleanField()

    def to_representation(self, instance: Notice) -> dict[str, Any]:
        """As the bell shows it."""
        return queries.notice_card(instance)


class NewestFirst(ByCursor):
    """By time."""

    ordering: Any = ("-at", "-id")


class NoticesApi(ListApi):
    """What I was told, newest first."""

    rights: ClassVar[dict[str, str]] = {"GET": "notices.view"}
    serializer_class = NoticeShape
    pagination_class = NewestFirst

    def get_queryset(self) -> QuerySet[Notice]:
        """Mine only."""
        return queries.notices_of(_me(self.request))


class ReadShape(serializers.Serializer[Any]):
    """Which ones; all when left out."""

    ids = serializers.ListField(child=serializers.UUIDField(), required=False)


class ReadApi(ApiView):
    """Mark read."""

    rights: ClassVar[dict[str, str]] = {"POST": "notices.view"}

    @extend_schema(request=ReadShape, responses={200: ReadShape})
    def post(self, request: Request) -> Response:
        """How many are still unread."""
        body = ReadShape(data=request.data)
        body.is_valid(raise_exception=True)
        me = _me(request)
        actions.mark_read(me, body.validated_data.get("ids"))
        return Response({"unread": queries.unread_count(me)})


def _me(request: Request) -> Account:
    assert isinstance(request.user, Account)
    return request.user
