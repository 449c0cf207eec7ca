"""Whether everybody on site carries a tag that works (POS-017, AQ 3064.3 4.6)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch

from anhuan.domains.org.models import Account, Company, DutyShift, Person
from anhuan.domains.positioning.models import Assignment
from anhuan.domains.positioning.queries.devices import open_assignments, settings_of
from anhuan.domains.positioning.queries.scope import scope_of
from anhuan.domains.positioning.rules import cards as rules

# Who else knows that somebody is on site (gates, face recognition): (company, now) → person ids
# with the evidence in words ("东门 07:52 进厂"). Slices above register theirs in AppConfig.ready.
OnSite = Callable[[Company, datetime], Iterable[tuple[UUID, str]]]
ON_SITE_PROVIDERS: list[OnSite] = []


@dataclass(frozen=True, slots=True)
class Card:
    """One person and the tag they carry, or should."""

    person: Person
    held: Assignment | None
    state: rules.State
    evidence: str  # why we think they are on site; "" when nothing says so


def cards(account: Account, now: datetime) -> list[Card]:
    """Everybody in scope who may be in the plant, those on site without a working tag first."""
    scope = scope_of(account, "devices.view")
    held = open_assignments().select_related("tag__latest__area")
    people = Person.objects.filter(scope.people(), is_retired=False)
    rows = people.select_related("department", "post", "employer").prefetch_related(
        Prefetch("tag_assignments", queryset=held, to_attr="held_now")
    )
    evidence = dict(_evidence(scope.company, now))
    limit = timedelta(seconds=settings_of(scope.company).tag_offline_s)
    found = [_card(one, evidence, now, limit) for one in rows]
    return sorted(found, key=lambda c: (rules.urgency(c.state, bool(c.evidence)), c.person.pinyin))


def _card(person: Person, evidence: dict[UUID, str], now: datetime, limit: timedelta) -> Card:
    rows: list[Assignment] = person.held_now  # type: ignore[attr-defined]
    held = rows[0] if rows else None
    seen = held.tag.seen_at if held else None
    state = rules.state_of(held is not None, seen, now, limit)
    return Card(person, held, state, evidence.get(person.pk, ""))


def _evidence(company: Company, now: datetime) -> Iterator[tuple[UUID, str]]:
    """The duty roster, visits still valid, and whoever registered."""
    visitors = Person.objects.filter(company=company, is_retired=False, valid_until__gte=now.date())
    for pk in visitors.filter(kind=Person.Kind.VISITOR).values_list("pk", flat=True):
        yield pk, "访客，在有效期内"
    duty = DutyShift.objects.filter(company=company, starts_at__lte=now, ends_at__gt=now)
    for pk, team in duty.values_list("leader_id", "team"):
        yield pk, f"{team} 当班"
    for provider in ON_SITE_PROVIDERS:
        yield from provider(company, now)
