"""Pages of one object: title line, steps, facts, panels, live column and history."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anhuan.desk.history import HistoryLine, history_lines
from anhuan.desk.marks import Tag
from anhuan.desk.pages import asker
from anhuan.kernel.errors import Blocker

__all__ = ["PANELS", "Action", "Fact", "Panel", "Step", "Table", "Tag", "respond_detail"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One label and its value. Empty values are shown as a dash, never left out."""

    label: str
    value: Any = ""
    unit: str = ""
    url: str = ""
    wide: bool = False
    tone: str = ""  # "p1"…"p4", "good", "off"


WIDE = 3  # columns beside each other on a phone


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of a panel. A cell is text, a `Tag`, or `(text, url)`."""

    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    empty: str = "没有记录"

    @property
    def is_wide(self) -> bool:
        """Whether a phone has no room for its columns side by side: many, or one to press."""
        return len(self.heads) > WIDE or "" in self.heads


@dataclass(frozen=True, slots=True)
class Panel:
    """A card: facts, a table, or a template of the slice's own. `side` puts it to the right."""

    title: str
    facts: Sequence[Fact] = ()
    table: Table | None = None
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    url: str = ""  # "全部" leads there
    side: bool = False
    key: str = ""  # the card's id on the page


@dataclass(frozen=True, slots=True)
class Action:
    """A button of the title line. With blockers it stays visible, disabled, and says why."""

    label: str
    url: str
    right: str = ""
    method: Literal["get", "post"] = "get"
    style: Literal["", "primary", "danger"] = ""
    confirm: str = ""  # asked before a post is sent
    blockers: Sequence[Blocker] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One dot of the stepper: what, who and when."""

    label: str
    note: str = ""
    state: Literal["done", "now", "next"] = "next"


PanelMaker = Callable[[HttpRequest, Any], Panel | None]
# Cards that higher slices add to pages of lower ones: model label → makers, in order. A slice
# adds its own in AppConfig.ready: `PANELS.setdefault("org.person", []).append(tag_panel)`.
PANELS: dict[str, list[PanelMaker]] = {}


def respond_detail(
    request: HttpRequest,
    title: str,
    *,
    tags: Iterable[Tag] = (),
    actions: Iterable[Action] = (),
    facts: Sequence[Fact] = (),
    panels: Iterable[Panel | None] = (),
    history: Iterable[Any] = (),
    target: Model | None = None,
    crumbs: Sequence[tuple[str, str]] = (),
    steps: Sequence[Step] = (),
    private: Iterable[str] = (),
    template: str = "desk/detail.html",
    **context: Any,
) -> HttpResponse:
    """The same skeleton for every object.

    `target` lets higher slices add their cards (`PANELS`); `history` are audit rows, newest
    first, of which fields named in `private` are not shown; `crumbs` are (label, url).
    """
    user = asker(request)
    cards = [panel for panel in (*panels, *_added(request, target)) if panel]
    shown = [action for action in actions if not action.right or user.may(action.right)]
    lines: list[HistoryLine] = history_lines(history, private)
    blocked = [action for action in shown if action.blockers]
    context |= {
        "title": title,
        "tags": list(tags),
        "actions": shown,
        "blocked": blocked,
        "facts": facts,
        "main_panels": [panel for panel in cards if not panel.side],
        "side_panels": [panel for panel in cards if panel.side],
        "history": lines,
        "crumbs": crumbs,
        "steps": steps,
    }
    return render(request, template, context)


def _added(request: HttpRequest, target: Model | None) -> list[Panel | None]:
    if target is None:
        return []
    return [make(request, target) for make in PANELS.get(target._meta.label_lower, ())]
