"""Permits as cards: everything a card tells is read in sets, two hundred cost as much as two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

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
from anhuan.domains.permits.queries.figures import with_figures
from anhuan.domains.permits.queries.fixed_areas import fixed_areas_of
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.next import SIGNED_BY, next_for, waits_for
from anhuan.domains.permits.queries.permits import settings_of
from anhuan.domains.permits.queries.posts import Posts, running_delegations
from anhuan.domains.permits.queries.who import part_of
from anhuan.domains.permits.rules.lifecycle import TABLE, Step
from anhuan.domains.permits.rules.roles import POSTS, Signer
from anhuan.domains.permits.rules.states import CLOSED, ISSUED_STATES, Deed, State, Who
from anhuan.domains.plant.models import Site

_BRIEFING = (State.MEASURES_CONFIRMED, *ISSUED_STATES)
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


def zone_of(account: Account) -> tzinfo:
    """The plant's time zone."""
    site = Site.objects.filter(company=company_of(account)).first()
    return ZoneInfo(site.time_zone if site else "Asia/Shanghai")


def ready(rows: QuerySet[Permit]) -> list[Permit]:
    """With what a card tells; what many share is read once and not once a row.

    Lists are kept beside the row (`to_attr`): a prefetched manager is made anew at every look.
    """
    names = Prefetch("person", Person.objects.only("name"))  # one row for all permits of somebody
    people = PermitPerson.objects.filter(left_at__isnull=True).only(*_NAMED)
    people = people.prefetch_related(names)
    waiting = Approval.objects.filter(decided_at__isnull=True).only(*_ASKED)
    marks = BriefingMark.objects.only("person_id", "briefing_id")
    briefings = Briefing.objects.filter(permit__state__in=_BRIEFING)
    briefings = briefings.defer("text").prefetch_related(Prefetch("marks", marks, to_attr="marked"))
    stops = Suspension.objects.filter(resumed_at__isnull=True)
    return list(
        rows.select_related(None).defer("grade_why", "reminded").prefetch_related(
            "company", "area", "unit", "contractor", "reserved_by__person",
            Prefetch("people", people, to_attr="named"),
            Prefetch("approvals", waiting, to_attr="waiting"),
            Prefetch("briefings", briefings, to_attr="briefed"),
            Prefetch("suspensions", stops, to_attr="stops"),
        )
    )  # fmt: skip


def cards_of(account: Account, permits: list[Permit], now: datetime) -> list[Card]:
    desk = _Desk(account, now)
    cards = [desk.card(permit) for permit in permits]
    return sorted(cards, key=lambda card: (not card.is_over, card.ends_at))


class _Desk:
    """What is shared by all cards of one asker, read once."""

    def __init__(self, account: Account, now: datetime) -> None:
        self.account, self.now, self.zone = account, now, zone_of(account)
        self.settings = settings_of(company_of(account))
        self.figures = with_figures(self.settings.figures)
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
        look, read = Look(permit, self.account, self.now), permit.__dict__
        look.reaches = self.reaches
        look.__dict__ |= {
            "settings": self.settings, "figures": self.figures, "zone": self.zone,
            "fixed_areas": self.fixed_areas,
            "people": read["named"],
            "approvals": _sorted(
                one for one in read["waiting"]
                if (one.stage, one.round, one.turn) == ("approval", permit.round, permit.turn)
            ),
            "rests": read["stops"],
            "acceptances": _sorted(o for o in read["waiting"] if o.stage == "acceptance"),
        }  # fmt: skip
        look.__dict__ |= _briefings(look)
        return look

    def is_mine(self, look: Look, row: Step) -> bool:
        if look.open_approvals and SIGNED_BY & set(row.who):
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
    given = look.permit.__dict__["briefed"]
    rows = [one for one in given if one.round == look.permit.round]
    newest = max(rows, key=lambda one: (one.given_at, one.pk), default=None)
    signed = {mark.person_id for mark in newest.__dict__["marked"]} if newest else set()
    waiting = {one.person_id: one for one in look.crew if one.person_id not in signed}
    return {"briefing": newest, "unbriefed": list(waiting.values())}
