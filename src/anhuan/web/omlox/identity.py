"""Who is on a socket: the account behind an API token, cut to the token's scopes."""

from dataclasses import dataclass

from anhuan.domains.org.models import Account, Company
from anhuan.domains.org.queries import account_for_token


@dataclass(frozen=True, slots=True)
class Identity:
    """A program that has shown a token. Kept no longer than `who` is asked again."""

    raw: str
    account: Account
    company: Company
    rights: frozenset[str]

    def may(self, right: str) -> bool:
        """Held by the account, and within the token's scopes."""
        return right in self.rights


def who(raw: str) -> Identity | None:
    """The program behind a token that still holds; its rights as of now."""
    found = account_for_token(raw) if raw else None
    if found is None or found[0].company is None or found[0].must_change_password:
        return None
    account, token = found
    rights = account.rights if account.is_active else frozenset()
    scoped = rights & frozenset(token.scopes) if token.scopes else rights
    company = account.company
    assert company is not None
    return Identity(raw, account, company, frozenset(scoped))


def bearer(headers: list[tuple[bytes, bytes]]) -> str:
    """The token of an Authorization header; "" without one."""
    said = next((value for name, value in headers if name == b"authorization"), b"")
    scheme, _, token = said.decode("latin-1").partition(" ")
    return token.strip() if scheme.lower() in ("bearer", "token") else ""
