"""Programs sign in with `Authorization: Token …` or `Bearer …`; rights are cut to the scopes."""

from datetime import timedelta

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from anhuan.domains.org.models import Account, ApiToken
from anhuan.domains.org.queries import account_for_token
from anhuan.kernel import clock

KEYWORDS = (b"token", b"bearer")  # the second is what omlox clients send
SEEN_EVERY = timedelta(minutes=5)  # how fine "last used" is; not a write for each request


class ApiTokenAuthentication(BaseAuthentication):
    """Sets `request.auth` to the `ApiToken`, whose `scopes` `desk.api.HasRight` honours."""

    def authenticate(self, request: Request) -> tuple[Account, ApiToken] | None:
        """None without such a header; an unknown, expired or revoked token is refused."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() not in KEYWORDS:
            return None
        found = account_for_token(parts[1].decode("latin-1")) if len(parts) == 2 else None
        if found is None:
            raise AuthenticationFailed("令牌无效、已过期或已吊销")
        _note_use(found[1])
        return found

    def authenticate_header(self, request: Request) -> str:
        """For the 401 answer."""
        return "Token"


def _note_use(token: ApiToken) -> None:
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at > SEEN_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
