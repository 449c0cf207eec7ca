"""What the endpoints answer, for the schema."""

from typing import Any

from rest_framework import serializers as s


class Me(s.Serializer[Any]):
    """Who is signed in."""

    account = s.DictField()
    person = s.DictField(allow_null=True)
    company = s.DictField(allow_null=True)
    roles = s.ListField(child=s.DictField())
    rights = s.ListField(child=s.CharField())
    kinds = s.ListField(child=s.CharField())
    settings = s.DictField()
    now = s.DateTimeField()


class TodoRow(s.Serializer[Any]):
    """Something to be done."""

    id = s.CharField()
    source = s.CharField()  # type: ignore[assignment]
    title = s.CharField()
    text = s.CharField()
    priority = s.IntegerField()
    screen = s.CharField()
    at = s.DateTimeField(allow_null=True)
    due = s.DateTimeField(allow_null=True)
    data = s.DictField()  # type: ignore[assignment]


class Todos(s.Serializer[Any]):
    """All of them, the most urgent first."""

    todos = TodoRow(many=True)
    now = s.DateTimeField()


class BlockerRow(s.Serializer[Any]):
    """One reason."""

    code = s.CharField()
    text = s.CharField()
    clause = s.CharField()


class ResultRow(s.Serializer[Any]):
    """What became of one operation; `failed`: send it again."""

    id = s.UUIDField()
    state = s.ChoiceField(choices=["accepted", "refused", "failed"])
    duplicate = s.BooleanField()
    result = s.DictField()
    blockers = BlockerRow(many=True)
    happened_at = s.DateTimeField(allow_null=True)
    doubt_s = s.FloatField(allow_null=True)


class BatchAnswer(s.Serializer[Any]):
    """One result an operation, in order."""

    now = s.DateTimeField()
    results = ResultRow(many=True)


class FileState(s.Serializer[Any]):
    """How much of a file is there."""

    received = s.IntegerField()
    complete = s.BooleanField()
