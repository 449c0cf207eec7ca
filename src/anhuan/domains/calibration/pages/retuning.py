"""An alarm test with other thresholds, the rates of all side by side."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from anhuan.desk.details import Panel, Table
from anhuan.desk.forms import respond_form
from anhuan.desk.marks import Tag
from anhuan.desk.pages import form_page
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.forms.alarm_tests import WITHIN_LABELS
from anhuan.domains.calibration.forms.computing import RetuneForm
from anhuan.domains.calibration.models import AlarmTest, Retune
from anhuan.domains.calibration.pages.common import passed_tag, percent, url
from anhuan.domains.calibration.queries import rows as queries
from anhuan.domains.calibration.queries.alarm_tests import Report
from anhuan.domains.calibration.queries.retuning import Outcome, outcomes_of
from anhuan.domains.calibration.rules.alarm_tests import Rates
from anhuan.domains.calibration.rules.retuning import THRESHOLDS
from anhuan.domains.org.queries import account_of

SHOWN_MAX = 100
TONES = {"waiting": "", "running": "accent", "failed": "p2"}


def retunes_panel(test: AlarmTest, live: Report) -> Panel:
    """A row a set of thresholds, the live session first; columns are the kinds tested."""
    runs = outcomes_of(test)
    families = sorted(live.result.families)
    heads = ["参数", "设定", *(f"{WITHIN_LABELS.get(f, f)} 漏/误" for f in families),
             "漏报率", "误报率", "结果"]  # fmt: skip
    whole = live.result.whole
    rows = [
        [
            "实际报警",
            "当时参数",
            *(_pair(live.result.families[f]) for f in families),
            percent(whole.miss_rate),
            percent(whole.false_rate),
            passed_tag(live.passed),
        ]
    ]
    rows += [_cells(one, families) for one in runs]  # fmt: skip
    note = "用记录的轨迹按不同参数重新判定，不影响正在运行的报警；只含由位置判定的报警"
    return Panel("参数比较", table=Table(heads, rows), note=note)


def retuned_alarms(test: AlarmTest) -> list[Panel]:
    """What each set of thresholds would have rung, when it would have ended, and why."""
    rows = [_alarm(run, one) for run in test.retunes.order_by("asked_at") for one in run.alarms]
    if not rows:
        return []
    heads = ["参数", "报警", "区域", "开始", "结束", "结束原因"]
    note = f"共 {len(rows)} 条，列出前 {SHOWN_MAX} 条" if len(rows) > SHOWN_MAX else ""
    return [Panel("试算得到的报警", table=Table(heads, rows[:SHOWN_MAX]), note=note)]


def _alarm(run: Retune, one: dict[str, Any]) -> list[Any]:
    ended = datetime.fromisoformat(one["until"]) if one["until"] else Tag("持续到结束", "")
    why = one.get("why_ended") or ("现场恢复" if one["until"] else "")
    began = datetime.fromisoformat(one["since"])
    return [run.name, one["title"], one["area_name"], began, ended, why]


def _cells(one: Outcome, families: list[str]) -> list[Any]:
    if one.result is None:
        state = Tag(one.run.error or one.run.get_state_display(), TONES[one.run.state])
        return [one.run.name, worded(one.run.tuning), *["—"] * (len(families) + 2), state]
    whole, found = one.result.whole, one.result.families
    pairs = [_pair(found[f]) if f in found else "—" for f in families]
    return [one.run.name, worded(one.run.tuning), *pairs, percent(whole.miss_rate),
            percent(whole.false_rate), passed_tag(one.passed)]  # fmt: skip


def _pair(rates: Rates) -> str:
    return f"{percent(rates.miss_rate)} / {percent(rates.false_rate)}"


def worded(tuning: dict[str, Any]) -> str:
    """A set of thresholds in words."""
    found = []
    for key, value in tuning.items():
        one = THRESHOLDS[key]
        shown = ("是" if value else "否") if one.low is None else f"{value:g} {one.unit}"
        found.append(f"{one.label} {shown}")
    return "，".join(found) or "与现行一致"


@form_page("calibration.edit")
def retune_create(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for a run with other thresholds."""
    account = account_of(request)
    test = queries.get_alarm_test_for(account, pk)
    form = RetuneForm(request.POST or None)
    return respond_form(
        request, form, lambda _: actions.ask_retune(account, test, **form.stated),
        f"试算参数 · {test}", url("alarm_test", test), submit="试算",
        done="已开始计算，稍后刷新看结果",
    )  # fmt: skip
