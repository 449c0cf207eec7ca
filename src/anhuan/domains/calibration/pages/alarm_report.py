"""One alarm test: what was acted out, what was raised, the rates and the verdict."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, Table, respond_detail
from anhuan.desk.files import XLSX, respond_file
from anhuan.desk.lists import Column
from anhuan.desk.lists.export import write_workbook
from anhuan.desk.marks import Tag
from anhuan.desk.pages import page
from anhuan.domains.alarms.models import AlarmKind
from anhuan.domains.audit.queries import history_of
from anhuan.domains.calibration.forms.alarm_tests import WITHIN_LABELS
from anhuan.domains.calibration.models import AlarmTest
from anhuan.domains.calibration.pages.common import percent, url, verdict_tag
from anhuan.domains.calibration.pages.retuning import retuned_alarms, retunes_panel
from anhuan.domains.calibration.queries import rows as queries
from anhuan.domains.calibration.queries.alarm_tests import Report, report_of
from anhuan.domains.calibration.rules.alarm_tests import Outcome, Rates, family
from anhuan.domains.org.models import Company
from anhuan.domains.org.queries import account_of
from anhuan.kernel import clock

COLOURS = {"crowd_yellow": "黄色", "crowd_orange": "橙色", "crowd_red": "红色"}
COLUMNS = (
    Column("name", "模拟事件"), Column("test", "试验"), Column("area", "区域"),
    Column("since", "开始", kind="time"), Column("until", "结束", kind="time"),
    Column("people", "人数", kind="number"), Column("what", "做法"),
    Column("result", "结果"), Column("alarm", "对应报警"),
    Column("delay_s", "报警用时", kind="number", unit="s"),
    Column("samples", "采样次数", kind="number"), Column("wrong", "错误次数", kind="number"),
)  # fmt: skip


@page("calibration.view")
def alarm_test(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The session as it stands; `?format=xlsx` for Excel."""
    account = account_of(request)
    found = queries.get_alarm_test_for(account, pk)
    made, names = report_of(found, clock.now()), _names(found.company)
    if request.GET.get("format") == "xlsx":
        book = write_workbook("报警测试", COLUMNS, _lines(made, names))
        return respond_file(request, book, f"{found} 报警测试.xlsx", XLSX)
    may_end = account.may("calibration.edit") and not found.is_over
    return respond_detail(
        request, found.name, template="calibration/alarm_test.html", target=found,
        crumbs=[("报警测试", reverse("calibration:alarm_tests"))], tags=[verdict_tag(found)],
        actions=_actions(found), facts=_facts(found), figures=_figures(found, made),
        panels=[_families(made), *_colours(made), retunes_panel(found, made),
                *retuned_alarms(found), _events(made, names), _alarms(made)],
        history=history_of(found)[:30], shortcomings=[_worded(s) for s in made.shortcomings],
        going=[one for one in made.events if one.until is None] if may_end else [], names=names,
    )  # fmt: skip


def _names(company: Company) -> dict[str, str]:
    return dict(AlarmKind.objects.filter(company=company).values_list("code", "name"))


def _worded(text: str) -> str:
    """A family's code at the beginning, in words."""
    head, _, rest = text.partition(" ")
    return f"{WITHIN_LABELS[head]}{rest}" if head in WITHIN_LABELS else text


def _actions(found: AlarmTest) -> list[Action]:
    excel = Action("导出 Excel", "?format=xlsx")
    retune = Action("试算其他参数", url("retune_create", found), "calibration.edit")
    if found.is_over:
        return [excel, retune]
    return [
        excel, retune,
        Action("作废", url("alarm_test_cancel", found), "calibration.edit", style="danger"),
        Action("完成测试", url("alarm_test_finish", found), "calibration.edit", "post", "",
               "完成后不能再记录，确定吗？"),
        Action("记录模拟事件", url("event_create", found), "calibration.edit", style="primary"),
    ]  # fmt: skip


def _facts(found: AlarmTest) -> list[Fact]:
    within = "，".join(
        f"{WITHIN_LABELS.get(kind, kind)} {seconds:g} s" for kind, seconds in found.within_s.items()
    )
    in_force = "，".join(
        f"{name} {'是' if value is True else '否' if value is False else value}"
        for name, value in found.in_force.items()
    )
    return [
        Fact("区域", found.area or "全厂"),
        Fact("测试人", found.started_by),
        Fact("开始", found.started_at),
        Fact("完成", found.finished_at),
        Fact("采样间隔", f"{found.sample_s:g}", "s"),
        Fact("限值", f"漏报 < {found.miss_limit_pct:g} %，误报 < {found.false_limit_pct:g} %"),
        Fact("报警应到时间", within, wide=True),
        Fact("当时的判定参数", in_force, wide=True),
        Fact("说明", found.note, wide=True),
    ]


def _figures(found: AlarmTest, made: Report) -> list[tuple[str, str, str]]:
    whole = made.result.whole
    return [
        _big(whole.miss_rate, f"漏报率（限 < {found.miss_limit_pct:g} %）", found.miss_limit_pct),
        _big(whole.false_rate, f"误报率（限 < {found.false_limit_pct:g} %）",
             found.false_limit_pct),
        (str(whole.staged + whole.quiet), "模拟事件", ""),
        (str(whole.raised), "期间报警（本次测试）", ""),
    ]  # fmt: skip


def _big(rate: float | None, word: str, limit_pct: float) -> tuple[str, str, str]:
    over = rate is not None and 100 * rate >= limit_pct
    return percent(rate), word, "p2" if over else ""


def _families(made: Report) -> Panel:
    rows = [_rates(WITHIN_LABELS.get(k, k), one) for k, one in made.result.families.items()]
    heads = ["项目", "应报", "漏报", "采样 E/N", "漏报率", "不应报", "采样 E/N", "报警", "误报",
             "误报率"]  # fmt: skip
    note = "按事件与按采样（附录 A.4、A.5）取较差者"
    return Panel("分项结果", table=Table(heads, rows, "还没有模拟事件"), note=note)


def _rates(name: str, one: Rates) -> list[Any]:
    return [
        name, one.staged, one.missed, f"{one.miss_wrong}/{one.miss_samples}",
        percent(one.miss_rate), one.quiet, f"{one.false_wrong}/{one.false_samples}",
        one.raised, one.false_raised, percent(one.false_rate),
    ]  # fmt: skip


def _colours(made: Report) -> list[Panel]:
    rows = [
        (COLOURS[kind], staged, right, percent(right / staged))
        for kind, (right, staged) in made.result.colours.items()
    ]
    if not rows:
        return []
    return [Panel("聚集分级准确率", table=Table(["应报颜色", "次数", "颜色正确", "准确率"], rows))]


def _lines(made: Report, names: dict[str, str]) -> list[dict[str, Any]]:
    """Each staged event with its outcome."""
    titles = {one["id"]: one["title"] for one in made.alarms}
    return [
        {
            "name": names.get(event.kind, event.kind),
            "test": "应当报警" if event.should_alarm else "不应报警",
            "area": event.area.name if event.area else "", "since": event.since,
            "until": event.until, "people": event.people, "what": event.what,
            "result": _word(outcome), "right": outcome.is_right,
            "alarm": titles.get(outcome.alarm.id, "") if outcome.alarm else "",
            "delay_s": None if outcome.delay_s is None else round(outcome.delay_s, 1),
            "samples": outcome.samples, "wrong": outcome.wrong,
        }
        for event, outcome in zip(made.events, made.result.outcomes, strict=True)
    ]  # fmt: skip


def _word(outcome: Outcome) -> str:
    if outcome.staged.should_alarm:
        return "漏报" if outcome.alarm is None else "已报警"
    return "未报警" if outcome.alarm is None else "误报"


def _events(made: Report, names: dict[str, str]) -> Panel:
    rows = [
        (
            line["name"], line["test"], line["area"], line["since"],
            line["until"] or Tag("进行中", "accent"), line["people"] or "",
            Tag(line["result"], "good" if line["right"] else "p2"),
            "" if line["delay_s"] is None else f"{line['delay_s']:g} s", line["what"],
        )
        for line in _lines(made, names)
    ]  # fmt: skip
    heads = ["模拟事件", "试验", "区域", "开始", "结束", "人数", "结果", "用时", "做法"]
    return Panel("模拟事件", table=Table(heads, rows, "还没有模拟事件"))


def _alarms(made: Report) -> Panel:
    """Alarms of the session, those of its kinds first: marked as a test here and nowhere else."""
    tested = {family(one.kind) for one in made.events}
    wrong = set(made.result.false_alarms)
    first = sorted(made.alarms, key=lambda one: family(one["kind"]) not in tested)
    rows = [
        (
            Tag("测试", "accent") if family(one["kind"]) in tested else Tag("未参加", "off"),
            (one["title"], reverse("alarms:alarm", args=[one["id"]])), one["area_name"],
            datetime.fromisoformat(one["since"]),
            datetime.fromisoformat(one["until"]) if one["until"] else Tag("持续", "accent"),
            Tag("误报", "p2") if one["id"] in wrong else "",
        )
        for one in first
    ]  # fmt: skip
    return Panel("期间的报警", table=Table(["", "报警", "区域", "开始", "结束", ""], rows))
