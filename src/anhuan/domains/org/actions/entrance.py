"""What the front door writes down: who came in, who left, who did not get in."""

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.org.models import Account


def note_login(account: Account, address: str | None) -> None:
    """Somebody signed in."""
    record(account, "login", account, address=address)


def note_logout(account: Account, address: str | None) -> None:
    """Somebody signed out."""
    record(account, "logout", account, address=address)


def note_failed_login(username: str, address: str | None, note: str = "") -> None:
    """A wrong password or code, or a name nobody has."""
    record(SYSTEM, "login_failed", _named(username), address=address, note=note)


def note_lockout(username: str, address: str | None, note: str) -> None:
    """Too many failures: the name is shut for a while."""
    record(SYSTEM, "locked_out", _named(username), address=address, note=note)


def _named(username: str) -> Account:
    known = Account.objects.filter(username=username).first()
    return known or Account(username=username[:100])
