"""Before any page: the chosen language, a forced new password, an administrator's second step."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin

from anhuan.domains.org.models import Account
from anhuan.web.login import needs_second_factor

OPEN = frozenset({
    "account_login", "account_logout", "account_reauthenticate", "account_change_password",
    "mfa_activate_totp", "mfa_view_recovery_codes", "mfa_download_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_reauthenticate", "mfa_index", "set_language", "healthz",
})  # fmt: skip
MACHINE_PATHS = ("/api/", "/omlox/", "/live/", "/pulse/")  # asked for by programs, not people
TODO = {
    "account_change_password": "这是别人给您设的密码，请先改成自己的。",
    "mfa_activate_totp": "系统管理员须先开启两步验证，才能继续。",
}


class ChosenLanguage(LocaleMiddleware):
    """The language the user chose. Chinese until then, whatever the browser prefers.

    A control room's browser is often set up in English by whoever installed it.
    """

    def process_request(self, request: HttpRequest) -> None:
        """The cookie decides, never `Accept-Language`."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen in dict(settings.LANGUAGES)
        translation.activate(chosen if known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class FirstThings(MiddlewareMixin):
    """Sends an account where it has to go first; programs get 403 with a code instead."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """None when there is nothing to do first."""
        match = request.resolver_match
        if match is None or match.url_name in OPEN or not request.user.is_authenticated:
            return None
        first = _first_thing(request.user)
        if not first:
            return None
        if request.path.startswith(MACHINE_PATHS):
            return JsonResponse({"code": first, "detail": TODO[first]}, status=403)
        return HttpResponseRedirect(reverse(first))


def _first_thing(account: Account) -> str:
    if account.must_change_password:
        return "account_change_password"
    if needs_second_factor(account) and not is_mfa_enabled(account):
        return "mfa_activate_totp"
    return ""
