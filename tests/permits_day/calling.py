"""Somebody with a client: below the socket on the test's own clock, or over a real one."""

import json
from dataclasses import dataclass
from typing import Any, Protocol

import requests

from anhuan.domains.org.models import Account
from anhuan.domains.org.tests.factories import sign_in


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    body: Any

    @property
    def codes(self) -> set[str]:
        """Of a refusal: every reason; of a deed that was done: nothing."""
        if self.status < 400:
            return set()
        assert self.status == 422, (self.status, self.body)
        return {one["code"] for one in self.body["blockers"]}


class Caller(Protocol):
    """Sends one request as one account."""

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer: ...


class Near:
    """Through the whole stack in this process, on whatever clock the test has set."""

    def __init__(self, account: Account) -> None:
        self.client = sign_in(account)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        content = json.dumps(body if body is not None else {})
        answer = self.client.generic(
            method, f"/api/v1/{path}", content, "application/json", headers=headers
        )
        return Answer(answer.status_code, json.loads(answer.content or b"null"))


class Far:
    """Over a socket to a server of its own, with an API token."""

    def __init__(self, url: str, token: str) -> None:
        self.url, self.session = url, requests.Session()
        self.session.headers["Authorization"] = f"Token {token}"

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        answer = self.session.request(
            method, f"{self.url}/api/v1/{path}", json=body or {}, headers=headers, timeout=120
        )
        return Answer(answer.status_code, answer.json() if answer.content else None)
