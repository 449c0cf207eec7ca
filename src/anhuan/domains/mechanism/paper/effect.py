"""The report of the mechanism's running: score, rates, by department, by plan, hazards."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from anhuan.desk.paper import Band, Grid, Paper, Prose, Section, label, value
from anhuan.domains.mechanism.rules.rates import Checks
from anhuan.domains.mechanism.rules.score import Score

Rated = Sequence[tuple[str, Checks]]
HEADS = ("应完成", "按时", "补检", "漏检", "完成率", "及时率", "到位率")
PARTS = (("任务得分", "screeTaskScore"), ("包保责任", "coverageScore"),
         ("隐患治理", "hiddenGovernScore"), ("隐患过少", "hiddenFewScore"))  # fmt: skip


def effect_paper(
    company: str, span: tuple[date, date], score: Score, whole: Checks,
    groups: Sequence[tuple[str, Rated]], hazards: str, now: datetime,
) -> Paper:  # fmt: skip
    """`groups`: (what by, its rows); `hazards`: the sentence about hazards."""
    first, last = span
    bands: list[Band] = [Prose(_summary(first, last, whole)), Prose(hazards), _score(score)]
    bands += [_rates(title, rows) for title, rows in groups if rows]
    printed = f"打印于 {timezone.localtime(now):%Y-%m-%d %H:%M}"
    return Paper(
        "双重预防机制运行评估报告", (Section(tuple(bands)),), company=company, notes=(printed,)
    )


def pct(share: float | None) -> str:
    """97.5%, or a dash."""
    return "—" if share is None else f"{share:g}%"


def _summary(first: date, last: date, whole: Checks) -> str:
    return (
        f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}应完成排查任务 {whole.ended} 项，"
        f"按时完成 {whole.done} 项，补检 {whole.made_up} 项，"
        f"漏检 {whole.missed} 项，停检 {whole.rested} 项；"
        f"完成率 {pct(whole.completion_pct)}，及时率 {pct(whole.in_time_pct)}，"
        f"漏检率 {pct(whole.missed_pct)}，到位率 {pct(whole.sign_in_pct)}；"
        f"发现异常 {whole.abnormal} 处。"
    )


def _score(score: Score) -> Grid:
    told = score.outward()
    heads = ("本周得分", "运行等级", *(word for word, _ in PARTS), "否决")
    cells = (f"{score.score:g}", score.level.label, *(f"{told[key]:g}" for _, key in PARTS),
             score.veto or "无")  # fmt: skip
    return Grid(
        (0,) * len(heads),
        (tuple(label(text) for text in heads),
         tuple(value(text, align="center") for text in cells)),
    )  # fmt: skip


def _rates(title: str, rows: Rated) -> Grid:
    head = tuple(label(text) for text in (title, *HEADS))
    lines = tuple(
        (value(name), *(value(text, align="center") for text in (
            str(one.ended), str(one.done), str(one.made_up), str(one.missed),
            pct(one.completion_pct), pct(one.in_time_pct), pct(one.sign_in_pct),
        )))
        for name, one in rows
    )  # fmt: skip
    return Grid((52, 0, 0, 0, 0, 0, 0, 0), (head, *lines), header=1)
