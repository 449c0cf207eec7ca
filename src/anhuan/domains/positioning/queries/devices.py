"""Reading the device ledger: who holds what, what is silent, what the ledger lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import (
    Anchor,
    Assignment,
    PositioningSettings,
    Tag,
    Vehicle,
)
from anhuan.domains.positioning.models.devices import ExplosionProof
from anhuan.domains.positioning.queries.scope import Scope, scope_of
from anhuan.domains.positioning.rules import devices as rules
from anhuan.kernel.errors import Blocker


def settings_of(company: Company) -> PositioningSettings:
    """The plant's settings, or the defaults (unsaved) while it has none."""
    found = PositioningSettings.objects.filter(company=company).first()
    return found or PositioningSettings(company=company)


def open_assignments() -> QuerySet[Assignment]:
    """Who holds which tag now."""
    return Assignment.objects.filter(until__isnull=True)


def visible_tags(account: Account) -> QuerySet[Tag]:
    """Tags of the account's company held by somebody in its scope, or by nobody."""
    scope = scope_of(account, "devices.view")
    held = open_assignments().filter(tag=OuterRef("pk"))
    rows = Tag.objects.filter(company=scope.company)
    if scope.departments is not None:
        mine = held.filter(scope.holders())
        rows = rows.filter(Q(Exists(mine)) | ~Q(Exists(held)))
    return rows.select_related("latest__area").prefetch_related(holders_now())


def holders_now() -> "Prefetch[Any]":
    """Prefetch of the present assignment into `held_now` (a list of none or one)."""
    rows = open_assignments().select_related("person__department", "vehicle__department")
    return Prefetch("assignments", queryset=rows, to_attr="held_now")


def holder_of(tag: Tag) -> Person | Vehicle | None:
    """Who holds the tag now; free of queries on rows of `visible_tags`."""
    held: list[Assignment] = tag.held_now if hasattr(tag, "held_now") else list(_held_now(tag))
    return (held[0].person or held[0].vehicle) if held else None


def _held_now(tag: Tag) -> QuerySet[Assignment]:
    return open_assignments().filter(tag=tag).select_related("person", "vehicle")


def online_tags(rows: QuerySet[Tag], now: datetime, offline_after_s: float) -> QuerySet[Tag]:
    """Those heard within the time limit, seconds."""
    return rows.filter(seen_at__gte=now - timedelta(seconds=offline_after_s))


def offline_tags(rows: QuerySet[Tag], now: datetime, offline_after_s: float) -> QuerySet[Tag]:
    """Those silent for longer, seconds; never heard counts as silent."""
    limit = now - timedelta(seconds=offline_after_s)
    return rows.filter(Q(seen_at__isnull=True) | Q(seen_at__lt=limit))


def held_tags(rows: QuerySet[Tag], held: bool) -> QuerySet[Tag]:
    """Those with (True) or without (False) a holder now."""
    has_holder = Exists(open_assignments().filter(tag=OuterRef("pk")))
    return rows.filter(has_holder if held else ~has_holder)


def visible_anchors(account: Account) -> QuerySet[Anchor]:
    """Anchors of the account's company."""
    return Anchor.objects.filter(company=company_of(account)).select_related("area")


def visible_vehicles(account: Account) -> QuerySet[Vehicle]:
    """Vehicles of the account's company within its scope."""
    scope = scope_of(account, "devices.view")
    rows = Vehicle.objects.filter(company=scope.company)
    if scope.departments is not None:
        rows = rows.filter(department_id__in=scope.departments)
    held = open_assignments().select_related("tag__latest__area")
    return rows.select_related("department", "driver").prefetch_related(
        Prefetch("tag_assignments", queryset=held, to_attr="held_now")
    )


def visible_assignments(account: Account) -> QuerySet[Assignment]:
    """Who held which tag when, within the account's scope."""
    rows = Assignment.objects.filter(scope_of(account, "devices.view").holders())
    return rows.select_related("tag", "person__department", "vehicle")


def people_without_tag(account: Account) -> QuerySet[Person]:
    """Everyone who may be in the plant and carries no tag. POS-017, AQL-013."""
    scope: Scope = scope_of(account, "devices.view")
    held = open_assignments().filter(person=OuterRef("pk"))
    rows = Person.objects.filter(scope.people(), ~Exists(held), is_retired=False)
    return rows.select_related("department", "post", "employer")


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a device is on line, low, broken: what its state tags are made of."""

    is_online: bool
    is_low: bool
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """设备完好: on line and without faults or a low battery."""
        return self.is_online and not self.is_low and not self.faults


def health_of(device: Tag | Anchor, settings: PositioningSettings, now: datetime) -> Health:
    """The state of one device under the plant's limits."""
    is_tag = isinstance(device, Tag)
    limit_s = settings.tag_offline_s if is_tag else settings.anchor_offline_s
    return Health(
        is_online=rules.is_online(device.seen_at, now, limit_s),
        is_low=rules.battery_is_low(device.battery_pct, settings.low_battery_pct),
        faults=tuple(map(str, device.faults or ())),
    )


def ledger_of(device: ExplosionProof) -> rules.Ledger:
    """A device's explosion-protection columns as the rules take them."""
    return rules.Ledger(
        ex_mark=device.ex_mark,
        ex_certificate=device.ex_certificate,
        ex_valid_until=device.ex_valid_until,
        ip_rating=device.ip_rating,
        max_temperature_c=device.max_temperature_c,
    )


def place_of(area: Area | None) -> rules.Place:
    """An area as the surroundings of a device; no area counts as safe ground."""
    return rules.Place(area.is_explosive, area.ex_zone) if area else rules.Place()


def explosive_surroundings(company: Company) -> rules.Place:
    """The mildest dangerous place a tag may be carried into: zone 2 where there is any."""
    rows = Area.objects.filter(company=company, is_explosive=True, is_retired=False)
    return rules.Place(rows.exists(), "2")


def ledger_findings(device: Tag | Anchor, place: rules.Place, now: datetime) -> Iterator[Blocker]:
    """Everything wrong or missing in a device's ledger as of `now`."""
    today = now.date()
    if isinstance(device, Anchor):
        yield from rules.anchor_blockers(
            device.range_limit_m, device.power, device.battery_life_years
        )
    yield from rules.explosion_blockers(ledger_of(device), place, today)
    yield from rules.ledger_warnings(ledger_of(device), place, today)
