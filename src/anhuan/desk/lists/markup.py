"""A row as HTML. Not a template: a page has hundreds of cells, and one took ten times as long."""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from anhuan.desk.lists.cells import Cell
from anhuan.desk.marks import said, tag_html


def tr(row: dict[str, Any], ticked: bool) -> SafeString:
    """A row as `respond` makes it, with a box to tick it where something can be done to many."""
    language = get_language() or ""
    tone = f' class="tone-{escape(row["tone"])}"' if row["tone"] else ""
    tick = _tick(language).replace("-id-", escape(row["id"])) if ticked else ""
    return SafeString(f"<tr{tone}>{tick}{''.join(_td(one, language) for one in row['cells'])}</tr>")


def td(cell: Cell) -> SafeString:
    """The whole `<td>`; its label is what a phone's card shows before the value."""
    return SafeString(_td(cell, get_language() or ""))


def _td(cell: Cell, language: str) -> str:
    column = cell.column
    begin = _begin(column.kind, column.phone, column.label, language)
    return f"{begin}{_inside(cell, language)}</td>"


def _inside(cell: Cell, language: str) -> str:
    if cell.tags:
        return "".join(tag_html(one) for one in cell.tags)
    if cell.people:
        shapes = ((_shape(one.map_kind, language), one.name) for one in cell.people)
        return format_html_join("", '<span class="person">{}{}</span>', shapes)
    if cell.url:
        return format_html('<a href="{}">{}</a>', cell.url, cell.text or "—")
    unit = f'<small class="unit">{escape(cell.column.unit)}</small>' if cell.column.unit else ""
    return f"{escape(cell.text)}{unit if cell.text else ''}"


@lru_cache(16)
def _tick(language: str) -> str:
    box = '<td class="c-tick"><input type="checkbox" name="ids" value="-id-" aria-label="{}"></td>'
    return format_html(box, gettext("选择"))


@lru_cache(4096)
def _begin(kind: str, phone: bool, label: str, language: str) -> SafeString:
    css = kind if phone else f"{kind} desk-only"
    return format_html('<td class="c-{}" data-label="{}">', css, said(label))


@lru_cache(64)
def _shape(kind: str, language: str) -> SafeString:
    return render_to_string("desk/_shape.html", {"kind": kind})
