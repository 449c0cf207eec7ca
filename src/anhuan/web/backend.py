"""Who a session belongs to, read with what every page asks of an account."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from anhuan.domains.org.models import Account


class AccountBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """allauth's, with the account's company and person in the same statement."""

    def get_user(self, user_id: Any) -> Account | None:
        """None for one that is gone or may not sign in any more."""
        rows = Account.objects.select_related("company", "person")
        found = rows.filter(pk=user_id).first()
        return found if found and self.user_can_authenticate(found) else None
