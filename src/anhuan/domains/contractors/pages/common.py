"""What several pages of the slice show."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.details import Panel, Table
from anhuan.desk.lists import Tag
from anhuan.domains.contractors.rules.standing import ADMISSION_LABELS, Admission
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker

HISTORY = 30
TONES = {Admission.PENDING: "p4", Admission.APPROVED: "good", Admission.REJECTED: "p2"}


def url(name: str, row: Model) -> str:
    """An address about one row."""
    return reverse(f"contractors:{name}", args=[row.pk])


def today() -> date:
    """In the plant."""
    return timezone.localtime(clock.now()).date()


def admission_tag(value: str | None) -> Tag:
    """What was decided."""
    found = Admission(value or Admission.PENDING)
    return Tag(ADMISSION_LABELS[found], TONES[found])


def verdict_tag(blockers: Iterable[Blocker]) -> Tag:
    """Whether permits may name them today."""
    return Tag("不可用", "p2") if list(blockers) else Tag("可用", "good")


def against_panel(blockers: list[Blocker]) -> Panel | None:
    """Everything that stands against them, in words."""
    if not blockers:
        return None
    rows = [(one.text,) for one in blockers]
    return Panel("不能使用的原因", table=Table(["原因"], rows), note="作业票不能选择、不能签发")


def until(row: Any, name: str = "valid_until") -> str:
    """A day, or for good."""
    day = getattr(row, name)
    return f"{day:%Y-%m-%d}" if day else "长期"
