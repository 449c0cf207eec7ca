"""What several pages of the slice show."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.files import respond_file
from anhuan.desk.lists import Tag
from anhuan.domains.org.queries import account_of
from anhuan.domains.training.actions.evidence import note_download
from anhuan.domains.training.queries.evidence import evidence_path
from anhuan.domains.training.rules.papers import STANDING_LABELS, Standing, standing
from anhuan.domains.training.rules.reach import SOON_DAYS
from anhuan.kernel import clock

HISTORY = 30
TONES = {Standing.GOOD: "good", Standing.SOON: "p4", Standing.OVERDUE: "p2", Standing.VOID: "off"}


def url(name: str, row: Model) -> str:
    """An address about one row."""
    return reverse(f"training:{name}", args=[row.pk])


def today() -> date:
    """In the plant."""
    return timezone.localtime(clock.now()).date()


def stands(until: date | None, *, is_void: bool = False) -> Standing:
    """How something stands today."""
    return standing(until, today(), SOON_DAYS, is_void=is_void)


def certificate_tag(row: Any) -> Tag:
    """How a certificate stands today."""
    found = stands(row.good_until, is_void=row.is_void)
    return Tag(STANDING_LABELS[found], TONES[found])


def result_tag(row: Any) -> Tag:
    """Failed, or how a pass stands today."""
    if not row.is_passed and not row.is_void:
        return Tag("不合格", "p3")
    found = stands(row.valid_until, is_void=row.is_void)
    said = "合格" if found is Standing.GOOD else STANDING_LABELS[found]
    return Tag(said, TONES[found])


def score_of(row: Any) -> str:
    """The score, or a dash."""
    return "—" if row.score is None else f"{row.score:g}"


def respond_evidence(request: HttpRequest, row: Any) -> HttpResponseBase:
    """The attached file, shown in the browser; the look is audited. 404 without one."""
    path = evidence_path(row)
    note_download(account_of(request), row)
    return respond_file(request, path.open("rb"), row.file_name, row.media_type, inline=True)
