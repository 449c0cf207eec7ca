"""My to-dos and the kanban of open hazards, late ones first (DUAL-020, AQ 3064.1-2025 5.1.3)."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anhuan.desk.pages import page
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.pages.words import is_late, left_text, level_tag
from anhuan.domains.hazards.queries.board import SHOWN, board_of
from anhuan.domains.hazards.rules.states import Deed
from anhuan.domains.org.queries import account_of
from anhuan.kernel import clock


@page("hazards.view")
def board(request: HttpRequest) -> HttpResponse:
    """What waits for me, and every open hazard; the page asks for itself anew every 20 seconds."""
    account, now = account_of(request), clock.now()
    found = board_of(account, now)
    columns = [
        {"key": state, "label": state.label, "count": found.counts[state],
         "cards": [_card(one, now) for one in found.columns[state]],
         "more": max(found.counts[state] - SHOWN, 0)}
        for state in found.columns
    ]  # fmt: skip
    context = {
        "title": "隐患", "columns": columns, "overdue": found.overdue, "major": found.major,
        "todo": [_card(one, now, deed) for one, deed in found.todo[:SHOWN]],
        "todo_count": len(found.todo), "todo_more": max(len(found.todo) - SHOWN, 0),
        "may_report": account.may("hazards.report"), "may_edit": account.may("hazards.edit"),
    }  # fmt: skip
    return render(request, "hazards/board.html", context)


def _card(hazard: Hazard, now: datetime, deed: Deed | None = None) -> dict[str, Any]:
    return {
        "hazard": hazard, "level": level_tag(hazard), "left": left_text(hazard, now),
        "late": is_late(hazard), "next": deed.label if deed else "",
        "unit": hazard.unit.name if hazard.unit else "",
        "major": hazard.is_major or (hazard.level is None and hazard.is_suspected_major),
    }  # fmt: skip
