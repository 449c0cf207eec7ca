"""What is missing before a receiver can be connected; its port is tried from here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, Tag, respond_detail
from anhuan.desk.forms import do_or_say
from anhuan.desk.pages import page, post_only
from anhuan.domains.org.queries import account_of
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.models import Target
from anhuan.domains.reporting.pages.words import when
from anhuan.domains.reporting.queries import target_for
from anhuan.domains.reporting.queries.readiness import LOOKED_AT, last_port_test, readiness_of
from anhuan.domains.reporting.queries.secrets import has_secret
from anhuan.domains.reporting.queries.targets import code_of
from anhuan.domains.reporting.rules.readiness import WORDS, Readiness, ready_of

VIEW, SEND = "reporting.view", "reporting.send"


@page(VIEW)
def readiness(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Table by table: is there data, and is it complete by the checks before sending."""
    found = target_for(account_of(request), pk)
    lines = readiness_of(found)
    return respond_detail(
        request, f"接入准备：{found.name}",
        actions=[Action("试连端口", reverse("reporting:target_port", args=[pk]), SEND, "post",
                        "primary")],
        crumbs=[("数据上报", reverse("reporting:overview")),
                (found.name, reverse("reporting:target", args=[pk]))],
        facts=_facts(found, lines), panels=[_tables(found, lines)],
    )  # fmt: skip


def _facts(found: Target, lines: list[Readiness]) -> list[Fact]:
    ready, of = ready_of(lines)
    tried = last_port_test(found)
    is_open = bool(tried and (tried.after or {}).get("is_open"))
    wants_park = found.level == "park" and not found.park_code
    return [
        Fact("数据完备的表", f"{ready} / {of}", tone="good" if ready == of else "p2"),
        Fact("端口", f"{when(tried.at)} {tried.note}" if tried else "还没有试连",
             tone="good" if is_open else "p2", wide=True),
        Fact("企业编码", found.company_code or code_of(found.company)),
        Fact("园区编码", "未填写" if wants_park else found.park_code,
             tone="p2" if wants_park else ""),
        Fact("密钥", "已配置" if has_secret(found.secret) else "密钥文件里没有",
             tone="" if has_secret(found.secret) else "p2"),
    ]  # fmt: skip


def _tables(found: Target, lines: list[Readiness]) -> Panel:
    records = reverse("reporting:deliveries")
    rows = [
        [(one.name, f"{records}?target={found.pk}&table={one.table}"), Tag(*WORDS[one.verdict]),
         str(one.rows), f"{one.sound}/{one.looked_at}", one.told]
        for one in lines
    ]  # fmt: skip
    note = f"按发送前的同一校验检查每张表最近 {LOOKED_AT} 条；事件类表没有数据时记为尚未发生。"
    heads = ["表", "结论", "数据条数", "完整", "缺少或不合格"]
    return Panel("数据完备情况", table=Table(heads, rows, "还没有选择要上报的表"), note=note)


@post_only(SEND)
def port(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try it now; the answer stands on the page."""
    account = account_of(request)
    found = target_for(account, pk)
    do_or_say(request, lambda: actions.try_port(account, found), "端口可以连接")
    return HttpResponseRedirect(reverse("reporting:target_readiness", args=[pk]))
