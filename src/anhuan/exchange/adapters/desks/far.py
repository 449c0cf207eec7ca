"""A desk far away, over HTTPS: enrolled once with a one-time token, then by a key of its own."""

import http.client
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.adapters.transports.http import connect
from anhuan.exchange.core.definition import Endpoint
from anhuan.exchange.core.orders import Orders

REPORT, ENROL = "/api/v1/pipe-nodes/report", "/api/v1/pipe-nodes/enrol"


@dataclass(frozen=True, slots=True)
class Membership:
    """What a node keeps of being enrolled."""

    url: str
    key: str
    ca: str = ""

    @classmethod
    def read(cls, path: Path) -> "Membership | None":
        """From the secrets, or None."""
        if not path.exists():
            return None
        said = json.loads(path.read_text(encoding="utf-8"))
        return cls(said["url"], said["key"], said.get("ca", ""))

    def write(self, path: Path) -> None:
        """Readable by us only."""
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps({"url": self.url, "key": self.key, "ca": self.ca}))
        draft.replace(path)


class FarDesk:
    """Posts reports; belongs to one thread."""

    def __init__(self, membership: Membership) -> None:
        self._membership = membership

    def tell(self, report: dict[str, Any]) -> Orders:
        """Raises `LinkDown`."""
        said = post(self._membership, REPORT, report)
        try:
            return Orders.from_json(said)
        except ValueError as error:
            raise LinkDown(str(error)) from error


def enrol(url: str, token: str, ca: str = "") -> Membership:
    """Give the one-time token for a key. Raises `LinkDown` with the reason."""
    said = post(Membership(url, "", ca), ENROL, {"token": token})
    return Membership(url, str(said["key"]), ca)


def post(membership: Membership, path: str, body: dict[str, Any]) -> Any:
    """One request; each on a connection of its own, they are seconds apart."""
    url = membership.url.rstrip("/")
    kind = url.partition(":")[0]
    endpoint = Endpoint(kind, url, {"ca": membership.ca} if membership.ca else {})
    connection = connect(endpoint)
    headers = {"Content-Type": "application/json", "X-Node-Key": membership.key}
    try:
        connection.request("POST", path, orjson.dumps(body, default=str), headers)
        answer = connection.getresponse()
        said = answer.read()
        if answer.status != http.client.OK:
            raise LinkDown(_reason(said) or f"HTTP {answer.status}")
        return orjson.loads(said)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise LinkDown(str(error) or type(error).__name__) from error
    finally:
        connection.close()


def _reason(said: bytes) -> str:
    try:
        found = orjson.loads(said)
        texts = [one["text"] for one in found.get("blockers", [])]
        return "；".join(texts) or str(found.get("detail", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        return ""
