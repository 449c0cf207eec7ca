"""What is wrong with devices now: anchors silent, batteries low, tags moving about with nobody."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from anhuan.domains.alarms.rules import Place
from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import Anchor, PositioningSettings, Tag
from anhuan.domains.positioning.queries.devices import (
    holder_of,
    holders_now,
    open_assignments,
    settings_of,
)
from anhuan.domains.positioning.queries.gate_checks import (
    active_alarms,
    people_out_with_tag,
    people_without_tag,
)
from anhuan.domains.positioning.queries.troubles import SOURCE, Trouble, people_of, place_of

KINDS = ("anchor_down", "low_battery", "tag_unassigned", "no_tag")
RECOVERED_PCT = 5  # a battery has to gain that much before its alarm returns


def troubles(company: Company, now: datetime, standing: set[str]) -> list[Trouble] | None:
    """Everything wrong at `now`; None while nothing at all is heard: then it is not the devices.

    `standing` are conditions already told: a low battery stays low until it has gained 5 %.
    """
    settings = settings_of(company)
    if not _anything_heard(company, now, settings):
        return None
    return [
        *_anchors_down(company, now, settings),
        *_batteries_low(company, settings, standing),
        *_tags_of_nobody(company, now, settings),
        *people_without_tag(company, now, settings),
        *people_out_with_tag(company, now, settings),
    ]


def standing_conditions(company: Company) -> dict[str, str]:
    """Active device alarms of any source, and ours of any kind: condition → source."""
    rows = active_alarms(company).filter(Q(kind__code__in=KINDS) | Q(source=SOURCE))
    return dict(rows.values_list("condition", "source"))


def _anything_heard(company: Company, now: datetime, settings: PositioningSettings) -> bool:
    limit = now - timedelta(seconds=settings.tag_offline_s)
    return (
        Tag.objects.filter(company=company, seen_at__gte=limit).exists()
        or Anchor.objects.filter(company=company, seen_at__gte=limit).exists()
    )


def _anchors_down(
    company: Company, now: datetime, settings: PositioningSettings
) -> Iterator[Trouble]:
    limit = now - timedelta(seconds=settings.anchor_offline_s)
    rows = Anchor.objects.filter(company=company, is_retired=False, seen_at__lt=limit)
    for anchor in rows.select_related("area"):
        assert anchor.seen_at is not None  # the filter
        where = anchor.area.name if anchor.area else "未划区域"
        minutes = int((now - anchor.seen_at).total_seconds()) // 60
        yield Trouble(
            "anchor_down", anchor.pk, f"基站离线 · {anchor.number}",
            f"{where} {anchor.floor}F，已 {minutes} 分钟没有信号，{anchor.get_power_display()}",
            Place(anchor.area_id, anchor.x_m, anchor.y_m, anchor.floor, anchor.range_limit_m),
            inputs={"seen_at": anchor.seen_at.isoformat(), "limit_s": settings.anchor_offline_s},
        )  # fmt: skip


def _batteries_low(
    company: Company, settings: PositioningSettings, standing: set[str]
) -> Iterator[Trouble]:
    low = settings.low_battery_pct
    rows = Tag.objects.filter(company=company, is_retired=False)
    rows = rows.filter(battery_pct__lt=low + RECOVERED_PCT, assignments__until__isnull=True)
    held = rows.filter(Exists(open_assignments().filter(tag=OuterRef("pk")))).distinct()
    for tag in held.select_related("latest").prefetch_related(holders_now()):
        holder, pct = holder_of(tag), tag.battery_pct or 0
        trouble = Trouble(
            "low_battery", tag.pk, f"低电量 · {holder}",
            f"标签 {tag.number} 剩余 {pct} %，低于 {low} %，请充电或更换",
            place_of(tag), people_of(holder), {"battery_pct": pct, "limit_pct": low},
        )  # fmt: skip
        if pct < low or trouble.condition in standing:
            yield trouble


def _tags_of_nobody(
    company: Company, now: datetime, settings: PositioningSettings
) -> Iterator[Trouble]:
    """Located within the limit, held by nobody, and not in the rack at a gate."""
    limit = now - timedelta(seconds=settings.tag_offline_s)
    rows = Tag.objects.filter(company=company, is_retired=False, latest__t__gte=limit)
    rows = rows.filter(~Exists(open_assignments().filter(tag=OuterRef("pk"))))
    rows = rows.filter(Q(latest__area__isnull=True) | ~Q(latest__area__kind=Area.Kind.GATE))
    for tag in rows.select_related("latest__area"):
        where = tag.latest.area.name if tag.latest.area else "厂区"
        yield Trouble(
            "tag_unassigned", tag.pk, f"标签未绑定 · {tag.number}",
            f"{where} {tag.latest.floor}F 有人携带未发放的标签，请核实并发放或收回",
            place_of(tag), inputs={"located_at": tag.latest.t.isoformat()},
        )  # fmt: skip
