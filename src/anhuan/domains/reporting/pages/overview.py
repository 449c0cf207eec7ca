"""How reporting stands today: duties of the morning, the score, every receiver."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, Tag, respond_detail
from anhuan.desk.pages import page
from anhuan.domains.org.models import Company
from anhuan.domains.org.queries import account_of, company_of
from anhuan.domains.reporting.pages.words import active_tag, when
from anhuan.domains.reporting.queries.commitment import commitment_of, today_of
from anhuan.domains.reporting.queries.morning import is_planned
from anhuan.domains.reporting.queries.overview import Standing, standings
from anhuan.domains.reporting.queries.score import score_at
from anhuan.domains.reporting.queries.targets import settings_of
from anhuan.domains.reporting.rules.score import LABELS, MEANINGS, WEIGHTS, Count, Score
from anhuan.kernel import clock


@page("reporting.view")
def overview(request: HttpRequest) -> HttpResponse:
    """One page for whoever answers for it. An authority passes on what its plants reported: it
    has neither a commitment nor a score of its own."""
    if settings.ROLE == "province":
        return _passing_on(request)
    company, now = company_of(account_of(request)), clock.now()
    found = standings(company, now)
    score = score_at(company, today_of(company, now), now)
    return respond_detail(
        request, "数据上报",
        actions=[
            Action("安全承诺", reverse("reporting:commit"), "reporting.commit", style="primary"),
            Action("上报记录", reverse("reporting:deliveries"), "reporting.view"),
            Action("新建目标", reverse("reporting:target_create"), "reporting.edit"),
            Action("设置", reverse("reporting:settings"), "reporting.edit"),
        ],
        facts=_facts(company, score, found),
        panels=[_targets(found), _score(company, score)],
    )  # fmt: skip


def _passing_on(request: HttpRequest) -> HttpResponse:
    found = standings(company_of(account_of(request)), clock.now())
    return respond_detail(
        request, "向上转报",
        actions=[
            Action("转报记录", reverse("reporting:deliveries"), "reporting.view"),
            Action("新建目标", reverse("reporting:target_create"), "reporting.edit"),
        ],
        facts=_queue(found), panels=[_targets(found, "转报目标")],
    )  # fmt: skip


def _facts(company: Company, score: Score, found: list[Standing]) -> list[Fact]:
    now = clock.now()
    today = today_of(company, now)
    given = commitment_of(company, today)
    said = "未承诺" if given is None else f"{when(given.committed_at)} {given.by}"
    tone = "p2" if given is None else ("p3" if given.is_late else "good")
    return [
        Fact("今日评分", "—" if score.value is None else score.value, "分"),
        Fact("安全承诺", said, tone=tone, url=reverse("reporting:commitments")),
        Fact("今日作业计划", "已上报" if is_planned(company, today) else "未完成"),
        *_queue(found),
    ]


def _queue(found: list[Standing]) -> list[Fact]:
    held, refused = sum(one.held for one in found), sum(one.refused for one in found)
    records = reverse("reporting:deliveries")
    return [
        Fact("校验未过", held, "条", url=f"{records}?state=held", tone="p2" if held else ""),
        Fact("被退回", refused, "条", url=f"{records}?state=refused", tone="p1" if refused else ""),
        Fact("待发", sum(one.waiting for one in found), "条", url=f"{records}?state=waiting"),
    ]


def _targets(found: list[Standing], title: str = "上报目标") -> Panel:
    rows = [
        [(one.target.name, reverse("reporting:target", args=[one.target.pk])),
         one.target.get_level_display(), active_tag(one.target), str(one.sent), str(one.waiting),
         str(one.held), str(one.refused), when(one.last_sent),
         Tag(one.trouble[:60], "p2") if one.trouble else ""]
        for one in found
    ]  # fmt: skip
    heads = ["目标", "层级", "状态", "今日送达", "待发", "校验未过", "被退回", "最近送达", "线路"]
    empty = "还没有上报目标。新建一个，填写接收方给出的地址，选择要上报的表。"
    return Panel(title, table=Table(heads, rows, empty))


def _score(company: Company, score: Score) -> Panel:
    weights = settings_of(company).weights
    rows = [
        [LABELS[one.part], _rate(one), f"{one.done} / {one.of}" if one.of else "没有应报数据",
         str(weights.get(one.part, WEIGHTS[one.part])), MEANINGS[one.part]]
        for one in score.counts
    ]  # fmt: skip
    note = "按监管平台公开的口径自评；权重未公布，可在设置中调整。没有应报数据的项不计入。"
    return Panel(
        "今日完整性评分", table=Table(["项目", "得分率", "计数", "权重", "口径"], rows), note=note
    )


def _rate(one: Count) -> str:
    return "—" if one.rate is None else f"{100 * one.rate:.1f} %"
