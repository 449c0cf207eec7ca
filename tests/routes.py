"""Every address of the web process, and the right each declares."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC, OWN, BACK_OFFICE = "public", "own", "back office"

# Addresses without a right of their own. Public ones anybody may ask for; own ones need a login
# and show only what is the asker's.
WITHOUT_RIGHT = {
    "set_language": PUBLIC,
    "healthz": PUBLIC,
    "api_none": PUBLIC,  # that there is no such endpoint
    "field:shell": PUBLIC,  # the app and its service worker hold no data
    "field:worker": PUBLIC,
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_signup": PUBLIC,  # closed: 404
    "mfa_authenticate": PUBLIC,  # the second step of signing in
    "pipes:api_enrol": PUBLIC,  # by a one-time token
    "pipes:api_report": PUBLIC,  # by the node's own key: 401 without
    "permits:verify_paper": PUBLIC,  # whoever holds the paper; number, state, validity
    "account_change_password": OWN,
    "account_reauthenticate": OWN,
    "mfa_index": OWN,
    "mfa_reauthenticate": OWN,
    "mfa_activate_totp": OWN,
    "mfa_deactivate_totp": OWN,
    "mfa_view_recovery_codes": OWN,
    "mfa_generate_recovery_codes": OWN,
    "mfa_download_recovery_codes": OWN,
}


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its full name, its path pattern, and method → right."""

    name: str
    path: str
    rights: dict[str, str]

    @property
    def is_machine(self) -> bool:
        """Answers programs: 401 or 403 instead of the login page."""
        return self.path.startswith(("api/", "live/", "omlox/"))

    @property
    def wants_pk(self) -> bool:
        """The address is about one object."""
        return "<" in self.path


def every_route() -> list[Route]:
    """All of them, the read-only back office (`admin:`) left out: it is one right, see its test."""
    return [route for route in _walk(get_resolver()) if not route.name.startswith("admin:")]


def _walk(resolver: Any, prefix: str = "", spaces: tuple[str, ...] = ()) -> Iterator[Route]:
    for part in resolver.url_patterns:
        path = prefix + str(part.pattern)
        if isinstance(part, URLResolver):
            inner = (*spaces, part.namespace) if part.namespace else spaces
            yield from _walk(part, path, inner)
        elif isinstance(part, URLPattern):
            name = ":".join([*spaces, part.name or path])
            yield Route(name, path, _rights(part.callback))


def _rights(view: Any) -> dict[str, str]:
    if endpoint := getattr(view, "cls", None):
        return dict(getattr(endpoint, "rights", {}))
    right = getattr(view, "right", "")
    methods = getattr(view, "methods", ("GET",))
    return {method: right for method in methods if method != "HEAD"} if right else {}
