"""Data-quality governance: what a plant's data lack (鲁应急字〔2021〕107号 附件1 五(二)).

The text names the faults, not the limits; those are the authority's to set.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from anhuan.domains.province.rules.scenes import ALARMS, SCENES, scenes_of

EVENTS = frozenset(ALARMS)  # where nothing happened there is nothing to send
DEADLINE = time(10, 0)  # before ten o'clock; ten sharp is late
CLASH_DAYS = 7  # how long an id used twice is told


@dataclass(frozen=True, slots=True)
class Limits:
    """Minutes. Each may be set by the authority."""

    alarm_open_min: int = 60
    offline_min: int = 30
    collection_min: int = 60
    video_min: int = 60


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one plant."""

    committed_at: datetime | None = None  # of today
    oldest_alarm_at: datetime | None = None
    open_alarms: int = 0
    late_orders: int = 0  # not answered in time
    unchecked_answers: int = 0  # warnings put right, and nobody has told the result
    last_contact_at: datetime | None = None
    last_sensed_at: datetime | None = None  # None: nothing is sensed
    video_off_since: datetime | None = None
    tables: frozenset[str] = frozenset()  # that have rows
    wanted: frozenset[str] = frozenset()
    refused: int = 0  # rows refused and not put right
    clashes: int = 0  # ids lately used for other content: nothing of those messages was kept
    lacking: tuple[str, ...] = ()  # of its own record: words
    points_lacking: tuple[str, ...] = ()  # of warehouses, racks, tanks


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to put right. `code` is stable: by it faults are counted and filtered."""

    code: str
    text: str
    minutes: int | None = None


KINDS = {
    "no_commitment": "未承诺", "late_commitment": "迟承诺", "alarm_open": "报警长时间未销",
    "order_late": "预警督办超期", "offline": "系统离线", "collection": "数据采集中断",
    "video": "视频离线", "missing": "信息缺失", "wrong": "数据有误", "reused_id": "报文编号重复",
}  # fmt: skip


def faults_of(
    seen: Seen, now: datetime, ten: datetime, limits: Limits = Limits()
) -> Iterator[Fault]:
    """All of them. `ten`: ten o'clock of today where the plant is."""
    yield from _commitment(seen, now, ten)
    yield from _handling(seen, now, limits)
    yield from _silence(seen, now, limits)
    yield from _content(seen)


def _commitment(seen: Seen, now: datetime, ten: datetime) -> Iterator[Fault]:
    if seen.committed_at is None:
        if now >= ten:
            yield Fault("no_commitment", "今日 10:00 前没有收到安全承诺")
    elif seen.committed_at >= ten:
        late_min = int((seen.committed_at - ten) / timedelta(minutes=1))
        yield Fault("late_commitment", f"今日承诺迟到 {late_min} 分钟", late_min)


def _handling(seen: Seen, now: datetime, limits: Limits) -> Iterator[Fault]:
    if (age := _age_min(seen.oldest_alarm_at, now)) is not None and age > limits.alarm_open_min:
        text = f"{seen.open_alarms} 条报警未销，最久 {age} 分钟"
        yield Fault("alarm_open", text, age)
    if seen.late_orders:
        yield Fault("order_late", f"{seen.late_orders} 项预警或督办超期未反馈")
    if seen.unchecked_answers:
        yield Fault("order_late", f"{seen.unchecked_answers} 项处置后未按期反馈核查情况")


def _silence(seen: Seen, now: datetime, limits: Limits) -> Iterator[Fault]:
    offline = _age_min(seen.last_contact_at, now)
    if offline is None:
        yield Fault("offline", "登记后从未接入")
    elif offline > limits.offline_min:
        yield Fault("offline", f"系统离线 {offline} 分钟", offline)
    silent = _age_min(seen.last_sensed_at, now)
    if silent is not None and silent > limits.collection_min:
        yield Fault("collection", f"感知数据中断 {silent} 分钟", silent)
    off = _age_min(seen.video_off_since, now)
    if off is not None and off > limits.video_min:
        yield Fault("video", f"视频设备离线 {off} 分钟", off)


def _content(seen: Seen) -> Iterator[Fault]:
    absent = sorted(seen.wanted - seen.tables - EVENTS)
    if absent:
        yield Fault("missing", f"{len(absent)} 张应报的表没有数据：{'、'.join(absent[:6])}")
    if seen.lacking:
        yield Fault("missing", f"企业基础信息缺：{'、'.join(seen.lacking)}")
    if seen.points_lacking:
        yield Fault("missing", f"监测指标缺：{'；'.join(seen.points_lacking[:4])}")
    if seen.refused:
        yield Fault("wrong", f"{seen.refused} 条数据校验未过，尚未更正")
    if seen.clashes:
        text = f"近 {CLASH_DAYS} 日 {seen.clashes} 个报文编号被用于不同数据，后到的数据没有入库"
        yield Fault("reused_id", text)


def _age_min(since: datetime | None, now: datetime) -> int | None:
    return None if since is None else int((now - since) / timedelta(minutes=1))


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The four indicators of AQ 3064.1-2025 6.2 d), 0 to 1; None: nothing to count."""

    scenes: float | None
    connected: float | None
    complete: float | None
    closed: float | None
    built: Mapping[str, bool] = field(default_factory=dict)


INDICATORS = {
    "scenes": ("场景建成率", "有数据的场景 / 应建场景"),
    "connected": ("数据接入率", "有数据的表 / 应报的表"),
    "complete": ("数据完整性", "校验通过的数据 / 收到的数据"),
    "closed": ("预警闭环率", "已闭环 / 期内下发的预警与督办"),
}  # fmt: skip


def evaluation(
    tables: frozenset[str], wanted: frozenset[str], rows: tuple[int, int], orders: tuple[int, int]
) -> Evaluation:
    """`rows`: sound of received; `orders`: closed of issued, both of the period."""
    built, needed = scenes_of(set(tables)), scenes_of(set(wanted))
    asked = [key for key in SCENES if needed[key]]
    done = sum(built[key] for key in asked)
    owed = wanted - EVENTS
    return Evaluation(
        done / len(asked) if asked else None,
        len(tables & owed) / len(owed) if owed else None,
        _rate(rows), _rate(orders), {key: built[key] for key in asked},
    )  # fmt: skip


def _rate(pair: tuple[int, int]) -> float | None:
    done, of = pair
    return done / of if of else None
