"""What the queries over tracks and visits answer, for OpenAPI."""

from rest_framework import serializers as s

from anhuan.domains.positioning.api.shapes import KindCount


class Named(s.Serializer):  # type: ignore[type-arg]
    """A person or vehicle by name."""

    subject = s.UUIDField()
    name = s.CharField()
    kind = s.ChoiceField(["staff", "contractor", "visitor", "vehicle"])
    department = s.CharField(allow_null=True)


class FilmActor(s.Serializer):  # type: ignore[type-arg]
    """One subject in every frame; null where nothing was known."""

    subject = s.UUIDField()
    tag = s.UUIDField()
    x_dm = s.ListField(child=s.IntegerField(allow_null=True))
    y_dm = s.ListField(child=s.IntegerField(allow_null=True))
    floor = s.ListField(child=s.IntegerField(allow_null=True))
    age_s = s.ListField(child=s.IntegerField(allow_null=True))


class FilmAnswer(s.Serializer):  # type: ignore[type-arg]
    """Everyone in frames: columns as long as `t_ms`; decimetres in the plant's frame."""

    t_ms = s.ListField(child=s.IntegerField())
    actors = FilmActor(many=True)
    tail = s.ChoiceField(["", "ok", "absent"])


class HeatAnswer(s.Serializer):  # type: ignore[type-arg]
    """Squares with presence: [column, row, person-seconds] from the plant's origin."""

    cell_m = s.IntegerField()
    cells = s.ListField(child=s.ListField(child=s.FloatField()))
    people = s.IntegerField()
    stride = s.IntegerField(help_text="1 = 全部数据；k = 每 k 个十分钟取一个并放大 k 倍")


class NearRow(Named):
    """Somebody who was near a place."""

    first = s.DateTimeField()
    last = s.DateTimeField()
    seconds = s.FloatField()
    closest_m = s.FloatField()


class NearAnswer(s.Serializer):  # type: ignore[type-arg]
    """Who was near a place, by first fix inside."""

    rows = NearRow(many=True)


class ContactRow(NearRow):
    """Somebody who was near a person."""

    longest_s = s.IntegerField()


class ContactsAnswer(s.Serializer):  # type: ignore[type-arg]
    """Who was near a person, longest first."""

    rows = ContactRow(many=True)


class PassedRow(Named):
    """Somebody who was inside a shape."""

    entries = s.IntegerField()
    exits = s.IntegerField()
    seconds = s.FloatField()
    first = s.DateTimeField()
    last = s.DateTimeField()
    is_inside = s.BooleanField()


class PassedAnswer(s.Serializer):  # type: ignore[type-arg]
    """In and out of a shape drawn after the fact."""

    entries = s.IntegerField()
    exits = s.IntegerField()
    inside = KindCount()
    rows = PassedRow(many=True)


class DwellRow(Named):
    """One subject in one area."""

    area = s.UUIDField()
    area_name = s.CharField()
    visits = s.IntegerField()
    seconds = s.FloatField()
    first_in = s.DateTimeField()
    last_out = s.DateTimeField(allow_null=True)


class DwellAnswer(s.Serializer):  # type: ignore[type-arg]
    """Time spent by person and area, longest first."""

    rows = DwellRow(many=True)


class AttendanceRow(Named):
    """One person in one shift; times are null for somebody not seen."""

    shift = s.CharField()
    shift_start = s.DateTimeField()
    shift_end = s.DateTimeField()
    first_in = s.DateTimeField(allow_null=True)
    last_out = s.DateTimeField(allow_null=True)
    seconds = s.FloatField()
    state = s.ChoiceField(["present", "late", "short", "absent"])


class AttendanceAnswer(s.Serializer):  # type: ignore[type-arg]
    """Presence by shift, or by day where no shifts are planned."""

    by_shift = s.BooleanField()
    rows = AttendanceRow(many=True)


class CoverFloor(s.Serializer):  # type: ignore[type-arg]
    """One floor of an area: shares 0 to 1 of its ground."""

    floor = s.IntegerField()
    share = s.FloatField()
    share_online = s.FloatField()
    least = s.IntegerField()


class CoverRow(s.Serializer):  # type: ignore[type-arg]
    """How well an area is heard."""

    area = s.UUIDField()
    area_name = s.CharField()
    needs_cover = s.BooleanField()
    is_covered = s.BooleanField()
    floors = CoverFloor(many=True)


class CoverageAnswer(s.Serializer):  # type: ignore[type-arg]
    """Every area, the worst first (POS-016)."""

    enough = s.IntegerField()
    rows = CoverRow(many=True)


class CardRow(Named):
    """A person and the tag they carry, or should (POS-017)."""

    tag_number = s.CharField(allow_null=True)
    state = s.ChoiceField(["works", "silent", "none"])
    evidence = s.CharField()


class CardsAnswer(s.Serializer):  # type: ignore[type-arg]
    """Everybody who may be in the plant, the urgent first."""

    rows = CardRow(many=True)
