"""One pipe: how it stands, its definition, versions, what may be done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.pipes import actions
from anhuan.domains.pipes.forms.pipes import EXAMPLE, NewPipeForm, ReasonForm, VersionForm
from anhuan.domains.pipes.models import Pipe
from anhuan.domains.pipes.pages.flow import draw
from anhuan.domains.pipes.pages.words import (
    EDIT,
    OPERATE,
    VIEW,
    crumbs,
    deeds_panel,
    state_tag,
    when,
)
from anhuan.domains.pipes.queries import (
    pipe_for,
    refusal_of,
    routes_of,
    standing_of,
    text_of,
    version_for,
    visible_deeds,
    visible_log,
    visible_looks,
)
from anhuan.domains.pipes.rules.diffing import difference
from anhuan.domains.pipes.rules.words import WISHES
from anhuan.exchange.core.definition.databases import DATABASES
from anhuan.kernel import clock


@page(VIEW)
def pipe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole of it; the line of stations is alive."""
    account = account_of(request)
    found = pipe_for(account, pk)
    told, refusal = standing_of(found), refusal_of(found)
    drawn = Panel("流程", template="pipes/_lines.html", key="lines",
                  context={"lines": draw(found).lines, "url": request.path})  # fmt: skip
    panels = [drawn, _paused(found, told), _looks(account, found), _log(account, found),
              _deeds(account, found), _versions(found, may_look=account.may(OPERATE))]  # fmt: skip
    if account.may(OPERATE) and found.number:
        panels.append(Panel("定义", template="pipes/_text.html",
                            context={"lines": text_of(found).splitlines()}))  # fmt: skip
    return respond_detail(
        request, str(found), tags=[state_tag(found, told, refusal)], crumbs=crumbs(),
        actions=_acts(found, told), facts=_facts(found, told, refusal), panels=panels,
        history=history_of(found)[:30], template="pipes/pipe.html",
    )  # fmt: skip


def _acts(found: Pipe, told: dict[str, Any]) -> list[Action]:
    def url(name: str) -> str:
        return reverse(f"pipes:{name}", args=[found.pk])

    acts = _steering(found, told, url) if found.side == "send" else []
    if found.number:
        acts += [Action("修改定义", url("pipe_edit"), EDIT),
                 Action("移除", url("pipe_remove"), EDIT, style="danger")]  # fmt: skip
    return acts


def _steering(found: Pipe, told: dict[str, Any], url: Callable[[str], str]) -> list[Action]:
    styles: dict[str, Any] = {"running": "primary", "stopped": "danger"}
    acts = [
        Action(word, url(f"pipe_{wish}"), OPERATE, "post", styles.get(wish, ""))
        for wish, word in WISHES.items()
        if wish != found.wish
    ]
    acts.append(Action("最近消息", url("messages"), OPERATE))
    if found.number:
        acts.append(Action("试变换", url("try"), OPERATE))
    if told.get("source") in DATABASES:
        acts.append(Action("立即比对", url("pipe_compare"), OPERATE, "post"))
    return acts


def _facts(found: Pipe, told: dict[str, Any], refusal: str) -> list[Fact]:
    letters = reverse("pipes:letters")
    by = f"版本 {found.number}" if found.number else "节点文件夹"
    facts = [
        Fact("名称", found.name), Fact("方向", found.get_side_display()),
        Fact("节点", found.node.name), Fact("定义", by),
        Fact("节点报告", found.node.heard_at),
        Fact("运行版本", told.get("version", "—")),
        Fact("死信", told.get("dead", 0), "条", url=f"{letters}?place={found.name}",
             tone="p2" if told.get("dead") else ""),
    ]  # fmt: skip
    if fault := refusal or told.get("fault"):
        facts.append(Fact("故障", fault, wide=True, tone="p2"))
    return facts


def _paused(found: Pipe, told: dict[str, Any]) -> Panel | None:
    if not told.get("paused"):
        return None
    return Panel("结构变化暂停的表", template="pipes/_paused.html",
                 note="核对两侧表结构后恢复；暂存的数据按原顺序写入",
                 context={"pipe": found, "tables": told["paused"]})  # fmt: skip


def _looks(account: Any, found: Pipe) -> Panel | None:
    if found.side == "receive":
        return None
    rows = [
        [(when(one.at), reverse("pipes:look", args=[one.pk])), one.route, one.table,
         str(one.rows), str(one.differences), str(one.resent)]
        for one in visible_looks(account).filter(route__in=routes_of(found))[:8]
    ]  # fmt: skip
    heads = ["时间", "通道", "表", "行数", "差异", "已补发"]
    url = f"{reverse('pipes:looks')}?route={found.name}"
    return Panel("比对", table=Table(heads, rows, "还没有比对"), url=url)


def _log(account: Any, found: Pipe) -> Panel:
    places = [found.name, *routes_of(found)]
    rows = [
        [when(one.at), one.place, one.text]
        for one in visible_log(account).filter(node=found.node, place__in=places)[:12]
    ]
    url = f"{reverse('pipes:log')}?place={found.name}"
    return Panel("日志", table=Table(["时间", "位置", "内容"], rows, "还没有日志"), url=url)


def _deeds(account: Any, found: Pipe) -> Panel | None:
    places = [found.name, *routes_of(found)]
    return deeds_panel(visible_deeds(account).filter(node=found.node, place__in=places)[:8])


def _versions(found: Pipe, *, may_look: bool) -> Panel | None:
    url = reverse("pipes:version", args=[found.pk])
    rows = [
        [(f"版本 {one.number}", f"{url}?number={one.number}") if may_look else f"版本 {one.number}",
         when(one.at), one.by.display_name, one.note]
        for one in found.versions.select_related("by")[:20]
    ]  # fmt: skip
    heads = ["版本", "保存时间", "保存人", "说明"]
    return Panel("版本", table=Table(heads, rows), side=True) if rows else None


@form_page(EDIT)
def create(request: HttpRequest) -> HttpResponse:
    """A new definition on one of the nodes."""
    account = account_of(request)
    form = NewPipeForm(request.POST or None, company=company_of(account),
                       initial={"text": EXAMPLE})  # fmt: skip
    return respond_form(
        request, form,
        lambda given: actions.add_pipe(account, given["node"], given["text"], given["note"],
                                       clock.now()),
        "新建管道", lambda made: reverse("pipes:pipe", args=[made.pk]),
        cancel=reverse("pipes:flow"), done="已保存", template="pipes/form.html",
    )  # fmt: skip


@form_page(EDIT)
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The next version; `?from=` takes an earlier one's text."""
    account = account_of(request)
    found = pipe_for(account, pk)
    earlier = request.GET.get("from", "")
    text = version_for(found, int(earlier)).text if earlier.isdigit() else text_of(found)
    form = VersionForm(request.POST or None, initial={"text": text})
    return respond_form(
        request, form,
        lambda given: actions.save_version(account, found, given["text"], given["note"],
                                           clock.now()),
        f"修改定义：{found}", reverse("pipes:pipe", args=[pk]), template="pipes/form.html",
    )  # fmt: skip


@page(OPERATE)
def version(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One version (`?number=`, else the newest), against the one before it."""
    found = pipe_for(account_of(request), pk)
    asked = request.GET.get("number", "")
    number = int(asked) if asked.isdigit() else found.number
    one = version_for(found, number)
    before = version_for(found, number - 1).text if number > 1 else ""
    url = f"{reverse('pipes:pipe_edit', args=[pk])}?from={number}"
    again = Action("以此为新版本", url, EDIT) if number != found.number else None
    return respond_detail(
        request, f"{found} 版本 {number}",
        crumbs=crumbs((str(found), reverse("pipes:pipe", args=[pk]))),
        actions=[again] if again else [],
        facts=[Fact("保存时间", one.at), Fact("保存人", one.by.display_name),
               Fact("修改说明", one.note, wide=True)],
        panels=[Panel(f"与版本 {number - 1} 的差异" if number > 1 else "内容",
                      template="pipes/_diff.html",
                      context={"lines": difference(before, one.text)})],
        template="pipes/pipe.html",
    )  # fmt: skip


@form_page(EDIT)
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It runs no longer."""
    account = account_of(request)
    found = pipe_for(account, pk)
    return respond_form(
        request, ReasonForm(request.POST or None),
        lambda given: actions.remove(account, found, given["why"]), f"移除：{found}",
        reverse("pipes:flow"), cancel=reverse("pipes:pipe", args=[pk]), submit="移除",
        done="已移除，版本与日志保留",
    )  # fmt: skip


def _wish(wish: str, done: str) -> Any:
    @post_only(OPERATE)
    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        account = account_of(request)
        found = pipe_for(account, pk)
        do_or_say(request, lambda: actions.set_wish(account, found, wish), done)
        return HttpResponseRedirect(reverse("pipes:pipe", args=[pk]))

    return view


start = _wish("running", "已要求运行，节点数秒内执行")
pause = _wish("paused", "已要求暂停：继续采集，不再发送")
stop = _wish("stopped", "已要求停止")


@post_only(OPERATE)
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Both sides are compared now."""
    account = account_of(request)
    found = pipe_for(account, pk)
    do_or_say(request, lambda: actions.compare(account, found, clock.now()),
              "已要求比对，结果见“比对”")  # fmt: skip
    return HttpResponseRedirect(reverse("pipes:pipe", args=[pk]))


@post_only(OPERATE)
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A table's new columns are right."""
    account = account_of(request)
    found = pipe_for(account, pk)
    table = request.POST.get("table", "")
    do_or_say(request, lambda: actions.resume(account, found, table, clock.now()),
              f"已要求恢复 {table}")  # fmt: skip
    return HttpResponseRedirect(reverse("pipes:pipe", args=[pk]))
