"""Rewards and penalties: a person's decision, with the figures it was made on."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from anhuan.domains.audit.actions import record
from anhuan.domains.mechanism.models import Award
from anhuan.domains.mechanism.queries.awards import part_of
from anhuan.domains.mechanism.queries.settings import settings_of
from anhuan.domains.mechanism.rules.rewards import award_blockers, points_of
from anhuan.domains.org.models import Account, Person
from anhuan.kernel.errors import refuse, refuse_if_any


@transaction.atomic
def decide(
    by: Account, person: Person, first: date, last: date, points: float, reason: str, now: datetime
) -> Award:
    """Refused with every reason. What the figures propose is kept beside what was decided."""
    refuse_if_any(award_blockers(first, last, points, reason, timezone.localtime(now).date()))
    own = settings_of(person.company)
    proposed = points_of(part_of(person, _begin(first), _begin(last + timedelta(days=1))), own)
    made = Award.objects.create(
        company=person.company, person=person, first=first, last=last, points=points,
        proposed=proposed, reason=reason.strip(), decided_by=by, decided_at=now,
        amount_cny=Decimal(str(round(points * own.cny_per_point, 2))),
    )  # fmt: skip
    record(by, "award", made, after={"person": person.name, "points": points, "reason": reason})
    return made


@transaction.atomic
def withdraw(by: Account, award: Award) -> Award:
    """It stays to be seen, and counts no more."""
    held = Award.objects.select_for_update(of=("self",)).get(pk=award.pk)
    if held.is_withdrawn:
        raise refuse("withdrawn", "这条奖惩已经撤销")
    held.is_withdrawn = True
    held.save(update_fields=["is_withdrawn"])
    record(by, "award_withdraw", held, before={"points": held.points})
    return held


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
