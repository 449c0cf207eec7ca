"""What several pages of the slice show."""

from datetime import date
from typing import Any

from django.db.models import Model
from django.urls import reverse

from anhuan.desk.details import Fact
from anhuan.desk.lists import Tag
from anhuan.domains.calibration.models import WalkTest
from anhuan.domains.calibration.queries.due import DUTIES, dues_of
from anhuan.domains.calibration.rules.due import Due
from anhuan.domains.calibration.rules.instruments import NEEDED
from anhuan.domains.org.models import Company
from anhuan.kernel import clock

RISKS = {"red": "红", "orange": "橙", "yellow": "黄", "blue": "蓝"}
STATE_TONES = {"open": "accent", "cancelled": "off"}
DUE_WORDS = {
    "never": ("还没有合格记录，请尽快安排", "p2"), "overdue": ("已逾期 {late} 天", "p2"),
    "soon": ("还有 {left} 天到期", "p3"), "fine": ("还有 {left} 天", "good"),
}  # fmt: skip


def url(name: str, row: Model) -> str:
    """An address about one row."""
    return reverse(f"calibration:{name}", args=[row.pk])


def verdict_tag(test: Any) -> Tag:
    """Where a test stands: its state, or its verdict once it is finished."""
    if test.state != "finished":
        return Tag(test.get_state_display(), STATE_TONES.get(test.state, ""))
    return passed_tag(test.passed)


def passed_tag(passed: bool | None) -> Tag:
    """Kept the limits, broke them, or not wholly tested."""
    if passed is None:
        return Tag("试验不全", "p4")
    return Tag("合格", "good") if passed else Tag("不合格", "p2")


def due_context(company: Company, duty: str) -> dict[str, Any]:
    """When the duty is due, for the line above its list."""
    due = dues_of(company, today())[duty]
    name, clause = DUTIES[duty]
    return {"due": due, "due_name": name, "due_clause": clause, "due_tag": due_tag(due)}


def due_tag(due: Due) -> Tag:
    """In time, soon, or late."""
    words, tone = DUE_WORDS[due.state]
    left = due.days_left or 0
    return Tag(words.format(left=left, late=-left), tone)


def percent(rate: float | None) -> str:
    """A rate 0..1 as people read it; a dash where nothing was tested."""
    return "—" if rate is None else f"{100 * rate:.1f} %"


def cdf_chart(curve: list[tuple[float, float]], limit: float) -> dict[str, Any]:
    """The CDF of errors, with 68.27 % and a limit (m) as lines."""
    marks = {
        "silent": True,
        "symbol": "none",
        "label": {"position": "insideEndTop"},
        "data": [{"yAxis": 68.27}, {"xAxis": limit}],
    }
    line = {"type": "line", "name": "累计", "data": [list(p) for p in curve],
            "symbol": "none", "step": "end", "markLine": marks}  # fmt: skip
    widest = max(limit * 1.1, curve[-1][0])
    option = {
        "xAxis": {"type": "value", "name": "误差 m", "nameLocation": "middle",
                  "nameGap": 26, "min": 0, "max": round(widest + 0.05, 1)},
        "yAxis": {"type": "value", "name": "%", "min": 0, "max": 100}, "series": [line],
        "grid": {"left": 44, "right": 28, "top": 30, "bottom": 46},
    }  # fmt: skip
    return {"title": "误差累计分布", "option": option, "height": 260}


def instrument_facts(walk: WalkTest) -> list[Fact]:
    """What the test was measured with, as it was that day."""
    words = "{name} {number}，证书 {certificate}，有效期至 {valid_until}"
    return [
        Fact(NEEDED[one["kind"]].label, words.format(**one), wide=True) for one in walk.instruments
    ]


def today() -> date:
    """In the plant."""
    return clock.now().astimezone().date()
