"""What every desk page does first: who is asking, and may they."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

RIGHT_WORDS: dict[str, str] = {}  # what rights are called; filled by the slice that knows them
View = Callable[..., HttpResponseBase]


class RightsHolder(Protocol):
    """What the desk needs of an account."""

    @property
    def pk(self) -> Any: ...
    def may(self, right: str) -> bool: ...


def asker(request: HttpRequest) -> RightsHolder:
    """The account behind a request that `page` let through."""
    return cast(RightsHolder, request.user)


def wants_fragment(request: HttpRequest) -> bool:
    """Asked by htmx for a part; a page brought back from history is wanted whole."""
    restoring = request.headers.get("HX-History-Restore-Request") == "true"
    return request.headers.get("HX-Request") == "true" and not restoring


def page(right: str, methods: tuple[str, ...] = ("GET", "HEAD")) -> Callable[[View], View]:
    """A function view that needs `right` (a code of `org.rules.RIGHTS`).

    Anonymous visitors go to the login page; others without the right see a 403 page that says
    which right is missing. The right stays readable on the view for the permission matrix.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not asker(request).may(right):
                return _forbidden(request, RIGHT_WORDS.get(right, right))
            return view(request, *args, **kwargs)

        guarded.right, guarded.methods = right, methods  # type: ignore[attr-defined]
        return cast(View, require_http_methods(list(methods))(guarded))

    return decorate


def _forbidden(request: HttpRequest, right: str) -> HttpResponse:
    """A page that says which right is missing; a sentence where only a part was asked for."""
    if wants_fragment(request):
        text = gettext("这一步需要“%(right)s”权限，您的角色没有。")
        return HttpResponse(text % {"right": right}, "text/plain; charset=utf-8", 403)
    return render(request, "desk/forbidden.html", {"right": right}, status=403)


def form_page(right: str) -> Callable[[View], View]:
    """A page that shows a form and takes it back."""
    return page(right, ("GET", "HEAD", "POST"))


def post_only(right: str) -> Callable[[View], View]:
    """A button: POST only."""
    return page(right, ("POST",))
