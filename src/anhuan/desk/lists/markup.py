"""A cell as HTML. Not a template: a page has hundreds of them, and one took ten times as long."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from anhuan.desk.lists.cells import Cell

_END = SafeString("</td>")


def td(cell: Cell) -> SafeString:
    """The whole `<td>`; its label is what a phone's card shows before the value."""
    column, language = cell.column, get_language() or ""
    begin = _begin(column.kind, column.phone, column.label, language)
    return begin + _inside(cell, language) + _END


def _inside(cell: Cell, language: str) -> SafeString:
    if cell.tags:
        return SafeString("".join(_tag(one.tone, one.text, language) for one in cell.tags))
    if cell.people:
        shapes = ((_shape(one.map_kind, language), one.name) for one in cell.people)
        return format_html_join("", '<span class="person">{}{}</span>', shapes)
    if cell.url:
        return format_html('<a href="{}">{}</a>', cell.url, cell.text or "—")
    unit = cell.column.unit if cell.text else ""
    return format_html('{}<small class="unit">{}</small>' if unit else "{}", cell.text, unit)


@lru_cache(4096)
def _begin(kind: str, phone: bool, label: str, language: str) -> SafeString:
    css = kind if phone else f"{kind} desk-only"
    return format_html('<td class="c-{}" data-label="{}">', css, _said(label))


@lru_cache(4096)
def _tag(tone: str, text: str, language: str) -> SafeString:
    return format_html('<span class="tag {}">{}</span>', tone, _said(text))


@lru_cache(64)
def _shape(kind: str, language: str) -> SafeString:
    return render_to_string("desk/_shape.html", {"kind": kind})


def _said(words: str) -> str:
    """In the reader's language; gettext makes the catalogue's own head out of nothing."""
    return gettext(words) if words else ""
