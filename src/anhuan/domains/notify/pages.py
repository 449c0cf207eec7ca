"""My notices; the ways out, and trying one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, Filter, ListSpec, Tag, respond_list
from anhuan.desk.marks import short_time
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.notify import actions, queries, rules
from anhuan.domains.notify.forms import ChannelForm
from anhuan.domains.notify.models import Channel, Delivery, Notice
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel.errors import refuse

RIGHT = "alarms.configure"
TONES = {Delivery.State.SENT: "good", Delivery.State.FAILED: "off"}


def _read_tag(notice: Notice) -> Tag:
    return Tag("已读", "off") if notice.read_at else Tag("未读")


@page("notices.view")
def notices(request: HttpRequest) -> HttpResponseBase:
    """What I was told."""
    spec = ListSpec(
        title="消息",
        noun="条",
        columns=[
            Column("at", "时间", kind="time", sort="-at"),
            Column("title", "标题", kind="link"),
            Column("text", "内容"),
            Column("priority", "优先级", kind="number", sort="priority"),
            Column(
                "read", "状态", lambda n: Tag("已读", "off") if n.read_at else Tag("未读"), "tag"
            ),
        ],
        filters=[
            Filter("unread", "仅未读", "bool", apply=lambda q, yes: q.filter(read_at__isnull=yes))
        ],
        search=["title", "text"],
        row_url=lambda notice: reverse("notify:open", args=[notice.pk]),
        row_tone=lambda notice: "off" if notice.read_at else "",
        empty="没有消息。报警升级、投递失败等会出现在这里。",
        template="notify/notices.html",
    )
    return respond_list(request, spec, queries.notices_of(account_of(request)))


@page("notices.view")
def open_notice(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Mark it read and go where it leads."""
    account = account_of(request)
    notice = queries.notice_for(account, pk)
    actions.mark_read(account, [notice.pk])
    is_ours = url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None)
    return HttpResponseRedirect(notice.url if is_ours else reverse("notify:notices"))


@post_only("notices.view")
def read_all(request: HttpRequest) -> HttpResponseBase:
    """I have seen them all."""
    do_or_say(request, lambda: actions.mark_read(account_of(request)), "已全部标为已读")
    return HttpResponseRedirect(reverse("notify:notices"))


@page(RIGHT)
def channels(request: HttpRequest) -> HttpResponseBase:
    """Every way out besides the page."""
    spec = ListSpec(
        title="通知渠道",
        noun="个",
        default_sort="name",
        columns=[
            Column("name", "名称", kind="link", sort="name"),
            Column("url", "地址", lambda channel: rules.hidden(channel.url)),
            Column("min_priority", "最低优先级", kind="number", sort="min_priority"),
            Column("is_enabled", "启用", kind="bool"),
        ],
        row_url=lambda channel: reverse("notify:channel", args=[channel.pk]),
        row_tone=lambda channel: "" if channel.is_enabled else "off",
        create_url=reverse("notify:channel_create"),
        create_right=RIGHT,
        empty="还没有渠道。可添加钉钉、企业微信、飞书、短信网关或声光报警器。",
    )
    return respond_list(request, spec, queries.channels_of(account_of(request)))


@page(RIGHT)
def channel(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One way out with its last deliveries."""
    found = queries.channel_for(account_of(request), pk)
    trying = reverse("notify:channel_test", args=[pk])
    return respond_detail(
        request,
        found.name,
        target=found,
        history=history_of(found)[:30],
        private=("url",),
        crumbs=[("通知渠道", reverse("notify:channels"))],
        tags=[Tag("启用" if found.is_enabled else "停用", "" if found.is_enabled else "off")],
        actions=[
            Action("发送测试", trying, RIGHT, "post", "primary"),
            Action("编辑", reverse("notify:channel_edit", args=[pk]), RIGHT),
        ],
        facts=[
            Fact("地址", rules.hidden(found.url), wide=True),
            Fact("最低优先级", found.min_priority),
        ],
        panels=[_deliveries(found)],
    )


def _deliveries(found: Channel) -> Panel:
    rows = [
        [short_time(one.notice.at), one.notice.title,
         Tag(one.get_state_display(), TONES.get(Delivery.State(one.state), "")),
         one.attempts, one.error]
        for one in found.deliveries.select_related("notice").order_by("-notice__at")[:30]
    ]  # fmt: skip
    return Panel(
        "最近投递", table=Table(["时间", "标题", "状态", "尝试", "错误"], rows, "还没有投递")
    )


@form_page(RIGHT)
def channel_create(request: HttpRequest) -> HttpResponseBase:
    """A new way out."""
    account = account_of(request)
    form = ChannelForm(request.POST or None)
    fresh = Channel(company=company_of(account))
    return respond_form(
        request, form, lambda _: actions.save_channel(account, fresh, form.changes),
        "新建通知渠道", lambda made: reverse("notify:channel", args=[made.pk]),
        cancel=reverse("notify:channels"),
    )  # fmt: skip


@form_page(RIGHT)
def channel_edit(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Change it."""
    account = account_of(request)
    found = queries.channel_for(account, pk)
    form = ChannelForm(request.POST or None, instance=found)
    return respond_form(
        request, form, lambda _: actions.save_channel(account, found, form.changes),
        f"编辑 {found.name}", reverse("notify:channel", args=[pk]),
    )  # fmt: skip


@post_only(RIGHT)
def channel_test(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Send a test message now and say how it went."""
    account = account_of(request)
    found = queries.channel_for(account, pk)

    def attempt() -> None:
        delivery = actions.try_channel(company_of(account), found, account)
        if delivery.state != Delivery.State.SENT:
            raise refuse("not_delivered", f"测试消息没有发出：{delivery.error}")

    do_or_say(request, attempt, "测试消息已发出")
    return HttpResponseRedirect(reverse("notify:channel", args=[pk]))
