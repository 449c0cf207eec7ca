"""What slices of one tier show of each other; they do not know each other, this file does."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.urls import reverse

from anhuan.domains.hazards.queries.register import PermitCard
from anhuan.domains.org.models import Account
from anhuan.domains.permits.queries import visible_permits
from anhuan.domains.permits.rules.states import CLOSED

MOST = 200


def permit_cards(account: Account, ids: Iterable[UUID] | None) -> Iterator[PermitCard]:
    """Permits a hazard is put right under: those of these ids, else those still open."""
    if not account.may("permits.view"):
        return
    rows = visible_permits(account)
    rows = rows.exclude(state__in=CLOSED) if ids is None else rows.filter(pk__in=list(ids))
    for one in rows.order_by("-id")[:MOST]:
        label = f"{one.number} {one.get_kind_display()} {one.place}"
        url = reverse("permits:permit", args=[one.pk])
        yield PermitCard(one.pk, label, url, one.get_state_display())
