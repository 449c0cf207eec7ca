"""Words, tags and links that several pages share."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from anhuan.desk.details import Tag
from anhuan.desk.marks import short_time
from anhuan.domains.reporting.models import Batch, Delivery, ReportRow, Target
from anhuan.domains.reporting.rules.states import STATES, TONES
from anhuan.domains.reporting.rules.tables import Field
from anhuan.domains.reporting.seeds.loader import tables

BATCH_TONES = {
    Batch.State.SENDING: "accent", Batch.State.ACCEPTED: "good", Batch.State.PARTLY: "p3",
    Batch.State.REFUSED: "p1", Batch.State.SPLIT: "off",
}  # fmt: skip


def state_tag(one: Delivery) -> Tag:
    """Where a version stands."""
    return Tag(STATES[one.state], TONES[one.state])


def batch_tag(one: Batch) -> Tag:
    """What became of a message."""
    return Tag(one.get_state_display(), BATCH_TONES[Batch.State(one.state)])


def active_tag(one: Target) -> Tag:
    """In use or not."""
    return Tag("启用", "good") if one.is_active else Tag("停用", "off")


def table_name(key: str) -> str:
    """What a table is called."""
    return tables()[key].name


def thing_url(row: ReportRow) -> str:
    """The page of what a row is about; empty where there is none."""
    route = tables()[row.table].page
    try:
        return reverse(route, args=[row.subject]) if route and row.subject else ""
    except NoReverseMatch:
        return ""


def shown(column: Field, value: Any) -> str:
    """A value with the word of its code; what is private is covered."""
    if value is None or value == "":
        return ""
    if column.is_private:
        text = str(value)
        return f"{text[:3]}{'*' * max(len(text) - 6, 3)}{text[-3:]}" if len(text) > 6 else "***"
    if column.type == "file":
        return str(value.get("name", "")) if isinstance(value, dict) else str(value)
    if column.type == "array":
        return f"{len(value)} 项"
    word = column.codes.get(str(value))
    return f"{value} {word}" if word else str(value)


def when(moment: Any) -> str:
    """Short plant time, or nothing."""
    return short_time(moment) if moment else ""
