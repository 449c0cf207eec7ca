"""Telling people and those in charge that certificates and passes run out (domain facts §8.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from anhuan.domains.notify.actions import Message, post
from anhuan.domains.org.models import Account, Company, Person, RoleGrant
from anhuan.domains.org.rules import Role
from anhuan.domains.training.models import Certificate, Result
from anhuan.domains.training.queries.expiring import passes_running_out, running_out
from anhuan.domains.training.queries.scoped import settings_of
from anhuan.domains.training.rules.warnings import OVER, is_news, remaining, step_of

IN_CHARGE = (Role.SAFETY_MANAGER,)


@dataclass(frozen=True, slots=True)
class Ending:
    """Something of a person's that runs out."""

    row: Certificate | Result
    person: Person
    what: str
    until: date
    step: int


def warn_of_ends(now: datetime) -> int:
    """Every plant's, each step once; how many things were told of."""
    day = timezone.localtime(now).date()
    plants = Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False)
    return sum(_warn(plant, day) for plant in plants)


def _warn(company: Company, day: date) -> int:
    found = endings(company, day)
    if not found:
        return 0
    with transaction.atomic():
        for one in found:
            one.row.told_days = one.step
            one.row.save(update_fields=["told_days"])
            _tell_holder(company, one, day)
        _tell_in_charge(company, found, day)
    return len(found)


def endings(company: Company, day: date) -> list[Ending]:
    """What has reached a step nobody was told of yet."""
    steps = settings_of(company).warn_days
    within = max(steps, default=0)
    rows: list[tuple[Any, str, date | None]] = [
        (one, str(one.kind), one.good_until) for one in running_out(company, day, within)
    ]
    rows += [
        (one, f"{one.session.course}培训", one.valid_until)
        for one in passes_running_out(company, day, within)
    ]
    return [one for row in rows if (one := _ending(*row, day, steps)) is not None]


def _ending(
    row: Any, what: str, until: date | None, day: date, steps: Iterable[int]
) -> Ending | None:
    step = step_of(until, day, steps)
    if until is None or step is None or not is_news(step, row.told_days):
        return None
    return Ending(row, row.person, what, until, step)


def _tell_holder(company: Company, one: Ending, day: date) -> None:
    account = getattr(one.person, "account", None)
    if account is None or not account.is_active:
        return
    text = f"{one.until:%Y-%m-%d} 到期；过期后不能在作业票上担任相应工作，请尽快办理"
    title = f"你的{one.what}{remaining(one.until, day)}"[:100]
    message = Message(f"ends:{one.row.pk}", title, text, "", _priority(one.step))
    post(company, [account], message)


def _tell_in_charge(company: Company, found: list[Ending], day: date) -> None:
    over = sum(one.step == OVER for one in found)
    names = "、".join(f"{one.person.name}（{one.what}）" for one in found[:8])
    more = f"等 {len(found)} 项" if len(found) > 8 else ""
    title = f"{len(found)} 项证书或培训即将到期" + (f"，其中 {over} 项已过期" if over else "")
    message = Message(f"ends:{company.pk}:{day:%Y%m%d}", title, f"{names}{more}"[:300],
                      reverse("training:certificates") + "?standing=ending",
                      2 if over else 3)  # fmt: skip
    post(company, _in_charge(company), message)


def _in_charge(company: Company) -> QuerySet[Account]:
    grants = RoleGrant.objects.filter(role__in=IN_CHARGE)
    return Account.objects.filter(company=company, is_active=True, grants__in=grants).distinct()


def _priority(step: int) -> int:
    return 2 if step <= 7 else 3
