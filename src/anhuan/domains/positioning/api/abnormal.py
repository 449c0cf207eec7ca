"""People in abnormal work states, over REST."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from rest_framework import serializers as s

from anhuan.desk.api import ListApi
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.positioning.api.params import account_of
from anhuan.domains.positioning.forms.abnormal import ABNORMAL_FILTERS, ABNORMAL_SEARCH
from anhuan.domains.positioning.queries.abnormal import abnormal_people
from anhuan.domains.positioning.rules.abnormal import BOUNDARY_WAYS


class AbnormalRow(s.ModelSerializer):  # type: ignore[type-arg]
    """One alarm: whose, which state, since when, until when (null: it goes on)."""

    state = s.SerializerMethodField()
    people = s.SerializerMethodField()

    class Meta:
        model = Alarm
        fields = ("id", "state", "people", "text", "area", "raised_at", "returned_at")

    def get_state(self, alarm: Alarm) -> str:
        """left_post, strayed, left_plant, entry, or the alarm's kind."""
        way = str((alarm.inputs or {}).get("way", ""))
        return way if way in BOUNDARY_WAYS else alarm.kind.code

    def get_people(self, alarm: Alarm) -> list[dict[str, Any]]:
        """Id and name."""
        return [{"id": one.get("id"), "name": one.get("name", "")} for one in alarm.people]


class AbnormalApi(ListApi):
    """Filters: state, now (yes, no), at_from, at_to, q."""

    rights: ClassVar[dict[str, str]] = {"GET": "positions.view"}
    serializer_class = AbnormalRow
    filters = ABNORMAL_FILTERS
    search = ABNORMAL_SEARCH

    def get_queryset(self) -> QuerySet[Alarm]:
        """Of the company."""
        return abnormal_people(account_of(self.request))
