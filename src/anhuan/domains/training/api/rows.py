"""Certificates, courses, sessions and results as JSON."""

from typing import Any, ClassVar

from rest_framework import serializers as s

from anhuan.desk.endpoints import Mine
from anhuan.domains.org.models import Person, Post
from anhuan.domains.training.models import (
    Certificate,
    CertificateKind,
    Course,
    CourseNeed,
    Result,
    Session,
)


class KindRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A kind of certificate."""

    class Meta:
        model = CertificateKind
        fields = ("id", "code", "name", "group", "trade", "valid_months", "review_months",
                  "is_retired")  # fmt: skip
        validators: ClassVar[list[Any]] = []


class CertificateRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A certificate; `good_until` is its last good day, null without end."""

    person = Mine(queryset=Person.objects.all())
    kind = Mine(queryset=CertificateKind.objects.all())
    person_name = s.CharField(source="person.name", read_only=True)
    kind_name = s.CharField(source="kind.name", read_only=True)
    trade = s.CharField(source="kind.trade", read_only=True)
    good_until = s.DateField(read_only=True)

    class Meta:
        model = Certificate
        fields = (
            "id", "person", "person_name", "kind", "kind_name", "trade", "number", "holder_name",
            "issuer", "issued_on", "valid_until", "reviewed_until", "good_until", "is_void",
            "void_why", "file_name", "file_sm3",
        )  # fmt: skip
        read_only_fields = ("is_void", "void_why", "file_name", "file_sm3")
        validators: ClassVar[list[Any]] = []


class CourseRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A course."""

    class Meta:
        model = Course
        fields = ("id", "code", "name", "kind", "hours", "pass_mark", "valid_months", "note",
                  "is_retired")  # fmt: skip
        validators: ClassVar[list[Any]] = []


class NeedRow(s.ModelSerializer):  # type: ignore[type-arg]
    """Of whom a course is asked."""

    course = Mine(queryset=Course.objects.all())
    post = Mine(queryset=Post.objects.all(), required=False, allow_null=True)
    whom = s.CharField(read_only=True)

    class Meta:
        model = CourseNeed
        fields = ("id", "course", "person_kind", "post", "work_kind", "whom")
        validators: ClassVar[list[Any]] = []


class SessionRow(s.ModelSerializer):  # type: ignore[type-arg]
    """A session, with how many sat and passed."""

    course = Mine(queryset=Course.objects.all())
    course_name = s.CharField(source="course.name", read_only=True)
    took = s.IntegerField(read_only=True)
    passed = s.IntegerField(read_only=True)

    class Meta:
        model = Session
        fields = ("id", "course", "course_name", "held_on", "place", "trainer", "hours", "note",
                  "took", "passed", "file_name", "file_sm3")  # fmt: skip
        read_only_fields = ("file_name", "file_sm3")
        validators: ClassVar[list[Any]] = []


class ResultRow(s.ModelSerializer):  # type: ignore[type-arg]
    """One person's result."""

    person_name = s.CharField(source="person.name", read_only=True)
    course = s.UUIDField(source="session.course_id", read_only=True)
    course_name = s.CharField(source="session.course.name", read_only=True)
    held_on = s.DateField(source="session.held_on", read_only=True)

    class Meta:
        model = Result
        fields = ("id", "session", "course", "course_name", "held_on", "person", "person_name",
                  "score", "is_passed", "valid_until", "is_void", "void_why")  # fmt: skip


class OutcomeBody(s.Serializer):  # type: ignore[type-arg]
    """One person's outcome: a score, or `is_passed` where there is no exam."""

    person = Mine(queryset=Person.objects.all())
    score = s.FloatField(required=False, allow_null=True, default=None)
    is_passed = s.BooleanField(required=False, allow_null=True, default=None)


class OutcomesBody(s.Serializer):  # type: ignore[type-arg]
    """Everybody's of one session."""

    outcomes = OutcomeBody(many=True, allow_empty=False)


class ReasonBody(s.Serializer):  # type: ignore[type-arg]
    """Why."""

    reason = s.CharField(max_length=200, allow_blank=True, default="")


class ScanBody(s.Serializer):  # type: ignore[type-arg]
    """A file: PDF, JPG or PNG."""

    file = s.FileField()
