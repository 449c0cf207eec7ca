"""Who printed a permit, or the whole pile: an audit row each (PTW-159)."""

from collections.abc import Iterable

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Permit


def note_prints(by: Account, permits: Iterable[Permit], what: str) -> None:
    """Before the paper leaves; `what`: 作业票, 作业票（三联）, 作业安全分析表."""
    with transaction.atomic():
        for permit in permits:
            record(by, "permit_print", permit, note=f"打印{what}")
