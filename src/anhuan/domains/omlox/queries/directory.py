"""Who is who for one asker: providers (tags), trackables (people, vehicles), what omlox adds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from anhuan.domains.omlox.models import Extra
from anhuan.domains.omlox.queries.zones import Places, places_of
from anhuan.domains.org.models import Person
from anhuan.domains.positioning.models import Tag, Vehicle
from anhuan.domains.positioning.queries.devices import holder_of, holders_now
from anhuan.domains.positioning.queries.scope import Scope

Holder = Person | Vehicle
OURS = "anhuan"  # what we add to `properties`; a client's own field of that name is not kept
_TYPES = {
    "uwb": "uwb", "ble": "ibeacon", "rfid": "rfid", "wifi": "wifi", "wi-fi": "wifi", "gnss": "gps",
    "gps": "gps", "beidou": "gps", "北斗": "gps", "808": "gps",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Provider:
    """A tag."""

    tag: Tag
    holder: Holder | None
    extra: Extra | None

    @property
    def type(self) -> str:
        """As the client said it, else from the technologies of the ledger."""
        said = self.extra.attributes.get("type") if self.extra else None
        named = self.tag.technology.lower()
        return str(
            said or next((kind for word, kind in _TYPES.items() if word in named), "unknown")
        )


@dataclass(frozen=True, slots=True)
class Trackable:
    """A person or vehicle, and the tags it carries."""

    holder: Holder
    providers: tuple[Provider, ...]
    extra: Extra | None

    @property
    def attributes(self) -> dict[str, Any]:
        """radius, extrusion, locating_rules, …"""
        return self.extra.attributes if self.extra else {}

    @property
    def name(self) -> str:
        """As our lists show it."""
        return self.holder.name


@dataclass(frozen=True, slots=True)
class Directory:
    """Everything one asker may see, by our ids."""

    places: Places
    providers: dict[UUID, Provider] = field(default_factory=dict)  # by tag
    trackables: dict[UUID, Trackable] = field(default_factory=dict)  # by holder

    def provider(self, number: str) -> Provider:
        """By the tag's number, else 404."""
        found = (one for one in self.providers.values() if one.tag.number == number)
        if provider := next(found, None):
            return provider
        raise Http404("没有这个定位源，或不在您的管辖范围")

    def trackable(self, pk: UUID) -> Trackable:
        """By the person's or vehicle's id, else 404."""
        if found := self.trackables.get(pk):
            return found
        raise Http404("没有此人或车辆，或不在您的管辖范围")

    def carrier_of(self, tag: UUID) -> Trackable | None:
        """Who carries a tag."""
        provider = self.providers.get(tag)
        return self.trackables.get(provider.holder.pk) if provider and provider.holder else None


def directory_in(scope: Scope) -> Directory:
    """What is seen in a scope; unheld tags only where it is the whole company. `kept` keeps it."""
    extras = _extras(scope, (Extra.Kind.PROVIDER, Extra.Kind.TRACKABLE))
    providers = {p.tag.pk: p for p in _providers(scope, extras)}
    held: dict[UUID, list[Provider]] = {}
    for provider in providers.values():
        if provider.holder is not None:
            held.setdefault(provider.holder.pk, []).append(provider)
    trackables = {
        holder.pk: Trackable(holder, tuple(held.get(holder.pk, ())), extras.get(holder.pk))
        for holder in _holders(scope)
    }
    return Directory(places_of(scope.company), providers, trackables)


def _extras(scope: Scope, kinds: Iterable[str]) -> dict[UUID, Extra]:
    rows = Extra.objects.filter(company=scope.company, kind__in=list(kinds))
    return {row.target: row for row in rows}


def _providers(scope: Scope, extras: dict[UUID, Extra]) -> Iterator[Provider]:
    rows = Tag.objects.filter(company=scope.company, is_retired=False)
    for tag in rows.prefetch_related(holders_now()):
        holder = holder_of(tag)
        department = holder.department_id if holder else None
        if scope.covers(tag.company_id, department):
            yield Provider(tag, holder, extras.get(tag.pk))


def _holders(scope: Scope) -> Iterator[Holder]:
    in_use = Q(is_retired=False) & scope.people()
    yield from Person.objects.filter(in_use).select_related("department")
    yield from Vehicle.objects.filter(in_use).select_related("department")


def provider_object(provider: Provider) -> dict[str, Any]:
    """The omlox LocationProvider."""
    given = dict(provider.extra.attributes) if provider.extra else {}
    return given | {
        "id": provider.tag.number,
        "type": provider.type,
        "properties": _properties(provider.extra, {
            "form": provider.tag.form, "technology": provider.tag.technology,
            "battery_pct": provider.tag.battery_pct,
        }),
    }  # fmt: skip


def trackable_object(trackable: Trackable) -> dict[str, Any]:
    """The omlox Trackable."""
    return {"type": "virtual"} | trackable.attributes | {
        "id": str(trackable.holder.pk),
        "name": trackable.name,
        "location_providers": [one.tag.number for one in trackable.providers],
        "properties": trackable_properties(trackable),
    }  # fmt: skip


def trackable_properties(trackable: Trackable) -> dict[str, Any]:
    """The client's own, and ours under `anhuan`."""
    holder = trackable.holder
    kind = holder.map_kind if isinstance(holder, Person) else "vehicle"
    number = holder.number if isinstance(holder, Person) else holder.plate
    department = holder.department.name if holder.department else None
    ours = {"kind": kind, "number": number, "department": department}
    return _properties(trackable.extra, ours)


def _properties(extra: Extra | None, ours: dict[str, Any]) -> dict[str, Any]:
    return (extra.properties if extra else {}) | {OURS: ours}
