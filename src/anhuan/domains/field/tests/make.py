"""Operations and files as a phone sends them."""

import io
from typing import Any

from PIL import Image

from anhuan.kernel import clock
from anhuan.kernel.digest import sm3_hex
from anhuan.kernel.ids import uuid7

URL, FILES = "/api/v1/field/operations", "/api/v1/field/files"


def moment(
    at: int | None = None, monotonic_ms: int = 10_000, session: str = "s1"
) -> dict[str, Any]:
    """The clocks of a phone that is right."""
    return {"device_at": at or clock.now_ms(), "monotonic_ms": monotonic_ms, "session": session}


def operation(kind: str = "test.note", **changes: Any) -> dict[str, Any]:
    """A deed done just now."""
    facts = {
        "id": str(uuid7()), "kind": kind, "stream": kind, "seq": 1, "payload": {}, "files": [],
        "stamp": moment() | {"ref": None},
    }  # fmt: skip
    return {**facts, **changes}


def batch(*operations: dict[str, Any], **sent: Any) -> dict[str, Any]:
    """Sent now."""
    return {"sent": moment() | sent, "operations": list(operations)}


def jpeg(size: tuple[int, int] = (64, 48)) -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, "grey").save(out, "JPEG")
    return out.getvalue()


def announced(content: bytes, **changes: Any) -> dict[str, Any]:
    """What is said before the content comes."""
    facts = {
        "id": str(uuid7()), "kind": "photo", "media_type": "image/jpeg", "size": len(content),
        "sm3": sm3_hex(content), "meta": {"source": "camera", "taken_at": clock.now_ms()},
    }  # fmt: skip
    return {**facts, **changes}


def put(client: Any, pk: str, offset: int, piece: bytes, sm3: str = "") -> Any:
    """One piece."""
    url = f"{FILES}/{pk}?offset={offset}&sm3={sm3 or sm3_hex(piece)}"
    return client.put(url, piece, "application/octet-stream")


def upload(client: Any, content: bytes, **changes: Any) -> Any:
    """All of it in one piece; the last answer."""
    given = announced(content, **changes)
    answer = client.post(FILES, given, "application/json")
    return put(client, given["id"], 0, content) if answer.status_code == 200 else answer


def device_row(company: Any, account: Any) -> Any:
    """A phone that was used once."""
    from anhuan.domains.field.models import Device

    now = clock.now()
    return Device.objects.create(
        id=uuid7(), company=company, account=account, label="Android 12", first_seen_at=now,
        seen_at=now,
    )  # fmt: skip
