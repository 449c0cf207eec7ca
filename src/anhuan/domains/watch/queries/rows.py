"""Posts and turns an account may see: all of its company."""

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import company_of
from anhuan.domains.watch.models import Turn, WatchPost
from anhuan.domains.watch.rules.handing import NEXT_WITHIN

VIEW, KEEP, EDIT = "watch.view", "watch.keep", "watch.edit"


def visible_posts(account: Account) -> QuerySet[WatchPost]:
    """Posts of the company."""
    return WatchPost.objects.filter(company=company_of(account)).select_related("company", "area")


def get_post_for(account: Account, pk: UUID | str) -> WatchPost:
    """One of them, else 404."""
    return get_object_or_404(visible_posts(account), pk=pk)


def whole_turns() -> QuerySet[Turn]:
    """Turns with all that pages read of them."""
    rows = Turn.objects.select_related(
        "post__company", "shift__leader", "handover__given_by__person", "handover__taken_by__person"
    )
    return rows.prefetch_related("people")


def visible_turns(account: Account) -> QuerySet[Turn]:
    """Turns of the company's posts."""
    return whole_turns().filter(post__company=company_of(account))


def get_turn_for(account: Account, pk: UUID | str) -> Turn:
    """One of them, else 404."""
    return get_object_or_404(visible_turns(account), pk=pk)


def following(turn: Turn) -> Turn | None:
    """The turn of the post that comes next, if it comes within an hour of this one's end."""
    end = turn.shift.ends_at
    later = whole_turns().filter(post=turn.post, shift__starts_at__gte=end)
    return (
        later.filter(shift__starts_at__lte=end + NEXT_WITHIN).order_by("shift__starts_at").first()
    )
