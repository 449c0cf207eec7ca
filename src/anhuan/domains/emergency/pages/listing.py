"""All evacuations and drills, and how the plant has set them."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, Link, ListSpec, respond_list
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page, page
from anhuan.domains.emergency import actions, queries
from anhuan.domains.emergency.forms.ordering import EVACUATION_FILTERS, SettingsForm
from anhuan.domains.emergency.models import Evacuation
from anhuan.domains.emergency.rules.life import State
from anhuan.domains.emergency.rules.wording import span
from anhuan.domains.org.queries import account_of, company_of


@page("emergency.view")
def evacuations(request: HttpRequest) -> HttpResponseBase:
    """Newest first; what is running stands out."""
    spec = ListSpec(
        title="应急疏散",
        noun="次",
        default_sort="-ordered_at",
        columns=[
            Column("title", "名称", kind="link"),
            Column("is_drill", "类别", kind_tag, kind="tag"),
            Column("state", "状态", state_tag, kind="tag", sort="state"),
            Column("ordered_at", "下令时间", kind="time", sort="ordered_at"),
            Column("affected", "受影响", "affected", kind="number", unit="人", sort="affected"),
            Column("left", "未到位", "left", kind="number", unit="人", sort="left"),
            Column("taken", "全部到位用时", _taken, phone=False),
            Column("ordered_by", "下令人", "ordered_by.display_name", phone=False),
            Column("stood_down_at", "解除时间", kind="time", phone=False),
            Column("reason", "原因", hidden=True),
        ],
        filters=EVACUATION_FILTERS,
        search=["title", "reason"],
        row_url=lambda one: reverse("emergency:evacuation", args=[one.pk]),
        row_tone=lambda one: "p1" if one.is_open and not one.is_drill else "",
        create_url=reverse("emergency:order"),
        create_right="emergency.order",
        create_label="下达疏散令",
        links=[Link("疏散设置", reverse("emergency:settings"), "emergency.edit")],
        empty="还没有疏散或演练。报警页面可以直接下达疏散令，这里可以在图上画范围。",
    )
    rows = queries.with_counts(queries.visible_evacuations(account_of(request)))
    return respond_list(request, spec, rows)


def kind_tag(one: Evacuation) -> Tag:
    """Real or drill."""
    return Tag("演练", "accent") if one.is_drill else Tag("实战")


def state_tag(one: Evacuation) -> Tag:
    """Where it stands; alarm colours for what is real and running."""
    if not one.is_open:
        return Tag(one.get_state_display(), "off")
    if one.state == State.CLEARED:
        return Tag(one.get_state_display(), "good")
    return Tag(one.get_state_display(), "accent" if one.is_drill else "p1")


def _taken(one: Evacuation) -> str:
    return span((one.cleared_at - one.ordered_at).total_seconds()) if one.cleared_at else "—"


@form_page("emergency.edit")
def settings(request: HttpRequest) -> HttpResponse:
    """Words, limits, how long records are kept."""
    account = account_of(request)
    company = company_of(account)
    form = SettingsForm(request.POST or None, instance=queries.settings_of(company))
    return respond_form(
        request, form, lambda _: actions.change_settings(account, company, **form.changes),
        "疏散设置", reverse("emergency:evacuations"),
    )  # fmt: skip
