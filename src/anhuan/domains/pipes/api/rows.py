"""What the API shows and takes."""

from typing import Any

from rest_framework import serializers as s

from anhuan.desk.endpoints import Mine
from anhuan.domains.pipes.models import Deed, Letter, LogLine, Look, Node, Pipe, Receipt
from anhuan.domains.pipes.queries import standing_of, text_of


class PipeRow(s.ModelSerializer[Pipe]):
    """A pipe with what its node last told."""

    standing = s.SerializerMethodField()

    class Meta:
        model = Pipe
        fields = ("id", "node", "name", "title", "side", "wish", "number", "standing")

    def get_standing(self, one: Pipe) -> dict[str, Any]:
        """State, counters, lag, faults, route by route."""
        return standing_of(one)


class WholePipeRow(PipeRow):
    """With its definition."""

    text = s.SerializerMethodField()

    class Meta(PipeRow.Meta):
        fields = (*PipeRow.Meta.fields, "text")  # type: ignore[assignment]

    def get_text(self, one: Pipe) -> str:
        """YAML."""
        return text_of(one)


class VersionBody(s.Serializer[Any]):
    """A definition."""

    text = s.CharField(max_length=200_000, trim_whitespace=False)
    note = s.CharField(max_length=200, required=False, default="", allow_blank=True)


class PipeBody(VersionBody):
    """And its node."""

    node = Mine(queryset=Node.objects.filter(is_retired=False))


class DeedRow(s.ModelSerializer[Deed]):
    """Something a node was asked to do."""

    class Meta:
        model = Deed
        fields = ("id", "node", "kind", "place", "state", "said", "at", "ended_at")


class LetterRow(s.ModelSerializer[Letter]):
    """A dead letter; its content is on the page of those who may handle it."""

    class Meta:
        model = Letter
        fields = ("id", "node", "place", "number", "side", "table", "key", "code", "reason",
                  "state", "said", "at", "ended_at")  # fmt: skip


class ReplayBody(s.Serializer[Any]):
    """The row, if it was edited."""

    body = s.CharField(required=False, default="", allow_blank=True, max_length=1_000_000)


class ReasonBody(s.Serializer[Any]):
    """Why."""

    why = s.CharField(max_length=300)


class LookRow(s.ModelSerializer[Look]):
    """A comparison."""

    class Meta:
        model = Look
        fields = ("id", "node", "route", "table", "at", "rows", "missing", "surplus", "changed",
                  "keys", "resent", "seconds")  # fmt: skip


class ReceiptRow(s.ModelSerializer[Receipt]):
    """A receipt."""

    class Meta:
        model = Receipt
        fields = ("id", "node", "route", "first", "last", "manifest", "signature", "public", "at")


class LogRow(s.ModelSerializer[LogLine]):
    """A line of the log."""

    class Meta:
        model = LogLine
        fields = ("id", "node", "place", "level", "code", "text", "at")


class NodeRow(s.ModelSerializer[Node]):
    """A node. `token` is there in the answer to its making, once."""

    token = s.CharField(read_only=True, required=False)

    class Meta:
        model = Node
        fields = ("id", "name", "is_local", "enrolled_at", "heard_at", "token")
        read_only_fields = ("is_local", "enrolled_at", "heard_at")
        validators: tuple[Any, ...] = ()


class EnrolBody(s.Serializer[Any]):
    """A one-time token."""

    token = s.CharField(max_length=100)


class EnrolRow(s.Serializer[Any]):
    """What the node keeps."""

    node = s.UUIDField()
    key = s.CharField()
