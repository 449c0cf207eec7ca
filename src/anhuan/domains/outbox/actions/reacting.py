"""Running reactions: the effect and its mark commit together, so each happens once."""

import logging
from collections.abc import Callable, Mapping

from django.db import transaction

from anhuan.domains.outbox import rules
from anhuan.domains.outbox.models import OutboxEvent, Reaction
from anhuan.kernel import clock

log = logging.getLogger(__name__)
React = Callable[[OutboxEvent], None]


def react(reaction_id: int, functions: Mapping[str, React]) -> bool:
    """Run one reaction unless another process is at it or it is done; whether it is done now.

    A failure is written down and tried again later; it never stops the others.
    """
    try:
        with transaction.atomic():
            row = _claimed(reaction_id)
            if row is None:
                return False
            functions[row.name](row.event)
            Reaction.objects.filter(pk=row.pk).update(
                done_at=clock.now(), attempts=row.attempts + 1, next_try_at=None, error=""
            )
            return True
    except Exception as error:
        log.exception("reaction %s failed", reaction_id)
        _note_failure(reaction_id, error)
        return False


def _claimed(reaction_id: int) -> Reaction | None:
    return (
        Reaction.objects.select_related("event")
        .select_for_update(skip_locked=True, of=("self",))
        .filter(pk=reaction_id, done_at__isnull=True)
        .first()
    )


def _note_failure(reaction_id: int, error: Exception) -> None:
    with transaction.atomic():
        row = _claimed(reaction_id)
        if row is None:
            return
        row.attempts += 1
        row.next_try_at = rules.next_try_at(row.attempts, clock.now())
        row.error = f"{type(error).__name__}: {error}"[:2000]
        row.save(update_fields=["attempts", "next_try_at", "error"])
