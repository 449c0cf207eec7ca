"""Who reads a stream, and whether they still may: a browser's session, or a program's token."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connections
from django.http import HttpRequest

from anhuan.domains.org.models import Account, ApiToken
from anhuan.domains.org.queries import account_for_token
from anhuan.kernel import clock


@dataclass(frozen=True, slots=True)
class Reader:
    """An account behind one stream. It came with a session or with a token."""

    account: str
    company: str
    right: str
    session: str = ""
    token: str = ""  # the text of the token itself: it may be revoked, or expire, meanwhile


def reader_of(request: HttpRequest, right: str) -> Reader | int:
    """The reader, or the HTTP status that says why not. Gives its connection back: streams last."""
    try:
        raw = _token_of(request)
        found = account_for_token(raw) if raw else None
        user = found[0] if found else None if raw else request.user
        if not isinstance(user, Account):
            return 401
        if not _may(user, found[1] if found else None, right) or user.company is None:
            return 403
        session = "" if raw else request.session.session_key or ""
        return Reader(str(user.pk), user.company.code, right, session, raw)
    finally:
        connections.close_all()


def may_still_read(reader: Reader) -> bool:
    """The session or token is alive, the account active, the right held."""
    if reader.token:
        found = account_for_token(reader.token)
        return found is not None and _may(*found, reader.right)
    alive = Session.objects.filter(session_key=reader.session, expire_date__gt=clock.now())
    account = Account.objects.filter(pk=UUID(reader.account)).first()
    return alive.exists() and account is not None and account.may(reader.right)


def _token_of(request: HttpRequest) -> str:
    """Of `Authorization: Token …` or `Bearer …`; "" without one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() in ("token", "bearer") else ""


def _may(account: Account, token: ApiToken | None, right: str) -> bool:
    scopes = token.scopes if token else []
    return account.may(right) and (not scopes or right in scopes)
