"""What the endpoints answer, for OpenAPI; the large ones are written by hand for speed."""

from rest_framework import serializers as s


class RosterEntry(s.Serializer):  # type: ignore[type-arg]
    """One person or vehicle that carries a tag now."""

    tag = s.UUIDField()
    tag_number = s.CharField()
    subject = s.UUIDField()
    subject_kind = s.ChoiceField(["person", "vehicle"])
    name = s.CharField()
    kind = s.ChoiceField(["staff", "contractor", "visitor", "vehicle"])
    department = s.CharField(allow_null=True)
    firm = s.CharField(allow_null=True)  # whose contractor
    post = s.CharField(allow_null=True)
    sex = s.CharField(allow_null=True)
    qualification = s.CharField(allow_null=True)
    vehicle_class = s.CharField(allow_null=True)
    pinyin = s.CharField(allow_null=True)
    battery_pct = s.IntegerField(allow_null=True)


class Roster(s.Serializer):  # type: ignore[type-arg]
    """Everybody who carries a tag."""

    people = RosterEntry(many=True)


class Segment(s.Serializer):  # type: ignore[type-arg]
    """An unbroken piece of a track: columns of equal length; metres in the plant's frame."""

    t_ms = s.ListField(child=s.IntegerField())
    x_m = s.ListField(child=s.FloatField())
    y_m = s.ListField(child=s.FloatField())
    floor = s.ListField(child=s.IntegerField())
    r68_m = s.ListField(child=s.FloatField())


class TrackVisit(s.Serializer):  # type: ignore[type-arg]
    """A stay in an area."""

    area = s.UUIDField()
    area_name = s.CharField()
    enter = s.DateTimeField()
    leave = s.DateTimeField(allow_null=True)


class TrackAnswer(s.Serializer):  # type: ignore[type-arg]
    """Where a person or vehicle was. `tail`: "" sealed data sufficed, "ok", "absent"."""

    subject = s.UUIDField()
    segments = Segment(many=True)
    visits = TrackVisit(many=True)
    step_ms = s.IntegerField()
    tail = s.ChoiceField(["", "ok", "absent"])


class Position(s.Serializer):  # type: ignore[type-arg]
    """The newest point at or before the moment."""

    subject = s.UUIDField()
    tag = s.UUIDField()
    t_ms = s.IntegerField()
    x_m = s.FloatField()
    y_m = s.FloatField()
    floor = s.IntegerField()
    r68_m = s.FloatField()


class EveryoneAnswer(s.Serializer):  # type: ignore[type-arg]
    """Where everybody was."""

    t = s.DateTimeField()
    rows = Position(many=True)
    tail = s.ChoiceField(["", "ok", "absent"])


class TimelineAlarm(s.Serializer):  # type: ignore[type-arg]
    """An alarm's moment."""

    id = s.UUIDField()
    t = s.DateTimeField()
    priority = s.IntegerField()


class TimelineAnswer(s.Serializer):  # type: ignore[type-arg]
    """Head count over time with the alarms of the period."""

    t = s.ListField(child=s.DateTimeField())
    people = s.ListField(child=s.IntegerField())
    alarms = TimelineAlarm(many=True)


class KindCount(s.Serializer):  # type: ignore[type-arg]
    """People by kind."""

    staff = s.IntegerField()
    contractor = s.IntegerField()
    visitor = s.IntegerField()
    vehicle = s.IntegerField()


class AreaCountRow(s.Serializer):  # type: ignore[type-arg]
    """One area: inside at the instant; entries, exits and heads seen in the period."""

    area = s.UUIDField()
    area_name = s.CharField()
    inside = KindCount()
    entries = KindCount()
    exits = KindCount()
    passed = KindCount()


class CountsAnswer(s.Serializer):  # type: ignore[type-arg]
    """Counts of every area."""

    at = s.DateTimeField()
    rows = AreaCountRow(many=True)


class SubjectEntry(s.Serializer):  # type: ignore[type-arg]
    """Somebody whose track can be asked for."""

    subject = s.UUIDField()
    subject_kind = s.ChoiceField(["person", "vehicle"])
    name = s.CharField()
    number = s.CharField()
    kind = s.ChoiceField(["staff", "contractor", "visitor", "vehicle"])
    department = s.CharField(allow_null=True)
    firm = s.CharField(allow_null=True)  # whose contractor
    post = s.CharField(allow_null=True)
    is_retired = s.BooleanField()


class Subjects(s.Serializer):  # type: ignore[type-arg]
    """Those found."""

    subjects = SubjectEntry(many=True)
