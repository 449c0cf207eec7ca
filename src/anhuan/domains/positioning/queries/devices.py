"""Reading the device ledger: who holds what, what is silent, what the ledger lacks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat
from django.shortcuts import get_object_or_404

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
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker


def settings_of(company: Company) -> PositioningSettings:
    """The plant's settings, or the defaults (unsaved) while it has none."""
    found = PositioningSettings.objects.filter(company=company).first()
    return found or PositioningSettings(company=company)


def open_assignments() -> QuerySet[Assignment]:
    """Who holds which tag now."""
    return Assignment.objects.filter(until__isnull=True)


def visible_tags(account: Account) -> QuerySet[Tag]:
    """Tags of the account's company held by somebody in its scope, or by nobody.

    With `is_online`, `is_low`, `has_holder` and `holder_name` as the plant's settings have it.
    """
    scope = scope_of(account, "devices.view")
    held = open_assignments().filter(tag=OuterRef("pk"))
    rows = Tag.objects.filter(company=scope.company)
    if scope.departments is not None:
        mine = held.filter(scope.holders())
        rows = rows.filter(Q(Exists(mine)) | ~Q(Exists(held)))
    rows = _with_state(rows, settings_of(scope.company), "tag_offline_s")
    name = Coalesce("person__name", Concat("vehicle__name", Value(" "), "vehicle__plate"))
    rows = rows.annotate(has_holder=Exists(held), holder_name=Subquery(held.values_list(name)[:1]))
    return rows.select_related("latest__area").prefetch_related(holders_now())


def get_tag_for(account: Account, pk: UUID | str) -> Tag:
    """One of them, else 404."""
    return get_object_or_404(visible_tags(account), pk=pk)


def _with_state(rows: QuerySet[Any], settings: PositioningSettings, limit: str) -> QuerySet[Any]:
    """Adds `is_online` and `is_low`."""
    heard_since = clock.now() - timedelta(seconds=getattr(settings, limit))
    online = Case(When(seen_at__gte=heard_since, then=True), default=False)
    low = Case(When(battery_pct__lt=settings.low_battery_pct, then=True), default=False)
    stated: QuerySet[Any] = rows.annotate(is_online=online, is_low=low)
    return stated


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


def visible_anchors(account: Account) -> QuerySet[Anchor]:
    """Anchors of the account's company, with `is_online` and `is_low`."""
    company = company_of(account)
    rows = Anchor.objects.filter(company=company).select_related("area")
    return _with_state(rows, settings_of(company), "anchor_offline_s")


def get_anchor_for(account: Account, pk: UUID | str) -> Anchor:
    """One of them, else 404."""
    return get_object_or_404(visible_anchors(account), pk=pk)


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


def get_vehicle_for(account: Account, pk: UUID | str) -> Vehicle:
    """One of them, else 404."""
    return get_object_or_404(visible_vehicles(account), pk=pk)


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
