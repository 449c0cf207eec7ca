"""Small things the pages share."""

from io import BytesIO
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.files import respond_file
from anhuan.desk.marks import Tag
from anhuan.desk.paper import PDF, Paper, print_papers
from anhuan.domains.risk.rules.levels import Control, Level


def level_tag(level: str) -> Tag:
    """A level as its word on its colour; not assessed is said."""
    return Tag(Level(level).label, f"risk-{level}") if level else Tag("未评价", "off")


def control_word(control: str) -> str:
    """The layer in words."""
    return Control(control).label if control else ""


def url(name: str, row: Any) -> str:
    """An address about one row."""
    return reverse(f"risk:{name}", args=[row.pk])


def answer_paper(request: HttpRequest, paper: Paper, name: str) -> HttpResponseBase:
    """A PDF shown in the browser."""
    content = BytesIO(print_papers([paper]))
    return respond_file(request, content, f"{name}.pdf", PDF, inline=True)
