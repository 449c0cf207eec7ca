"""Terminals that were refused, kept for an administrator to look at."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record
from anhuan.domains.org.models import Company
from anhuan.domains.vehicles.models import Knock
from anhuan.kernel import clock

KEPT = 500  # the newest; whoever knocks with ever new numbers fills no table


@dataclass(frozen=True, slots=True)
class Stranger:
    """What a refused terminal said of itself."""

    phone: str
    reason: str  # Knock.Reason
    address: str
    is_2019: bool = False
    device: str = ""
    maker: str = ""
    model: str = ""
    plate: str = ""


@transaction.atomic
def note_knock(company: Company, stranger: Stranger, times: int = 1) -> Knock:
    """Remember it, or that it came again."""
    now = clock.now()
    said = {"device": stranger.device, "maker": stranger.maker, "model": stranger.model,
            "plate": stranger.plate}  # fmt: skip
    facts: dict[str, Any] = {name: value for name, value in said.items() if value}
    facts |= {"address": stranger.address[:64], "is_2019": stranger.is_2019, "last_at": now}
    row, is_new = Knock.objects.get_or_create(
        company=company, phone=stranger.phone, reason=stranger.reason,
        defaults=facts | {"first_at": now, "times": times},
    )  # fmt: skip
    if is_new:
        newest = Knock.objects.filter(company=company).order_by("-last_at").values("pk")[:KEPT]
        Knock.objects.filter(company=company).exclude(pk__in=newest).delete()
        return row
    for name, value in facts.items():
        setattr(row, name, value)
    row.times += times
    row.save()
    return row


@transaction.atomic
def drop_knock(actor: Actor, knock: Knock) -> None:
    """Take one off the list; it comes back when it knocks again."""
    record(actor, "retire", knock, before={"phone": knock.phone, "reason": knock.reason})
    knock.delete()
