"""Ordering: from an alarm with one button, or by hand on the map."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.pages import form_page, post_only
from anhuan.domains.alarms.queries import alarm_for
from anhuan.domains.emergency import actions, queries
from anhuan.domains.emergency.forms.ordering import OrderForm
from anhuan.domains.emergency.forms.shapes import SHAPES
from anhuan.domains.emergency.models import Evacuation
from anhuan.domains.emergency.queries.affected import Where, where_of_alarm
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of, company_of


@form_page("emergency.order")
def order(request: HttpRequest) -> HttpResponse:
    """Choose an area or draw; `?alarm=` begins with an alarm's place."""
    account = account_of(request)
    company = company_of(account)
    settings = queries.settings_of(company)
    where = _asked(account, request.GET.get("alarm", ""))
    form = OrderForm(request.POST or None, company=company, settings=settings, where=where)

    def save(data: dict) -> Evacuation:  # type: ignore[type-arg]
        given = actions.Order(
            form.chosen(), data["title"], data["text"], data["reason"], data["is_drill"],
            data["target_s"],
        )  # fmt: skip
        return actions.order_evacuation(account, company, given)

    return respond_form(
        request, form, save, "下达疏散令",
        lambda saved: reverse("emergency:evacuation", args=[saved.pk]),
        template="emergency/order.html", submit="下达疏散令", done="疏散令已下达",
        cancel=reverse("emergency:evacuations"), where=where,
        editor={"shapes": list(SHAPES), "field": "geometry"},
    )  # fmt: skip


def _asked(account: Account, text: str) -> Where | None:
    """The place of the alarm in the address, if there is one."""
    if not text:
        return None
    try:
        alarm = alarm_for(account, UUID(text))
    except ValueError:
        raise Http404("没有这条报警") from None
    return where_of_alarm(alarm, queries.settings_of(company_of(account)))


@post_only("emergency.order")
def order_from_alarm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One click on an alarm's page: its area, the plant's own words."""
    account = account_of(request)
    alarm = alarm_for(account, pk)
    where = where_of_alarm(alarm, queries.settings_of(company_of(account)))
    given = actions.Order(where, reason=alarm.title)
    made: list[Evacuation] = []

    def act() -> None:
        made.append(actions.order_evacuation(account, company_of(account), given))

    if do_or_say(request, act, "疏散令已下达"):
        return redirect("emergency:evacuation", pk=made[0].pk)
    return redirect(f"{reverse('emergency:order')}?alarm={pk}")
