"""Bodies of the REST endpoints."""

from rest_framework import serializers as s

from anhuan.domains.hazards.rules.codes import (
    FUNDS_CHOICES,
    KIND_CHOICES,
    LEVEL_CHOICES,
    SOURCE_CHOICES,
    WAY_CHOICES,
    Source,
    Way,
)
from anhuan.domains.hazards.rules.criteria import CRITERIA
from anhuan.domains.hazards.rules.plan import PLAN_LABELS


def _words(longest: int) -> s.CharField:
    return s.CharField(max_length=longest, required=False, allow_blank=True, default="")


def _id() -> s.UUIDField:
    return s.UUIDField(required=False, allow_null=True, default=None)


def _moment() -> s.DateTimeField:
    return s.DateTimeField(required=False, allow_null=True, default=None)


class FixedBody(s.Serializer):  # type: ignore[type-arg]
    """What was put right at once."""

    cause = _words(1000)
    treatment = _words(1000)
    result = _words(1000)


class ReportBody(s.Serializer):  # type: ignore[type-arg]
    """What was seen. `origin`: the caller's own record; the same one again answers its hazard."""

    name = s.CharField(max_length=100)
    description = _words(1000)
    place = _words(200)
    source = s.ChoiceField(  # type: ignore[assignment]  # a field of DRF has that name
        SOURCE_CHOICES, default=Source.SELF_REPORT.value
    )
    found_at = _moment()
    area = _id()
    structure = _id()
    x_m = s.FloatField(required=False, allow_null=True, default=None)
    y_m = s.FloatField(required=False, allow_null=True, default=None)
    floor = s.IntegerField(
        required=False, allow_null=True, default=None, min_value=-9, max_value=99
    )
    check_unit = _id()
    inspectors = _words(200)
    is_suspected_major = s.BooleanField(default=False)
    origin = _words(80)
    object_code = _words(36)
    risk_unit_id = _id()
    risk_measure_id = _id()
    check_task_id = _id()
    check_record_id = _id()
    fixed = FixedBody(required=False, allow_null=True, default=None)


class CorrectBody(s.Serializer):  # type: ignore[type-arg]
    """What changes."""

    name = s.CharField(max_length=100, required=False)
    description = s.CharField(max_length=1000, required=False)
    place = s.CharField(max_length=200, required=False)
    source = s.ChoiceField(SOURCE_CHOICES, required=False)  # type: ignore[assignment]
    found_at = s.DateTimeField(required=False)
    inspectors = s.CharField(max_length=200, required=False, allow_blank=True)


class AssignBody(s.Serializer):  # type: ignore[type-arg]
    """Who, until when."""

    rectifier = _id()
    due_at = _moment()
    opinion = _words(500)


class AssessBody(AssignBody):
    """The judgement; with a rectifier it is given out in the same go."""

    level = s.ChoiceField(LEVEL_CHOICES, required=False, allow_null=True, default=None)
    kind = s.ChoiceField(KIND_CHOICES, required=False, allow_null=True, default=None)
    unit = _id()
    way = s.ChoiceField(WAY_CHOICES, default=Way.BY_DEADLINE.value)
    basis = _words(400)
    criterion = s.ChoiceField(list(CRITERIA.items()), required=False, allow_null=True, default=None)
    object_code = _words(36)
    risk_unit_id = _id()
    risk_measure_id = _id()
    funds_cny = s.DecimalField(12, 2, required=False, allow_null=True, default=None)
    funds_source = s.ChoiceField(FUNDS_CHOICES, required=False, allow_blank=True, default="")
    is_recurrence = s.BooleanField(required=False, allow_null=True, default=None)


class ReasonBody(s.Serializer):  # type: ignore[type-arg]
    """Why."""

    reason = _words(500)


class ReworkBody(ReasonBody):
    """Why, and until when now."""

    due_at = _moment()


class RemarkBody(s.Serializer):  # type: ignore[type-arg]
    """An opinion."""

    remark = _words(500)


class NoteBody(s.Serializer):  # type: ignore[type-arg]
    """A line for the history."""

    text = _words(1000)


class PlanBody(s.Serializer):  # type: ignore[type-arg]
    """Five in place, and how it is watched meanwhile."""

    def get_fields(self) -> dict[str, s.Field]:  # type: ignore[type-arg]
        """One for each of the plan's parts."""
        return {key: _words(4000) for key in PLAN_LABELS}


class ExtensionBody(ReasonBody):
    """Until when, and why."""

    to_due = _moment()


class SubmitBody(FixedBody):
    """The work handed in; pictures come before, by `photos`."""

    funds_cny = s.DecimalField(12, 2, required=False, allow_null=True, default=None)


class AcceptBody(s.Serializer):  # type: ignore[type-arg]
    """What one found."""

    comment = _words(1000)
    password = _words(128)


class MergeBody(s.Serializer):  # type: ignore[type-arg]
    """Into which one."""

    into = _id()


class LinkBody(s.Serializer):  # type: ignore[type-arg]
    """Permits the work is done under."""

    permits = s.ListField(child=s.UUIDField(), max_length=20)


class PhotoBody(s.Serializer):  # type: ignore[type-arg]
    """A picture; `stage`: found, fixed or accepted."""

    file = s.FileField()
    stage = s.ChoiceField([("found", "整改前"), ("fixed", "整改后"), ("accepted", "验收")])
