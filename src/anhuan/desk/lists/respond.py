"""Answering a list page: the whole page, only its table for htmx, a workbook or paper."""

from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property

from anhuan.desk.lists.cells import Cell, cell
from anhuan.desk.lists.counting import count_of
from anhuan.desk.lists.export import respond_csv, respond_workbook
from anhuan.desk.lists.filters import apply_filters, apply_search
from anhuan.desk.lists.printing import respond_paper
from anhuan.desk.lists.spec import ListSpec
from anhuan.desk.lists.state import ListState, forget, order_by, page_key, read_state
from anhuan.desk.models import SavedView
from anhuan.desk.pages import asker, wants_fragment

LONG = 1000  # rows


class _Pages(Paginator):  # type: ignore[type-arg]
    """Pages of a queryset that may be long."""

    @cached_property
    def count(self) -> int:
        """All rows."""
        return count_of(cast("QuerySet[Any]", self.object_list))


def respond_list(
    request: HttpRequest, spec: ListSpec, queryset: QuerySet[Any], **context: Any
) -> HttpResponseBase:
    """Filter, search, sort and page `queryset` as asked, and answer in the form asked."""
    if "clear" in request.GET:
        forget(request)
        return HttpResponseRedirect(request.path)
    state = read_state(request, spec)
    rows = apply_filters(request, queryset, spec.filters, state.given)
    rows = apply_search(rows, spec.search, state.q)
    if ordering := order_by(spec, state):
        rows = rows.order_by(*ordering)
    if request.GET.get("format") == "xlsx":
        return respond_workbook(request, spec, state.columns, rows)
    if request.GET.get("format") == "csv":
        return respond_csv(request, spec, state.columns, rows)
    if request.GET.get("format") == "pdf":
        return respond_paper(request, spec, state.columns, rows)
    context |= _context(request, spec, state, rows, queryset)
    answer = render(request, _template(request, spec), context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


def _template(request: HttpRequest, spec: ListSpec) -> str:
    return "desk/_list_table.html" if wants_fragment(request) else spec.template


def _context(
    request: HttpRequest,
    spec: ListSpec,
    state: ListState,
    rows: QuerySet[Any],
    everything: QuerySet[Any],
) -> dict[str, Any]:
    page = _page(rows, spec.page_size, state.page)
    narrowed = bool(state.active or state.q)
    count = page.paginator.count
    user = asker(request)
    return {
        "spec": spec,
        "state": state,
        "page": page,
        "rows": [_row(request, spec, state, row) for row in page.object_list],
        "count": count,
        "total": count_of(everything) if narrowed else count,
        "narrowed": narrowed,
        "heads": [_head(state, column) for column in state.columns],
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
        "filter_boxes": [(f, f.options(request), _value(state, f.key)) for f in spec.filters],
        "views": _views(request),
        "page_path": page_key(request),
        "can_create": spec.create_url and user.may(spec.create_right),
        "can_import": spec.import_url and user.may(spec.import_right),
        "links": [link for link in spec.links if not link.right or user.may(link.right)],
        "bulk": [action for action in spec.bulk if user.may(action.right)],
    }


def _page(rows: QuerySet[Any], size: int, number: str) -> Page[Any]:
    """One page. Of a long list keys alone are sorted and counted off, and the rows then read by
    them: what rows are joined with is not read thousands of times to be skipped."""
    page = _Pages(rows, size).get_page(number)
    if page.paginator.count > LONG:
        keys = _keys_of(rows.prefetch_related(None), page)
        found = rows.order_by().in_bulk(keys)
        page.object_list = [found[key] for key in keys if key in found]
    return page


def _keys_of(rows: QuerySet[Any], page: Page[Any]) -> list[Any]:
    """In the list's order; counted off from the end that is nearer."""
    size, count = page.paginator.per_page, page.paginator.count
    first = (page.number - 1) * size
    last = min(first + size, count)
    if first <= count - last:
        return list(rows.values_list("pk", flat=True)[first:last])
    back = rows.reverse().values_list("pk", flat=True)
    return list(back[count - last : count - first])[::-1]


def _value(state: ListState, key: str) -> str | tuple[str, str]:
    if f"{key}_from" in state.filters:
        return state.filters[f"{key}_from"], state.filters[f"{key}_to"]
    return state.filters.get(key, "")


def _row(request: HttpRequest, spec: ListSpec, state: ListState, row: Any) -> dict[str, Any]:
    cells: list[Cell] = [cell(column, row, spec.row_url) for column in state.columns]
    return {"id": row.pk, "cells": cells, "tone": spec.row_tone(row) if spec.row_tone else ""}


def _head(state: ListState, column: Any) -> dict[str, Any]:
    direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(state.sort, "")
    following = f"-{column.key}" if direction == "ascending" else column.key
    return {"column": column, "direction": direction, "query": state.query(sort=following)}


def _views(request: HttpRequest) -> list[SavedView]:
    return list(SavedView.objects.filter(account_id=asker(request).pk, page=page_key(request)))
