"""On a permit's page: the detectors that watch it, binding them, codes of locks."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.details import Panel, Table
from anhuan.desk.forms import respond_form
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions.releasing import WATCHABLE
from anhuan.domains.permits.forms.devices import WatchForm
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.pages.buttons import Way
from anhuan.domains.permits.queries import permit_for
from anhuan.domains.permits.queries.air import watched
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.locks import OPENABLE
from anhuan.domains.permits.rules.states import UNISSUED

WAYS = "permits/_ways.html"


def air_panels(look: Look, account: Account) -> Iterator[Panel | None]:
    """Detectors with their values by this work's limits, and what may be done about them."""
    if look.state in WATCHABLE:
        if look.needs_gas:
            yield _detectors(watched(look))
        yield _ways(look, account)
    if look.state not in UNISSUED:
        yield _codes(look)


def _detectors(shown: dict[str, Any]) -> Panel | None:
    rows = [[_name(one), _values(one), _state(one)] for one in shown["detectors"]]
    if not rows and not shown["owed"]:
        return None
    missing = "、".join(shown["gaps"])
    note = f"无人监测：{missing}" if missing else ("连续监测中" if shown["owed"] else "")
    table = Table(["检测仪", "最新值", "状态"], rows, "还没有绑定检测仪")
    return Panel("连续监测", table=table, side=True, key="air", note=note)


def _name(one: dict[str, Any]) -> Any:
    return (one["number"], reverse("permits:detector", args=[one["id"]]))


def _values(one: dict[str, Any]) -> str:
    return "，".join(
        f"{row['name']} {row['value']:g} {row['unit_label']}{'' if row['is_ok'] else ' ▲'}"
        for row in one["readings"]
    )


def _state(one: dict[str, Any]) -> Tag:
    if one["is_silent"]:
        return Tag("无数据", "p2")
    if not all(row["is_ok"] for row in one["readings"]) or one["is_alarm"]:
        return Tag("超限", "p1")
    return Tag("正常", "good") if one["is_bound"] else Tag("附近", "off")


def _ways(look: Look, account: Account) -> Panel | None:
    """Binding and codes; nothing where the plant has no such device, or nobody may."""
    ready = [Way(label, reverse(f"permits:{name}", args=[look.permit.pk]), ())
             for label, name in _open_ways(look, account)]  # fmt: skip
    if not ready:
        return None
    return Panel("仪器与锁", template=WAYS, context={"ready": ready}, side=True, key="devices")


def _open_ways(look: Look, account: Account) -> Iterator[tuple[str, str]]:
    if not account.may("permits.join"):
        return
    if look.needs_gas and look.state in WATCHABLE and look.has_detectors:
        yield "绑定检测仪", "watch"
        if look.watches:
            yield "解除检测仪", "unwatch"
    if look.state in OPENABLE and "lock" in look.device_forms:
        yield "领取开锁授权码", "lock_code"


def _codes(look: Look) -> Panel | None:
    rows = [
        [(one.lock.name, reverse("permits:detector", args=[one.lock_id])),
         f"{one.by_name}，开锁 {one.uses} 次",
         Tag("已收回", "off") if one.ended_at else Tag("有效", "good")]
        for one in look.permit.lock_grants.select_related("lock")[:10]
    ]  # fmt: skip
    if not rows:
        return None
    heads = ["电子锁", "领取人", "状态"]
    return Panel("开锁授权", table=Table(heads, rows), side=True, key="lock_codes")


def _bind(by: Account, permit: Permit, number: str) -> None:
    actions.watch(by, permit, number)


def _release(by: Account, permit: Permit, number: str) -> None:
    actions.unwatch(by, permit, number)


@form_page("permits.join")
def watch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bind a detector by its number."""
    return _form(request, pk, "绑定检测仪", _bind)


@form_page("permits.join")
def unwatch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let one go."""
    return _form(request, pk, "解除检测仪", _release)


def _form(request: HttpRequest, pk: UUID, label: str, act: Any) -> HttpResponse:
    account = account_of(request)
    permit = permit_for(account, pk)
    page = reverse("permits:permit", args=[pk])
    return respond_form(
        request, WatchForm(request.POST or None),
        lambda data: act(account, permit, data["number"]), f"{label}：{permit.number}", page,
        submit=label, cancel=page,
        crumbs=[("作业票", reverse("permits:permits")), (permit.number, page)],
    )  # fmt: skip
