"""A cell as HTML. Not a template: a page has hundreds of them, and one took six times as long."""

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from anhuan.desk.lists.cells import Cell


def td(cell: Cell) -> SafeString:
    """The whole `<td>`; its label is what a phone's card shows before the value."""
    column = cell.column
    return format_html(
        '<td class="c-{}{}" data-label="{}">{}</td>', column.kind,
        "" if column.phone else " desk-only", gettext(column.label), _inside(cell),
    )  # fmt: skip


def _inside(cell: Cell) -> str | SafeString:
    if cell.tags:
        rows = ((one.tone, gettext(one.text) if one.text else "") for one in cell.tags)
        return format_html_join("", '<span class="tag {}">{}</span>', rows)
    if cell.people:
        shapes = ((_shape(one.map_kind), one.name) for one in cell.people)
        return format_html_join("", '<span class="person">{}{}</span>', shapes)
    if cell.url:
        return format_html('<a href="{}">{}</a>', cell.url, cell.text or "—")
    if cell.text and cell.column.unit:
        return format_html('{}<small class="unit">{}</small>', cell.text, cell.column.unit)
    return cell.text


def _shape(kind: str) -> SafeString:
    return render_to_string("desk/_shape.html", {"kind": kind})
