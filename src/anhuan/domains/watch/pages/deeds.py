"""Seating people, writing the log, handing over and taking over."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from anhuan.desk.forms import respond_form
from anhuan.desk.pages import form_page
from anhuan.domains.org.queries import account_of
from anhuan.domains.watch import actions
from anhuan.domains.watch.forms import GiveForm, NoteForm, SeatForm, TakeForm
from anhuan.domains.watch.pages.words import url
from anhuan.domains.watch.queries import EDIT, KEEP, get_turn_for


@form_page(EDIT)
def seat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who is on the turn."""
    account = account_of(request)
    turn = get_turn_for(account, pk)
    return respond_form(
        request, SeatForm(request.POST or None, turn=turn),
        lambda data: actions.seat(account, turn, data["people"]),
        f"排人：{turn}", url("turn", turn),
    )  # fmt: skip


@form_page(KEEP)
def note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One line into the log."""
    account = account_of(request)
    turn = get_turn_for(account, pk)
    return respond_form(
        request, NoteForm(request.POST or None),
        lambda data: actions.note(account, turn, data["text"]),
        f"值班记录：{turn}", url("turn", turn), done="已记入值班记录",
    )  # fmt: skip


@form_page(KEEP)
def give(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand over."""
    account = account_of(request)
    turn = get_turn_for(account, pk)
    return respond_form(
        request, GiveForm(request.POST or None),
        lambda data: actions.give(account, turn, data["remarks"]),
        f"交班：{turn}", url("turn", turn), done="已交班，等下一班接班", submit="签名交班",
    )  # fmt: skip


@form_page(KEEP)
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take over."""
    account = account_of(request)
    turn = get_turn_for(account, pk)
    return respond_form(
        request, TakeForm(request.POST or None),
        lambda data: actions.take(account, turn, data["remarks"]),
        f"接班：{turn}", url("turn", turn), done="已接班", submit="签名接班",
    )  # fmt: skip
