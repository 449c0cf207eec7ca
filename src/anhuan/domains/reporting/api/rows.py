"""What the API shows and takes."""

from typing import Any

from rest_framework import serializers as s

from anhuan.domains.reporting.models import Batch, Commitment, Delivery, Target
from anhuan.domains.reporting.queries.queue import waits_for
from anhuan.domains.reporting.rules.commitment import GRADES
from anhuan.domains.reporting.seeds.loader import tables


class TargetRow(s.ModelSerializer[Target]):
    """A receiver; its secret is a name."""

    class Meta:
        model = Target
        fields = (
            "id", "name", "level", "system", "form", "address", "secret", "company_code",
            "park_code", "tables", "daily_at", "options", "is_active",
        )  # fmt: skip
        read_only_fields = ("is_active",)


class BatchRow(s.ModelSerializer[Batch]):
    """A message with its receipt."""

    class Meta:
        model = Batch
        fields = (
            "id", "target", "table", "rows", "state", "attempts", "made_at", "tried_at",
            "next_try_at", "finished_at", "said", "receipt", "content_sm3", "signature",
            "public_key",
        )  # fmt: skip


class DeliveryRow(s.ModelSerializer[Delivery]):
    """A version of a row at a receiver. `content` without what is private."""

    key = s.CharField(source="row.key")
    title = s.CharField(source="row.title")
    receipt = s.CharField(source="batch.receipt", default="")
    content = s.SerializerMethodField()

    class Meta:
        model = Delivery
        fields = (
            "id", "target", "table", "key", "title", "version", "state", "faults", "made_at",
            "due_at", "finished_at", "said", "receipt", "batch", "content",
        )  # fmt: skip

    def get_content(self, one: Delivery) -> dict[str, Any]:
        """The columns."""
        shown = [column.key for column in tables()[one.table].columns if not column.is_private]
        return {key: one.content.get(key) for key in shown}


class WholeDeliveryRow(DeliveryRow):
    """With what it waits for."""

    waits_for = s.SerializerMethodField()

    class Meta(DeliveryRow.Meta):
        fields = (*DeliveryRow.Meta.fields, "waits_for")  # type: ignore[assignment]

    def get_waits_for(self, one: Delivery) -> list[str]:
        """A sentence each."""
        return waits_for(one) if one.state == "waiting" else []


class TestBody(s.Serializer[Any]):
    """Which table's newest row."""

    table = s.ChoiceField(choices=sorted(tables()))


class DropBody(s.Serializer[Any]):
    """Why it is not to be sent."""

    why = s.CharField(max_length=300)


class CommitmentRow(s.ModelSerializer[Commitment]):
    """A day's commitment."""

    by = s.CharField(source="by.display_name")

    class Meta:
        model = Commitment
        fields = (
            "id", "day", "units", "works", "has_major_hazard", "grade", "content", "duties_done",
            "duty_leader", "duty_phone", "by", "is_deputy", "committed_at", "changed_at", "is_late",
        )  # fmt: skip


class CommitmentBody(s.Serializer[Any]):
    """What only people know."""

    units = s.DictField(child=s.IntegerField(min_value=0))
    grade = s.ChoiceField(choices=list(GRADES.items()))
    content = s.CharField(max_length=2000)
    duties_done = s.BooleanField()
    duty_leader = s.CharField(max_length=50)
    duty_phone = s.CharField(max_length=20)


class CountRow(s.Serializer[Any]):
    """One part of the score."""

    part = s.CharField()
    done = s.IntegerField()
    of = s.IntegerField()
    rate = s.FloatField(allow_null=True)


class ScoreRow(s.Serializer[Any]):
    """The day's completeness, 0 to 100; null while nothing was due."""

    day = s.DateField()
    value = s.FloatField(allow_null=True)
    counts = CountRow(many=True)
