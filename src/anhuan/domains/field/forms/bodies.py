"""What the endpoints are given."""

from typing import Any

from rest_framework import serializers as s

from anhuan.domains.field.rules.operations import BATCH, MOST_FILES

_LATEST = 9_007_199_254_740_991  # the largest whole number JavaScript is sure of
_LONG = 2**31 - 1


class MomentBody(s.Serializer[Any]):
    """What the phone's clocks show, in milliseconds."""

    device_at = s.IntegerField(min_value=0, max_value=_LATEST)
    monotonic_ms = s.IntegerField(min_value=0, max_value=_LATEST)
    session = s.CharField(max_length=64)


class ReferenceBody(MomentBody):
    """The last server time seen, and the clocks then."""

    server_at = s.IntegerField(min_value=0, max_value=_LATEST)


class StampBody(MomentBody):
    """When the deed was done."""

    ref = ReferenceBody(allow_null=True)


class OperationBody(s.Serializer[Any]):
    """One deed; `id` is its idempotency key."""

    id = s.UUIDField()
    kind = s.CharField(max_length=64)
    stream = s.CharField(max_length=120)
    seq = s.IntegerField(min_value=0, max_value=_LATEST)
    payload = s.DictField()
    files = s.ListField(child=s.UUIDField(), max_length=MOST_FILES)
    stamp = StampBody()


class BatchBody(s.Serializer[Any]):
    """Deeds in the order in which they were done, and the clocks at the sending."""

    sent = MomentBody()
    operations = OperationBody(many=True)

    def validate_operations(self, value: list[Any]) -> list[Any]:
        """No more than are answered in good time."""
        if len(value) > BATCH:
            raise s.ValidationError(f"一次最多 {BATCH} 条", code="too_many")
        return value


class FileBody(s.Serializer[Any]):
    """A file that is coming."""

    id = s.UUIDField()
    kind = s.CharField(max_length=12)
    media_type = s.CharField(max_length=40)
    size = s.IntegerField(min_value=0, max_value=_LONG)
    sm3 = s.RegexField(r"^[0-9a-f]{64}$")
    meta = s.DictField()


class PieceQuery(s.Serializer[Any]):
    """Where a piece belongs, and its digest."""

    offset = s.IntegerField(min_value=0, max_value=_LONG)
    sm3 = s.RegexField(r"^[0-9a-f]{64}$")
