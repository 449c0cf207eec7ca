"""The risk-warning model: from what a plant reports to red, orange, yellow or blue, with reasons.

No text of the state publishes the numbers: points and bounds are the authority's to set. What is
said openly is what counts: live alarms, special works, the commitment, hazards, video.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from anhuan.domains.province.rules.levels import BLUE, ORANGE, RED, YELLOW, is_graver

LONG_OPEN_MIN = 30  # an alarm nobody has settled for half an hour
MOST = 5  # of a kind count; the sixth says nothing new


@dataclass(frozen=True, slots=True)
class Picture:
    """One plant now."""

    alarms: int = 0  # open
    grave_alarms: int = 0  # of them: help, fire, smoke, high-high …
    old_alarms: int = 0  # of them: open 30 minutes and longer
    hot_works: int = 0  # special and first class, going on
    confined_works: int = 0
    other_works: int = 0
    is_committed: bool = True
    is_past_ten: bool = False
    committed_grade: str = BLUE
    major_hazards: int = 0
    overdue_hazards: int = 0
    videos_off: int = 0
    is_online: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, and how many points it weighs. `least`: the colour it alone brings."""

    code: str
    text: str
    points: int
    least: str = ""

    def as_json(self) -> dict[str, str | int]:
        """For the row."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The colour, the points, the reasons, gravest first."""

    level: str
    points: int
    reasons: tuple[Reason, ...]


WEIGHTS: dict[str, int] = {
    "alarm": 8, "grave_alarm": 25, "old_alarm": 6, "hot_work": 8, "confined_work": 8,
    "other_work": 2, "no_commitment": 15, "commitment_grade": 20, "major_hazard": 30,
    "overdue_hazard": 8, "video_off": 4, "offline": 15, "alarm_at_work": 20,
}  # fmt: skip
LABELS: dict[str, str] = {
    "alarm": "未销报警（每条）", "grave_alarm": "严重报警（每条）",
    "old_alarm": "超 30 分钟未销（每条）",
    "hot_work": "特级、一级动火（每项）", "confined_work": "受限空间（每项）",
    "other_work": "其他特殊作业（每项）", "no_commitment": "10:00 后仍未承诺",
    "commitment_grade": "承诺等级（红全分，橙六成，黄三成）",
    "major_hazard": "未闭环重大隐患（每项）",
    "overdue_hazard": "超期隐患（每项）", "video_off": "视频设备异常（每台）",
    "offline": "系统离线",
    "alarm_at_work": "高风险作业与严重报警同时存在",
}  # fmt: skip
BOUNDS: dict[str, int] = {RED: 80, ORANGE: 50, YELLOW: 25}  # points from which the colour holds
_GRADE_SHARE = {RED: 10, ORANGE: 6, YELLOW: 3}  # tenths


def judge(
    picture: Picture, weights: Mapping[str, int] = WEIGHTS, bounds: Mapping[str, int] = BOUNDS
) -> Judgement:
    """The colour by points; where one reason alone brings a graver colour, that one."""
    found = sorted(_reasons(picture, WEIGHTS | dict(weights)), key=lambda one: -one.points)
    points = sum(one.points for one in found)
    limits = BOUNDS | dict(bounds)
    level = next((one for one in (RED, ORANGE, YELLOW) if points >= limits[one]), BLUE)
    for one in found:
        if one.least and is_graver(one.least, level):
            level = one.least
    return Judgement(level, points, tuple(found))


def _reasons(now: Picture, weights: Mapping[str, int]) -> Iterator[Reason]:
    yield from _of_alarms(now, weights)
    yield from _of_works(now, weights)
    yield from _of_commitment(now, weights)
    yield from _of_hazards(now, weights)
    if now.videos_off:
        points = weights["video_off"] * min(now.videos_off, MOST)
        yield Reason("video_off", f"{now.videos_off} 台视频设备异常", points)
    if not now.is_online:
        yield Reason("offline", "系统离线，数据未上传", weights["offline"])


def _of_alarms(now: Picture, weights: Mapping[str, int]) -> Iterator[Reason]:
    plain = now.alarms - now.grave_alarms
    if plain > 0:
        yield Reason("alarm", f"{plain} 条报警未销", weights["alarm"] * min(plain, MOST))
    if now.grave_alarms:
        points = weights["grave_alarm"] * min(now.grave_alarms, MOST)
        yield Reason("grave_alarm", f"{now.grave_alarms} 条严重报警未销", points, YELLOW)
    if now.old_alarms:
        points = weights["old_alarm"] * min(now.old_alarms, MOST)
        text = f"{now.old_alarms} 条报警超过 {LONG_OPEN_MIN} 分钟未销"
        yield Reason("old_alarm", text, points)
    if now.grave_alarms and now.hot_works + now.confined_works:
        text = "严重报警未销时仍有动火或受限空间作业"
        yield Reason("alarm_at_work", text, weights["alarm_at_work"], ORANGE)


def _of_works(now: Picture, weights: Mapping[str, int]) -> Iterator[Reason]:
    for code, count, word in (
        ("hot_work", now.hot_works, "项特级、一级动火"),
        ("confined_work", now.confined_works, "项受限空间作业"),
        ("other_work", now.other_works, "项其他特殊作业"),
    ):
        if count:
            yield Reason(code, f"{count} {word}进行中", weights[code] * min(count, MOST))


def _of_commitment(now: Picture, weights: Mapping[str, int]) -> Iterator[Reason]:
    if not now.is_committed:
        if now.is_past_ten:
            yield Reason("no_commitment", "10:00 后仍未承诺", weights["no_commitment"])
        return
    if share := _GRADE_SHARE.get(now.committed_grade):
        points = weights["commitment_grade"] * share // 10
        yield Reason("commitment_grade", "企业承诺的风险等级不是蓝色", points)


def _of_hazards(now: Picture, weights: Mapping[str, int]) -> Iterator[Reason]:
    if now.major_hazards:
        points = weights["major_hazard"] * min(now.major_hazards, MOST)
        yield Reason("major_hazard", f"{now.major_hazards} 项重大隐患未闭环", points, ORANGE)
    if now.overdue_hazards:
        points = weights["overdue_hazard"] * min(now.overdue_hazards, MOST)
        yield Reason("overdue_hazard", f"{now.overdue_hazards} 项隐患超期未整改", points)
