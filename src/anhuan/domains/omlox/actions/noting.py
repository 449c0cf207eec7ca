"""That another system reads where people are: one audit row for each account and hour."""

from datetime import timedelta

from django.core.cache import cache

from anhuan.domains.audit.actions import record
from anhuan.domains.org.models import Account, Company
from anhuan.kernel.ids import uuid_of

ONCE_IN = timedelta(hours=1)


def note_reading(account: Account, company: Company, what: str) -> None:
    """The account reads live positions over omlox; `what` says which and where from."""
    if cache.add(f"omlox-read:{uuid_of(account.pk, what)}", 1, ONCE_IN.total_seconds()):
        record(account, "view_positions", company, note=f"omlox 接口读取{what}")
