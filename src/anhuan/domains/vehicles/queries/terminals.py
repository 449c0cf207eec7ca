"""Terminals, those that knocked, and what the JT/T 808 server must know of them."""

from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import company_of
from anhuan.domains.positioning.models import Assignment, Vehicle
from anhuan.domains.vehicles.models import Knock, Terminal


def visible_terminals(account: Account) -> QuerySet[Terminal]:
    """Terminals of the account's company, each with its tag and the vehicle that carries it."""
    held = Assignment.objects.filter(until__isnull=True).select_related("vehicle")
    now = Prefetch("tag__assignments", held, to_attr="held_now")
    rows = Terminal.objects.filter(company=company_of(account))
    return rows.select_related("company", "tag__latest__area").prefetch_related(now)


def get_terminal_for(account: Account, pk: UUID | str) -> Terminal:
    """One of them, else 404."""
    return get_object_or_404(visible_terminals(account), pk=pk)


def vehicle_of(terminal: Terminal) -> Vehicle | None:
    """The vehicle it is on now; the terminal comes from `visible_terminals`."""
    held = getattr(terminal.tag, "held_now", None)
    if held is None:
        rows = Assignment.objects.filter(tag=terminal.tag_id, until__isnull=True)
        held = list(rows.select_related("vehicle"))
    return held[0].vehicle if held else None


def terminal_on(vehicle: Vehicle) -> Terminal | None:
    """The terminal a vehicle carries now."""
    rows = Terminal.objects.filter(
        tag__assignments__vehicle=vehicle, tag__assignments__until__isnull=True
    )
    return rows.select_related("tag").first()


def visible_knocks(account: Account) -> QuerySet[Knock]:
    """Terminals that were refused, newest first."""
    return Knock.objects.filter(company=company_of(account))


def get_knock_for(account: Account, pk: UUID | str) -> Knock:
    """One of them, else 404."""
    return get_object_or_404(visible_knocks(account), pk=pk)


def enrolled(company: Company) -> QuerySet[Terminal]:
    """Every terminal that may sign in."""
    return Terminal.objects.filter(company=company, is_retired=False).select_related("tag")
