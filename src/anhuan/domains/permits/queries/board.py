"""The day's board: open work in five groups, what each permit waits for, and whose turn it is.

Everything is read in sets: two hundred permits cost as many queries as two.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, Q, QuerySet

from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.permits.models import (
    Approval,
    Briefing,
    BriefingMark,
    Permit,
    PermitPerson,
    Suspension,
)
from anhuan.domains.permits.queries.fixed_areas import fixed_areas_of
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.permits import settings_of, visible_permits
from anhuan.domains.permits.queries.posts import Posts, running_delegations
from anhuan.domains.permits.queries.who import part_of
from anhuan.domains.permits.rules.forms import Stage
from anhuan.domains.permits.rules.lifecycle import TABLE, Step
from anhuan.domains.permits.rules.roles import POSTS, Signer
from anhuan.domains.permits.rules.states import CLOSED, DAY_GROUPS, ISSUED_STATES, Deed, State, Who
from anhuan.domains.plant.models import Site

_S, _D = State, Deed
# The deed that moves a permit on, by state; what depends on the form is decided in `next_deed`.
NEXT: dict[State, Deed] = {
    _S.RESERVED: _D.APPROVE_RESERVATION, _S.RESERVE_APPROVED: _D.APPLY, _S.DRAFTED: _D.ANALYSE,
    _S.TESTED: _D.CONFIRM_MEASURE, _S.BRIEFED: _D.SUBMIT, _S.APPROVING: _D.APPROVE,
    _S.VERIFIED: _D.START, _S.WORKING: _D.FINISH, _S.SUSPENDED: _D.RESUME,
    _S.FINISHED: _D.ACCEPT, _S.ACCEPTED: _D.ARCHIVE, _S.REVOKED: _D.ARCHIVE,
}  # fmt: skip
_OPEN = tuple(state for state in State if state not in CLOSED)
_BRIEFING = (State.MEASURES_CONFIRMED, *ISSUED_STATES)
_WIDE = ("values", "grade_why", "geometry", "reminded", "floors")
_SIGNED = {Who.LEVEL, Who.ACCEPTOR}
_NAMED = ("permit", "part", "person")
_ASKED = ("permit", "round", "turn", "stage", "order", "label", "role", "decided_at")


@dataclass(frozen=True, slots=True)
class Card:
    """One permit on the board. `mine`: the asker's turn; `ends_at`: when its time is over."""

    permit: Permit
    next: Deed | None
    waits_for: str
    people: int
    mine: bool
    ends_at: datetime
    is_over: bool


@dataclass(frozen=True, slots=True)
class Board:
    """The day: groups by key of `DAY_GROUPS`, and what waits for the asker, overdue first."""

    groups: dict[str, list[Card]]
    todo: list[Card]
    now: datetime


def zone_of(account: Account) -> tzinfo:
    """The plant's time zone."""
    site = Site.objects.filter(company=company_of(account)).first()
    return ZoneInfo(site.time_zone if site else "Asia/Shanghai")


def todays_permits(account: Account, now: datetime) -> QuerySet[Permit]:
    """What is planned for today, and whatever older is still going on."""
    zone = zone_of(account)
    begin = datetime.combine(now.astimezone(zone).date(), time.min, zone)
    planned = Q(starts_at__lt=begin + timedelta(days=1), ends_at__gte=begin)
    going_on = Q(state__in=[*DAY_GROUPS["running"], State.ISSUED, State.VERIFIED, State.FINISHED])
    return visible_permits(account).filter(planned | going_on)


def board_of(account: Account, now: datetime) -> Board:
    """Today's board as the account sees it; its to-dos reach beyond today."""
    today = todays_permits(account, now)
    shown = _ready(today.exclude(state__in=CLOSED))
    known = {one.pk for one in shown}
    rest = visible_permits(account).filter(state__in=_OPEN).exclude(pk__in=known)
    cards = _cards(account, [*shown, *_ready(rest)], now)
    groups: dict[str, list[Card]] = {key: [] for key in DAY_GROUPS}
    for card in (*(one for one in cards if one.permit.pk in known), *_done(today)):
        if key := group_of(State(card.permit.state)):
            groups[key].append(card)
    return Board(groups, [card for card in cards if card.mine], now)


def open_cards(account: Account, now: datetime) -> list[Card]:
    """Everything the account sees that is not closed, of whatever day."""
    rows = visible_permits(account).filter(state__in=_OPEN)
    return _cards(account, _ready(rows), now)


def group_of(state: State) -> str:
    """The day's group of a state."""
    return next((key for key, states in DAY_GROUPS.items() if state in states), "")


def _ready(rows: QuerySet[Permit]) -> list[Permit]:
    """With what a card tells; what many share is read once and not once a row."""
    names = Prefetch("person", Person.objects.only("name"))  # one row for all permits of somebody
    people = PermitPerson.objects.filter(left_at__isnull=True).only(*_NAMED)
    people = people.prefetch_related(names)
    waiting = Approval.objects.filter(decided_at__isnull=True).only(*_ASKED)
    marks = BriefingMark.objects.only("person_id", "briefing_id")
    briefings = Briefing.objects.filter(permit__state__in=_BRIEFING)
    briefings = briefings.defer("text").prefetch_related(Prefetch("marks", marks))
    stops = Suspension.objects.filter(resumed_at__isnull=True)
    return list(
        rows.select_related(None).defer("grade_why", "reminded").prefetch_related(
            "company", "area", "unit", "contractor", "reserved_by__person",
            Prefetch("people", people), Prefetch("approvals", waiting),
            Prefetch("briefings", briefings), Prefetch("suspensions", stops),
        )
    )  # fmt: skip


def _done(today: QuerySet[Permit]) -> Iterator[Card]:
    """What is closed waits for nobody; it is told in a line."""
    here = Count("people", filter=Q(people__left_at__isnull=True))
    rows = today.filter(state__in=CLOSED).select_related(None).defer(*_WIDE)
    for permit in rows.annotate(here=here).order_by("ends_at"):
        ends_at = permit.valid_until or permit.ends_at
        yield Card(permit, None, "", permit.here, mine=False, ends_at=ends_at, is_over=False)


def _cards(account: Account, permits: list[Permit], now: datetime) -> list[Card]:
    desk = _Desk(account, now)
    cards = [desk.card(permit) for permit in permits]
    return sorted(cards, key=lambda card: (not card.is_over, card.ends_at))


class _Desk:
    """What is shared by all cards of one asker, read once."""

    def __init__(self, account: Account, now: datetime) -> None:
        self.account, self.now, self.zone = account, now, zone_of(account)
        self.settings = settings_of(company_of(account))
        self.fixed_areas = fixed_areas_of(company_of(account))
        self.givers = list(running_delegations(now).filter(taker=account))
        self.posts = Posts(company_of(account).pk)
        self.reaches: dict[str, set[UUID] | None] = {}

    def card(self, permit: Permit) -> Card:
        look = self.look(permit)
        deed = next_for(look)
        row = TABLE.get((look.state, deed)) if deed else None
        ends_at = permit.valid_until or permit.ends_at
        open_ = look.state not in (*CLOSED, State.ACCEPTED, State.FINISHED, State.REVOKED)
        return Card(
            permit=permit, next=deed, waits_for=waits_for(look, row), people=len(look.people),
            mine=row is not None and self.is_mine(look, row), ends_at=ends_at,
            is_over=look.state is State.EXPIRED or (open_ and ends_at < self.now),
        )  # fmt: skip

    def look(self, permit: Permit) -> Look:
        """A look that finds in memory what was read for all of them."""
        look = Look(permit, self.account, self.now)
        look.reaches = self.reaches
        look.__dict__ |= {
            "settings": self.settings, "zone": self.zone, "fixed_areas": self.fixed_areas,
            "people": list(permit.people.all()),
            "approvals": _sorted(
                one for one in permit.approvals.all()
                if (one.stage, one.round, one.turn) == ("approval", permit.round, permit.turn)
            ),
            "rests": list(permit.suspensions.all()),
            "acceptances": _sorted(o for o in permit.approvals.all() if o.stage == "acceptance"),
        }  # fmt: skip
        look.__dict__ |= _briefings(look)
        return look

    def is_mine(self, look: Look, row: Step) -> bool:
        if look.open_approvals and _SIGNED & set(row.who):
            return any(self.signs(look, one) for one in look.open_approvals)
        who = part_of(look, row)
        if row.deed is Deed.APPROVE_RESERVATION:
            return who is not None and not _is(look.permit.reserved_by_id, self.account)
        if row.deed is Deed.BRIEF:  # others may, and need not
            return who in (Who.APPLICANT, Who.BRIEFER)
        if row.deed is Deed.SIGN_BRIEFING:
            me = self.account.person_id
            return who is not None and any(one.person_id == me for one in look.unbriefed)
        return who is not None

    def signs(self, look: Look, row: Approval) -> bool:
        """As `posts.signs_as`, with the holders of all posts read once."""
        role = Signer(row.role)
        if role not in POSTS:
            is_applicant = role is Signer.APPLICANT and _is(
                look.permit.reserved_by_id, self.account
            )
            return is_applicant or row.role in look.my_parts
        known = self.posts.holders(look.permit.unit_id, role)
        fits = (g.giver_id in known for g in self.givers if not g.kinds or look.kind in g.kinds)
        return self.account.pk in known or any(fits)


def _is(pk: Any, account: Account) -> bool:
    return bool(pk == account.pk)


def _sorted(rows: Iterable[Approval]) -> list[Approval]:
    return sorted(rows, key=lambda one: (one.order, str(one.pk)))


def _briefings(look: Look) -> dict[str, Any]:
    rows = [one for one in look.permit.briefings.all() if one.round == look.permit.round]
    newest = max(rows, key=lambda one: (one.given_at, one.pk), default=None)
    signed = {mark.person_id for mark in newest.marks.all()} if newest else set()
    waiting = {one.person_id: one for one in look.crew if one.person_id not in signed}
    return {"briefing": newest, "unbriefed": list(waiting.values())}


def next_deed(look: Look) -> Deed | None:
    """What moves this permit on; None once it is closed."""
    state = look.state
    if state is State.ANALYSED:
        return Deed.TEST_GAS if look.needs_gas else Deed.CONFIRM_MEASURE
    if state is State.MEASURES_CONFIRMED:
        return Deed.SIGN_BRIEFING if look.briefing else Deed.BRIEF
    if state is State.ISSUED:
        return Deed.VERIFY if look.owes(Stage.CHECK) else Deed.START
    if state is State.REJECTED:
        return Deed.REVISE if look.permit.sealed_round or look.permit.applied_at else Deed.REBOOK
    if state is State.EXPIRED:
        return Deed.FINISH if look.permit.started_at else Deed.ARCHIVE
    return NEXT.get(state)


def next_for(look: Look) -> Deed | None:
    """The asker's next deed: to sign what was added to the briefing, else what moves it on."""
    me = look.asker.person_id if look.asker else None
    may_owe = me and look.state in ISSUED_STATES and look.briefing
    if may_owe and any(one.person_id == me for one in look.unbriefed):
        return Deed.SIGN_BRIEFING
    return next_deed(look)


def waits_for(look: Look, row: Step | None) -> str:
    """Whom it waits for, by name where the permit names them."""
    if row is None:
        return ""
    if look.open_approvals and _SIGNED & set(row.who):
        return "、".join(one.label for one in look.open_approvals)
    if row.deed is Deed.SIGN_BRIEFING:
        return _names(look.unbriefed)
    named = [_named(look, who) for who in row.who if who is not Who.SYSTEM]
    return next((text for text in named if text), "")


def _named(look: Look, who: Who) -> str:
    if who is Who.APPLICANT:
        return f"{who.label} {look.permit.reserved_by.display_name}"
    if who.value in {one.part for one in look.people}:
        return f"{who.label} {_names(look.having(who.value))}"
    return "票上人员" if who is Who.CREW else who.label


def _names(rows: Iterable[PermitPerson]) -> str:
    return "、".join(dict.fromkeys(one.person.name for one in rows))
