"""Electronic locks: whether they are shut, their codes, and getting one for a permit."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from anhuan.desk.details import Action, Panel, Table
from anhuan.desk.forms import respond_form
from anhuan.desk.lists import Column, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.org.queries import account_of
from anhuan.domains.permits import queries
from anhuan.domains.permits.actions import Code, end_code, give_code
from anhuan.domains.permits.forms.devices import INSTRUMENT_SEARCH, LockCodeForm
from anhuan.domains.permits.models import Instrument, LockGrant
from anhuan.domains.permits.queries.locks import grants_of, running_grants, visible_locks
from anhuan.kernel import clock

STATES = {"locked": ("已上锁", "good"), "open": ("已打开", "p3"), "forced": ("被强开", "p1")}


def lock_tag(row: Instrument) -> Tag:
    """Shut or not, as it says itself."""
    words, tone = STATES.get(row.state, ("未上报", "off"))
    return Tag(words, tone)


@page("permits.view")
def locks(request: HttpRequest) -> HttpResponseBase:
    """All locks in use, with the permit whose code opens each now."""
    spec = ListSpec(
        title="电子锁", noun="把", default_sort="number",
        columns=[
            Column("number", "编号", kind="link", sort="number"),
            Column("name", "名称", sort="name"), Column("area", "区域", lambda row: row.area),
            Column("state", "状态", lock_tag, kind="tag"),
            Column("grant", "现有授权", _running),
            Column("seen_at", "最近上报", kind="time", sort="seen_at", phone=False),
            Column("battery_pct", "电量", kind="number", unit="%", phone=False),
        ],
        search=list(INSTRUMENT_SEARCH), search_hint="编号、名称、区域",
        row_url=lambda row: reverse("permits:detector", args=[row.pk]),
        create_url=reverse("permits:detector_create"), create_right="permits.edit",
        create_label="登记电子锁",
        empty="还没有电子锁。登记后，满足许可条件的作业票可以领取开锁授权码。",
    )  # fmt: skip
    return respond_list(request, spec, visible_locks(account_of(request)).filter(is_retired=False))


def _running(row: Instrument) -> str:
    found = running_grants(row, clock.now())
    return "、".join(f"{one.permit.number} {one.by_name}" for one in found)


def take_back(row: Instrument) -> list[Action]:
    """A button for each code that opens it now."""
    sure = "收回后须重新领取，确定吗？"
    found = [(one, reverse("permits:lock_code_end", args=[one.pk]))
             for one in running_grants(row, clock.now())]  # fmt: skip
    return [
        Action(f"收回 {one.permit.number} 的授权码", url, "permits.join", method="post",
               style="danger", confirm=sure)
        for one, url in found
    ]  # fmt: skip


def codes_panel(row: Instrument) -> Panel:
    """Who got codes for which permit, and what became of each."""
    rows = [
        [(one.permit.number, reverse("permits:permit", args=[one.permit_id])), one.by_name,
         one.given_at, one.until_at, one.uses, _end(one)]
        for one in grants_of(row)[:50]
    ]  # fmt: skip
    heads = ["作业票", "领取人", "下发", "有效至", "开锁次数", "状态"]
    return Panel("开锁授权", table=Table(heads, rows, "还没有下发过授权码"), key="codes")


def _end(one: LockGrant) -> Tag:
    if one.ended_at:
        return Tag(f"已收回：{one.ended_why}", "off")
    return Tag("有效", "good") if one.until_at >= clock.now() else Tag("已过期", "off")


@form_page("permits.join")
def lock_code(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Get a code for one lock; it is shown this once."""
    account = account_of(request)
    permit = queries.permit_for(account, pk)
    choices = visible_locks(account).filter(is_retired=False)
    form = LockCodeForm(request.POST or None, locks=choices)
    made: list[Code] = []

    def give(data: dict[str, object]) -> None:
        lock = data["lock"]
        assert isinstance(lock, Instrument)
        made.append(give_code(account, permit, lock, {"point": data.get("point") or ""}))

    back = reverse("permits:permit", args=[pk])
    answer = respond_form(
        request, form, give, f"领取开锁授权码：{permit.number}", back, done="",
        submit="领取授权码", cancel=back,
        crumbs=[("作业票", reverse("permits:permits")), (permit.number, back)],
    )  # fmt: skip
    if not made:
        return answer
    context = {"title": "开锁授权码", "grant": made[0].grant, "code": made[0].code, "back": back}
    return render(request, "permits/lock_code.html", context)


@post_only("permits.join")
def lock_code_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a code back."""
    account = account_of(request)
    grant = get_object_or_404(LockGrant.objects.select_related("lock"), pk=pk,
                              permit__in=queries.visible_permits(account))  # fmt: skip
    end_code(account, grant, f"{account.display_name}收回")
    return redirect("permits:permit", pk=grant.permit_id)
