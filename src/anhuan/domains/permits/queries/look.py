"""One look at a permit: everything its guards ask for, read once and only when asked for."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any
from uuid import UUID

from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import scope_of
from anhuan.domains.permits.models import (
    Approval,
    FixedHotArea,
    GasEntry,
    GasWatch,
    Handover,
    Instrument,
    Permit,
    PermitSettings,
)
from anhuan.domains.permits.models.instruments import DETECTORS
from anhuan.domains.permits.queries.boxes import boxes_of
from anhuan.domains.permits.queries.figures import with_figures
from anhuan.domains.permits.queries.fixed_areas import exempting, fixed_areas_of
from anhuan.domains.permits.queries.forms import form_of
from anhuan.domains.permits.queries.onsite import Whereabouts, whereabouts
from anhuan.domains.permits.queries.permits import settings_of, time_zone
from anhuan.domains.permits.queries.record import Record
from anhuan.domains.permits.rules.facts import Facts, Flag, facts_from_values
from anhuan.domains.permits.rules.forms import FormTemplate, Stage
from anhuan.domains.permits.rules.gas import Target, targets
from anhuan.domains.permits.rules.gases import Gas
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.settings import Settings
from anhuan.domains.permits.rules.states import Who
from anhuan.domains.permits.rules.upgrade import in_time
from anhuan.domains.plant.models import Site
from anhuan.domains.plant.queries import known_site

# What a deed on the permit does not change.
_LASTING = ("settings", "figures", "zone", "fixed_areas", "gases", "where", "device_forms", "site")
_OF_GIVEN = ("given", "part", "signing", "where")  # hang on what a deed is given


class Look(Record):
    """A permit at `now` as `asker` (None: the system) sees it, about to do a deed with `given`."""

    def __init__(
        self, permit: Permit, asker: Account | None, now: datetime,
        given: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.permit, self.asker, self.now = permit, asker, now
        self.given: Mapping[str, Any] = given or {}
        self.part: Who | None = None  # the asker's part in the deed; `may.reasons` finds it
        self.signing: Approval | None = None  # the level the asker would sign
        self.reaches: dict[str, set[UUID] | None] = {}

    def afresh(self) -> "Look":
        """The same after a deed was written; what it cannot have changed is not read again."""
        other = Look(self.permit, self.asker, self.now, self.given)
        known = self.__dict__
        other.__dict__ |= {name: known[name] for name in _LASTING if name in known}
        other.reaches = self.reaches
        return other

    def asking(self, given: Mapping[str, Any]) -> "Look":
        """The same moment with other things given: nothing was written, nothing is read again."""
        other = Look(self.permit, self.asker, self.now, given)
        known = {name: value for name, value in self.__dict__.items() if name not in _OF_GIVEN}
        other.__dict__ |= known
        return other

    @property
    def kind(self) -> Kind:
        """What sort of work."""
        return Kind(self.permit.kind)

    @property
    def level(self) -> str:
        """Its grade."""
        return self.permit.grade

    @cached_property
    def settings(self) -> PermitSettings:
        """The plant's settings."""
        return settings_of(self.permit.company)

    @cached_property
    def figures(self) -> Settings:
        """The plant's figures."""
        return with_figures(self.settings.figures)

    @cached_property
    def zone(self) -> tzinfo:
        """The plant's time zone."""
        return time_zone(self.site)

    @cached_property
    def site(self) -> Site | None:
        """The plant's ground."""
        return known_site(self.permit.company)

    @cached_property
    def form(self) -> FormTemplate:
        """The version it began with."""
        return form_of(self.permit)

    @cached_property
    def facts(self) -> Facts:
        """The job's conditions: what was filled in, its hours, what is known of the place."""
        permit = self.permit
        filled = facts_from_values(permit.values)
        facts = in_time(filled, permit.starts_at, permit.ends_at, self.figures, self.zone)
        if permit.area and permit.area.is_explosive:
            facts = facts.plus(Flag.EXPLOSIVE_AREA)
        facts = facts.minus(Flag.FIXED_HOT_AREA)  # the register says so, not the applicant
        return facts.plus(Flag.FIXED_HOT_AREA) if self.fixed_area else facts

    @cached_property
    def fixed_area(self) -> FixedHotArea | None:
        """The fixed hot-work area that holds the whole of a hot job (GB 30871-2022 5.5)."""
        if self.kind is not Kind.HOT_WORK:
            return None
        permit, span = self.permit, (self.permit.starts_at, self.permit.ends_at)
        return exempting(self.fixed_areas, permit.geometry, permit.floors, span, self.zone)

    @cached_property
    def fixed_areas(self) -> list[FixedHotArea]:
        """All the plant has."""
        return fixed_areas_of(self.permit.company)

    @cached_property
    def my_parts(self) -> frozenset[str]:
        """The asker's parts on this permit."""
        me = self.asker.person_id if self.asker else None
        return frozenset(one.part for one in self.people if me and one.person_id == me)

    def reach(self, right: str) -> set[UUID] | None:
        """The departments in which the asker holds a right; None: everywhere."""
        if self.asker is None:
            return set()
        if right not in self.reaches:
            self.reaches[right] = scope_of(self.asker, right)
        return self.reaches[right]

    @cached_property
    def watches(self) -> list[GasWatch]:
        """The detectors bound to it now."""
        return [one for one in self.all_watches if one.until_at is None]

    @cached_property
    def all_watches(self) -> list[GasWatch]:
        """Every detector that was ever bound to it, from when until when."""
        return list(self.permit.watches.select_related("instrument__area"))

    @cached_property
    def device_forms(self) -> set[str]:
        """What sorts of devices the plant has in use."""
        rows = Instrument.objects.filter(company=self.permit.company_id, is_retired=False)
        return set(rows.order_by().values_list("form", flat=True).distinct())

    @property
    def has_detectors(self) -> bool:
        """Whether the plant has any that could watch."""
        return not self.device_forms.isdisjoint(DETECTORS)

    @property
    def needs_gas(self) -> bool:
        """Whether this work owes a test of the air."""
        return bool(self.gas_targets)

    @cached_property
    def gas_targets(self) -> frozenset[Target]:
        """What the air must be tested for."""
        return targets(self.kind, self.facts)

    @cached_property
    def gases(self) -> dict[str, Gas]:
        """The plant's library."""
        rows = GasEntry.objects.filter(company=self.permit.company_id, is_retired=False)
        return {one.key: one.gas for one in rows}

    @property
    def filled(self) -> dict[str, Any]:
        """The form's boxes: what was typed, and what the permit knows by itself."""
        known = {one.key for one in self.form.fields}
        later = {one.key: one.value for one in self.late_fields}
        typed: dict[str, Any] = {**self.permit.values, **later}
        own = boxes_of(self.permit, self.people, self.now)
        return typed | {key: value for key, value in own.items() if key in known}

    @cached_property
    def offered(self) -> Handover | None:
        """The guard or shift that was offered to the asker and not taken yet."""
        person = self.asker.person_id if self.asker else None
        mine = [one for one in self.handovers if one.taker_id == person and one.taken_at is None]
        return mine[-1] if mine else None

    @property
    def is_exceptional(self) -> bool:
        """Temporary power with the special approval of 10.8."""
        return self.facts.has(Flag.EXCEPTIONAL)

    def owes(self, stage: Stage) -> bool:
        """Whether the form has a signature in this stage for the grade."""
        return any(one.stage is stage for one in self.form.signatures_for(self.level))

    @cached_property
    def where(self) -> Whereabouts:
        """Where the asker is."""
        person = self.asker.person_id if self.asker else None
        scanned = str(self.given.get("point") or "")
        if person is None and not scanned:
            return Whereabouts()
        how = str(self.given.get("how") or "")
        return whereabouts(self.permit, person, self.settings, self.now, scanned, how)
