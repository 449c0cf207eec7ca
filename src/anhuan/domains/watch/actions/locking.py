"""One at a time: two people may press at once."""

from anhuan.domains.watch.models import Turn
from anhuan.domains.watch.queries.rows import whole_turns


def locked(turn: Turn) -> Turn:
    """As it is in the database, nobody else changing it until the transaction ends."""
    Turn.objects.select_for_update().get(pk=turn.pk)
    return whole_turns().get(pk=turn.pk)
