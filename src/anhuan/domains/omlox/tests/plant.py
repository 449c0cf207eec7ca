"""A plant with two people, a forklift and a fence, and a program that asks about them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.test import Client

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.omlox.queries import live
from anhuan.domains.org.actions import issue_api_token
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning.models import Fence, Tag, Vehicle
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock

BASE = "/omlox/v2/"


@dataclass
class Plant:
    """Rows, and a client that carries a safety manager's token."""

    company: Company = field(default_factory=make.make_company)

    def __post_init__(self) -> None:
        cache.clear()
        self.site = make.make_site(self.company)
        self.department = make.make_department(self.company)
        self.wang = self.person("王海涛")
        self.li = self.person("李娜")
        self.forklift: Vehicle = make.make_vehicle(self.company, department=self.department)
        self.fence: Fence = make.make_fence(self.company, geometry=make.box(100, 100, 20))
        self.tag = self.carried(self.wang)
        self.tag_li = self.carried(self.li)
        self.account = make.make_account(self.company, Role.SAFETY_MANAGER)
        self.hub = Hub(self.token())

    def person(self, name: str) -> Person:
        """Somebody of the workshop."""
        return make.make_person(self.company, name, department=self.department)

    def carried(self, holder: Any) -> Tag:
        """A tag given to somebody."""
        tag = make.make_tag(self.company, technology="UWB")
        make.bind(tag, holder)
        return tag

    def token(self, account: Account | None = None, scopes: tuple[str, ...] = ()) -> str:
        """A token of the account."""
        return issue_api_token(SYSTEM, account or self.account, "omlox", scopes)

    def row(self, tag: Tag, x: float, y: float, **changes: Any) -> list[Any]:
        """A row of a position frame."""
        values = {"t_ms": clock.now_ms(), "floor": 1, "r68_m": 0.4, "speed": 1.1, "state": "live"}
        v = values | changes
        return [
            str(tag.pk), v["t_ms"], x, y, v["floor"], v["r68_m"], v["speed"], None, v["state"],
        ]  # fmt: skip


@contextmanager
def standing(*rows: list[Any]) -> Iterator[None]:
    """The live picture, as the hub gives it."""
    live.set_source(lambda company: rows)
    try:
        yield
    finally:
        live.set_source(None)


class Hub:
    """An omlox client: JSON in and out, the token in the header."""

    def __init__(self, token: str = "") -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def ask(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        """The response."""
        given = {"content_type": "application/json", "query_params": query, "headers": self.headers}
        data = {} if body is None else {"data": body}
        return getattr(self.client, method)(BASE + path, **given, **data)

    def get(self, path: str, **query: Any) -> Any:
        """The body of a GET that must work."""
        answer = self.ask("get", path, **query)
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()
