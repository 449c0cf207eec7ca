"""How every deed's page is made: the form, why it is not possible yet, the action, back again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.forms import Form, respond_form
from anhuan.desk.pages import form_page
from anhuan.domains.org.models import Account
from anhuan.domains.org.queries import account_of
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries import may, permit_for
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.verifying import seal_of
from anhuan.domains.permits.queries.who import RIGHT_OF
from anhuan.domains.permits.rules.states import Deed
from anhuan.kernel import clock
from anhuan.kernel.errors import refuse

Data = dict[str, Any]
Act = Callable[[Account, Permit, Data], Any]
Make = Callable[[HttpRequest, Look], Form]
Show = Callable[[HttpRequest, Look], dict[str, Any]]
View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Page:
    """A deed's page: its form, its action, and what else is shown."""

    deed: Deed
    make: Make
    act: Act
    template: str = "permits/deed.html"
    show: Show | None = None
    stays: bool = False  # back to the same step: measures follow one another


def signed(account: Account, data: Data) -> Data:
    """What a signature brings; a wrong password is refused."""
    password = data.get("password") or ""
    if password and not account.check_password(password):
        raise refuse("password_wrong", "密码不对，签批未生效")
    method = "password" if password else "session"
    return {"point": data.get("point") or "", "seen": data.get("seen") or "", "method": method}


def deed_view(one: Page) -> View:
    """The view of a deed's page; the right is the API's."""

    def view(request: HttpRequest, pk: UUID) -> HttpResponse:
        account = account_of(request)
        look = Look(permit_for(account, pk), account, clock.now())
        return answer(request, look, one)

    view.__name__, view.__doc__ = str(one.deed), one.deed.label
    return form_page(RIGHT_OF[one.deed])(view)


def answer(request: HttpRequest, look: Look, one: Page) -> HttpResponse:
    """The page, or what became of it."""
    account, permit = account_of(request), look.permit
    found = may(permit, one.deed, account, look.now, {"asking": True})
    against = found if request.method == "GET" else []
    form = one.make(request, look)
    extra = one.show(request, look) if one.show else {}
    page = reverse("permits:permit", args=[permit.pk])

    def back(done: Any) -> str:
        return reverse("permits:permit", args=[getattr(done, "pk", permit.pk)]) + (
            "#measures" if one.stays else ""
        )

    return respond_form(
        request, form, lambda data: one.act(account, permit, data),
        f"{one.deed.label}：{permit.number}", back, template=one.template, cancel=page,
        submit=one.deed.label, done=f"已{one.deed.label}" if len(one.deed.label) < 5 else "已保存",
        permit=permit, look=look, against=against, deed=one.deed, **extra,
        crumbs=[("作业票", reverse("permits:permits")), (permit.number, page)],
    )  # fmt: skip


def plain(form: type[Form]) -> Make:
    """A form without anything to begin with."""
    return lambda request, _look: form(sent(request))


def sent(request: HttpRequest) -> Any:
    """What was sent; a button alone sends nothing and is an answer all the same."""
    return request.POST if request.method == "POST" else None


def sealed(form: type[Form]) -> Make:
    """A form that says what one saw when one signed."""
    return lambda request, look: form(sent(request), initial={"seen": seal_of(look.permit)})
