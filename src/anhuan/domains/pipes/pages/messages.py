"""The last messages, and a transform tried on a sample."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from anhuan.desk.pages import form_page, page
from anhuan.domains.org.queries import account_of
from anhuan.domains.pipes.forms.pipes import TryForm
from anhuan.domains.pipes.pages.words import OPERATE, crumbs, when
from anhuan.domains.pipes.queries import pipe_for, samples_of, standing_of, text_of
from anhuan.domains.pipes.rules.checking import read_definition
from anhuan.domains.pipes.rules.trying import Tried, row_of, tried
from anhuan.exchange.core.definition import Pipe as Definition

OPERATIONS = {"I": "新增", "U": "修改", "D": "删除", "T": "清空", "S": "结构"}


@page(OPERATE)
def messages(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What came in and what became of it, newest first."""
    found = pipe_for(account_of(request), pk)
    shown = [
        one | {"at": when(parse_datetime(one["at"])), "op": OPERATIONS.get(one["op"], one["op"]),
               "made": [(to, OPERATIONS.get(op, op), key, body)
                        for to, op, key, body in one["made"]]}
        for one in samples_of(found)
    ]  # fmt: skip
    return render(request, "pipes/messages.html", {
        "title": f"最近消息：{found}", "pipe": found, "samples": shown,
        "crumbs": crumbs((str(found), reverse("pipes:pipe", args=[pk]))),
    })  # fmt: skip


@form_page(OPERATE)
def try_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A row through the transforms and routes of the definition as it is now."""
    found = pipe_for(account_of(request), pk)
    definition = read_definition(text_of(found)) if found.number else None
    tables = [one.name for one in definition.tables] if isinstance(definition, Definition) else []
    samples = samples_of(found)
    first = {"row": samples[0]["row"], "table": samples[0]["table"]} if samples else {"row": "{}"}
    form = TryForm(request.POST or None, tables=tables or standing_of(found).get("tables", []),
                   initial=first)  # fmt: skip
    result = None
    if form.is_valid() and definition:
        try:
            result = tried(definition, form.cleaned_data["table"], row_of(form.cleaned_data["row"]))
        except ValueError as error:
            result = Tried(reason=str(error))
    return render(request, "pipes/try.html", {
        "title": f"试变换：{found}", "form": form, "result": result, "submit": "试算",
        "made": [(to, OPERATIONS[op], key, body) for to, op, key, body in result.made]
        if result else [],
        "crumbs": crumbs((str(found), reverse("pipes:pipe", args=[pk]))),
    })  # fmt: skip
