"""What the engine must know of the plant, read from the database in one go."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from anhuan.domains.calibration.queries.rows import settings_of as calibration_of
from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Site, Structure
from anhuan.domains.positioning.models import Anchor, PositioningSettings, Sounder
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.engine.adapters.ground import load_ground
from anhuan.engine.adapters.hauls import with_vehicles
from anhuan.engine.adapters.holders import Holder, core_tag, load_holders
from anhuan.engine.adapters.inspections import with_inspections
from anhuan.engine.adapters.job_areas import with_job_areas
from anhuan.engine.adapters.others import Others, load_others
from anhuan.engine.adapters.radio_maps import load_radio_maps
from anhuan.engine.adapters.zones import Zones, load_zones
from anhuan.engine.core import config as core
from anhuan.engine.core.rates import RateRules
from anhuan.engine.core.tuning import TUNING
from anhuan.kernel import clock
from anhuan.kernel.geo import Georeference

log = logging.getLogger("engine")

PLANT_TIME = "Asia/Shanghai"
CLOCK_BEHIND_MS = 600_000  # later than that says nothing about now: the device's clock is wrong
ROWS_PER_TAG_SECOND = 2_000  # a gateway that was cut off delivers a minute of a tag in one second


@dataclass(frozen=True, slots=True)
class Plant:
    """One company's plant, for the pipeline (`config`) and for naming what it decides."""

    company: Company
    config: core.Config
    holders: Mapping[UUID, Holder]  # by tag
    zones: Zones
    anchors: Mapping[str, UUID]  # by device number
    georeference: Georeference | None
    time_zone: tzinfo
    low_battery_pct: int
    gas_near_m: float = 50.0
    rates: RateRules | None = None  # None: tags report as they like
    check_every_ms: int = 600_000  # of what ranges leave over at anchors
    sounders: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)  # by area
    others: Others = field(default_factory=Others)  # what only other plants know

    @property
    def code(self) -> str:
        """The company's part of NATS subjects."""
        return self.company.code

    def config_at(self, moment: datetime) -> core.Config:
        """The pipeline's configuration with the fences that are in force at `moment`."""
        return replace(self.config, fences=self.zones.fences_at(moment, self.time_zone))


def find_company() -> Company | None:
    """The plant this engine serves: the first of our own; None in an empty database."""
    return Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False).order_by("pk").first()


def load_plant(company: Company) -> Plant:
    """Everything, in a handful of queries."""
    site = Site.objects.filter(company=company).first()
    tuned = settings_of(company)
    holders = load_holders(company)
    people = tuple(holders.values())
    now = clock.now()
    zones = with_job_areas(load_zones(company, people), company, people, now)
    zones = with_inspections(zones, company, people, now)
    rows = list(Anchor.objects.filter(company=company, is_retired=False).order_by("number"))
    settings = core_settings(tuned, floor_heights(company))
    walls, passages, storeys = load_ground(company)
    config = core.Config(
        anchors=tuple(_core_anchor(row) for row in rows),
        tags=tuple(core_tag(holder) for holder in holders.values()),
        areas=zones.areas,
        fences=zones.fences,
        settings=settings,
        walls=walls,
        passages=passages,
        storeys=storeys,
        radio_maps=load_radio_maps(company),
    )
    return Plant(
        company=company,
        config=with_vehicles(config, company, people),
        holders=holders,
        zones=zones,
        anchors={row.number: row.pk for row in rows},
        georeference=site.georeference if site else None,
        time_zone=_time_zone(site.time_zone if site else PLANT_TIME),
        low_battery_pct=tuned.low_battery_pct,
        gas_near_m=tuned.gas_near_m,
        rates=rate_rules(tuned),
        check_every_ms=calibration_of(company).check_every_min * 60_000,
        sounders=sounders_of(company),
        others=load_others(company),
    )


def core_settings(
    tuned: PositioningSettings, floors: tuple[tuple[int, float], ...]
) -> core.Settings:
    """The plant's own figures laid over the defaults."""
    return replace(
        core.Settings(),
        lost_after_ms=tuned.tag_offline_s * 1000,
        clock_behind_ms=CLOCK_BEHIND_MS,
        rows_per_tag_second=ROWS_PER_TAG_SECOND,
        floor_z_m=floors,
        tag_height_m=tuned.tag_height_m,
        path_loss_exponent=tuned.path_loss_exponent,
        range_age_ms=tuned.range_age_ms,
        over_at_limit=tuned.over_at_limit,
        crowding=replace(
            core.CrowdingSettings(),
            radius_m=tuned.crowd_radius_m,
            longer_than_ms=tuned.crowd_longer_than_s * 1000,
        ),
        tuning=TUNING._replace(still_ms=tuned.still_after_s * 1000, still_m=tuned.still_within_m),
    )


def rate_rules(tuned: PositioningSettings) -> RateRules | None:
    """How often tags are asked to report; None where the plant leaves it to them."""
    if not tuned.adapts_rates:
        return None
    return RateRules(tuned.slow_after_s * 1000, tuned.slow_every_ms, tuned.fast_every_ms)


def sounders_of(company: Company) -> dict[UUID, tuple[str, ...]]:
    """Numbers of the sirens and lamps in use, by the areas they warn."""
    found: dict[UUID, tuple[str, ...]] = {}
    rows = Sounder.objects.filter(company=company, is_retired=False).order_by("number")
    for one in rows.prefetch_related("also_warns"):
        for area in {one.area_id, *(area.pk for area in one.also_warns.all())}:
            found[area] = (*found.get(area, ()), one.number)
    return found


def floor_heights(company: Company) -> tuple[tuple[int, float], ...]:
    """(floor, height of its slab): of the structure with most floors, others fill the gaps."""
    rows = Structure.objects.filter(company=company, is_retired=False)
    lists = [one for one in rows.order_by("code").values_list("floors", flat=True) if one]
    heights: dict[int, float] = {}
    for one in sorted(lists, key=len, reverse=True):
        for level in one:
            try:
                heights.setdefault(int(level["floor"]), float(level["z_m"]))
            except (KeyError, TypeError, ValueError):
                log.error("a structure's floor cannot be read: %r", level)
    heights.setdefault(1, 0.0)
    return tuple(sorted(heights.items()))


def _core_anchor(row: Anchor) -> core.Anchor:
    made = core.Anchor(
        number=row.number,
        x=row.x_m,
        y=row.y_m,
        z=row.z_m,
        floor=row.floor,
        area=row.area_id,
        heading_deg=row.heading_deg,
        angle_sd_deg=row.angle_sd_deg,
        reach_m=row.reach_m,
        bias_m=row.bias_m,
        range_age_ms=row.range_age_ms,
    )
    if row.tx_power_dbm is None:
        return made
    return replace(made, rssi_at_1m_dbm=row.tx_power_dbm)


def _time_zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        log.error("time zone %r is unknown, taking %s", name, PLANT_TIME)
        return ZoneInfo(PLANT_TIME)
