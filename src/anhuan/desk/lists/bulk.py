"""Doing one thing to many ticked rows: preview first, then all or nothing."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from anhuan.kernel.errors import Refused


def selected(request: HttpRequest, rows: QuerySet[Any]) -> list[Any]:
    """The ticked rows among those the asker may see; nonsense ids are ignored."""
    ids = {text for text in request.POST.getlist("ids")[:1000] if _is_uuid(text)}
    return list(rows.filter(pk__in=ids))


def respond_bulk(
    request: HttpRequest,
    rows: Iterable[Any],
    act: Callable[[Any], object],
    title: str,
    back: str,
    note: str = "",
) -> HttpResponse:
    """First POST: who is meant, and would it work. Second (`confirmed`): done, all or nothing."""
    chosen_rows = list(rows)
    confirmed = request.POST.get("confirmed") == "1"
    refusals = _run(chosen_rows, act, keep=confirmed)
    if confirmed and chosen_rows and not refusals:
        messages.success(request, f"{title}：{len(chosen_rows)} 项完成")
        return HttpResponseRedirect(back)
    context = {"rows": chosen_rows, "title": title, "back": back, "note": note}
    status = 422 if confirmed else 200
    return render(request, "desk/bulk.html", context | {"refusals": refusals}, status=status)


def _run(rows: list[Any], act: Callable[[Any], object], *, keep: bool) -> list[tuple[Any, Refused]]:
    """Try every row in one transaction; it is rolled back unless `keep` and nothing refused."""
    refusals: list[tuple[Any, Refused]] = []
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    act(row)
            except Refused as refused:
                refusals.append((row, refused))
        if refusals or not keep:
            transaction.set_rollback(True)
    return refusals


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
