"""The table and the facts of a card as HTML. Not templates: a page has hundreds of cells."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.formats import localize
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from anhuan.desk.details import Fact, Table
from anhuan.desk.marks import Tag, said, short_time, tag_html


def grid(table: Table) -> SafeString:
    """The whole table with its frame; without rows, the sentence that says so."""
    heads = [escape(said(one)) for one in table.heads]
    if not table.rows:
        return format_html('<p class="nothing">{}</p>', said(table.empty))
    wide = " wide" if table.is_wide else ""
    top = "".join(f'<th scope="col">{head}</th>' for head in heads)
    lines = "".join(_line(heads, row) for row in table.rows)
    return SafeString(
        f'<div class="scroll"><table class="grid{wide}"><thead><tr>{top}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _line(heads: Sequence[str], row: Iterable[Any]) -> str:
    """Each cell with its head: on a phone a wide row is a card."""
    cells = zip(heads, map(_cell, row), strict=False)
    inside = "".join(f'<td data-label="{head}">{cell}</td>' for head, cell in cells)
    return f"<tr>{inside}</tr>"


def _cell(value: Any) -> str:
    if isinstance(value, Tag):
        return tag_html(value)
    if isinstance(value, tuple) and len(value) == 2:
        return _link(*value)
    return escape(localize(plain(value)))


def _link(text: Any, url: str) -> str:
    return f'<a href="{escape(url)}">{escape(text)}</a>'


def facts(rows: Iterable[Fact]) -> SafeString:
    """Labels with their values."""
    return SafeString(f'<dl class="facts">{"".join(_fact(one) for one in rows)}</dl>')


def _fact(one: Fact) -> str:
    wide = " wide" if one.wide else ""
    tone = f' class="tone {escape(one.tone)}"' if one.tone else ""
    return (
        f'<div class="fact{wide}"><dt>{escape(said(one.label))}</dt>'
        f"<dd{tone}>{_value(one)}</dd></div>"
    )


def _value(one: Fact) -> str:
    if one.value is None or one.value == "":
        return '<span class="none">—</span>'
    if isinstance(one.value, bool):
        return escape(said("是" if one.value else "否"))
    if one.url:
        return _link(one.value, one.url)
    unit = f' <small class="unit">{escape(one.unit)}</small>' if one.unit else ""
    return f"{escape(localize(plain(one.value)))}{unit}"


def plain(value: Any) -> Any:
    """Times in plant time, numbers without noise, everything else as it is."""
    if isinstance(value, datetime):
        return short_time(value)
    if isinstance(value, float):
        return f"{value:,.6g}"
    return "—" if value is None or value == "" else value
