"""Who reads a stream, and whether they still may."""

from dataclasses import dataclass

from django.contrib.sessions.models import Session
from django.db import connections
from django.http import HttpRequest

from anhuan.domains.org.models import Account
from anhuan.kernel import clock


@dataclass(frozen=True, slots=True)
class Reader:
    """A signed-in account behind one stream."""

    account: str
    company: str
    session: str
    right: str


def reader_of(request: HttpRequest, right: str) -> Reader | int:
    """The reader, or the HTTP status that says why not. Gives its connection back: streams last."""
    try:
        user = request.user
        if not isinstance(user, Account):
            return 401
        if not user.may(right) or user.company is None:
            return 403
        session = request.session.session_key or ""
        return Reader(str(user.pk), user.company.code, session, right)
    finally:
        connections.close_all()


def may_still_read(reader: Reader) -> bool:
    """The session is alive, the account active, the right held."""
    alive = Session.objects.filter(session_key=reader.session, expire_date__gt=clock.now())
    account = Account.objects.filter(pk=reader.account).first()
    return alive.exists() and account is not None and account.may(reader.right)
