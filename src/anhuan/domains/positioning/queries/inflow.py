"""What came in and what was refused: dead letters by reason and source, slow and unknown tags."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet, Sum

from anhuan.domains.org.models import Company
from anhuan.domains.positioning.models import (
    Anchor,
    DeadLetter,
    DeadLetterCount,
    EngineState,
    Tag,
    TrackChunk,
)
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.rules.tracks import fixes_per_minute
from anhuan.kernel.chunks import decode

# Why a message is refused (docs/reference/contracts.md), in words.
REASONS: dict[str, str] = {
    "bad_json": "不是 JSON",
    "too_large": "消息过大",
    "bad_shape": "缺少字段或类型不对",
    "unknown_tag": "未登记的标签",
    "unknown_anchor": "未登记的基站",
    "not_finite": "数值无效",
    "out_of_range": "测距超出可能范围",
    "clock_ahead": "设备时钟超前",
    "clock_behind": "设备时钟滞后",
    "duplicate": "重复",
    "flood": "流量过大",
    # vehicle terminals (JT/T 808)
    "bad_checksum": "校验码不对",
    "bad_escape": "转义错误",
    "encrypted": "加密报文，无法读取",
    "incomplete": "分包不全",
    "unsupported": "不支持的消息",
    "unknown_terminal": "未登记的终端",
    "other_device": "手机号相同的另一台终端",
    "other_phone": "一条连接用了两个手机号",
    "bad_code": "鉴权码不对",
    "not_signed_in": "尚未鉴权",
    "order_refused": "终端未执行指令",
    "too_slow": "收发过慢",
    "too_many": "连接过多",
}


@dataclass(frozen=True, slots=True)
class Refusals:
    """Refused messages of one reason and source within the period."""

    reason: str
    source: str
    count: int
    last_hour: datetime

    @property
    def reason_label(self) -> str:
        """The reason in words."""
        return REASONS.get(self.reason, self.reason)


def refusals(since: datetime, limit: int = 200) -> list[Refusals]:
    """Refused messages by reason and source since then, most first."""
    rows = DeadLetterCount.objects.filter(hour__gte=since).values("reason", "source")
    rows = rows.annotate(n=Sum("count"), last=Max("hour")).order_by("-n")
    return [Refusals(r["reason"], r["source"], r["n"], r["last"]) for r in rows[:limit]]


def refusal_totals(since: datetime) -> list[tuple[str, int]]:
    """(reason in words, messages) since then, most first."""
    totals: Counter[str] = Counter()
    for row in (
        DeadLetterCount.objects.filter(hour__gte=since).values("reason").annotate(n=Sum("count"))
    ):
        totals[REASONS.get(row["reason"], row["reason"])] += row["n"]
    return totals.most_common()


def samples(reason: str = "", source: str = "") -> QuerySet[DeadLetter]:
    """Kept samples of refused messages, newest first."""
    rows = DeadLetter.objects.order_by("-at")
    if reason:
        rows = rows.filter(reason=reason)
    return rows.filter(subject__icontains=source) if source else rows


@dataclass(frozen=True, slots=True)
class TagRate:
    """How often a tag was located over a sealed ten minutes."""

    tag: Tag
    per_minute: float
    is_slow: bool


def tag_rates(company: Company, now: datetime) -> tuple[datetime | None, list[TagRate]]:
    """Fixes a minute of each tag in the newest sealed ten minutes, slowest first (AQL-087).

    Measured from a tag's first to its last fix in them, so that coming or going does not count as
    being slow; tags seen for less than two minutes are left out.
    """
    rows = TrackChunk.objects.filter(company=company, bucket__gte=now - timedelta(hours=3))
    newest = rows.aggregate(newest=Max("bucket"))["newest"]
    if newest is None:
        return None, []
    limit = settings_of(company).min_fixes_per_minute
    packed = dict(rows.filter(bucket=newest).values_list("tag_id", "payload"))
    rates = {tag: fixes_per_minute(decode(bytes(payload))) for tag, payload in packed.items()}
    measured = {tag: rate for tag, rate in rates.items() if rate is not None}
    found = [
        TagRate(tag, measured[tag.pk], round(measured[tag.pk], 1) < limit)
        for tag in Tag.objects.filter(pk__in=measured)
    ]
    return newest, sorted(found, key=lambda rate: rate.per_minute)


def silent_devices(company: Company, now: datetime) -> tuple[int, int, int, int]:
    """(tags, tags silent, anchors, anchors silent), retired ones left out."""
    settings = settings_of(company)
    tags = Tag.objects.filter(company=company, is_retired=False)
    anchors = Anchor.objects.filter(company=company, is_retired=False)
    tag_limit = now - timedelta(seconds=settings.tag_offline_s)
    anchor_limit = now - timedelta(seconds=settings.anchor_offline_s)
    return (
        tags.count(), tags.exclude(seen_at__gte=tag_limit).count(),
        anchors.count(), anchors.exclude(seen_at__gte=anchor_limit).count(),
    )  # fmt: skip


def engine_states(company: Company) -> QuerySet[EngineState]:
    """How far each engine shard has read, and when it last saved."""
    return EngineState.objects.filter(company=company).defer("blob").order_by("shard")
