"""A phone: what it does, and when, as the server gets it over the app's own endpoints."""

import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from anhuan.domains.field.tests.make import URL, batch, jpeg, moment, operation, upload
from anhuan.domains.org.models import Account
from anhuan.domains.org.tests.factories import sign_in
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid7

PNG = {"kind": "signature", "media_type": "image/png", "meta": {"source": "pad"}}
WEBM = {"kind": "voice", "media_type": "audio/webm", "meta": {"source": "microphone"}}

CLIP = {"kind": "video", "media_type": "video/webm", "meta": {"source": "camera"}}


@dataclass
class Phone:
    """Signed in as somebody."""

    account: Account
    client: Any = field(init=False)

    def __post_init__(self) -> None:
        self.client = sign_in(self.account)

    def send(self, *operations: dict[str, Any]) -> list[dict[str, Any]]:
        """The answers."""
        answer = self.client.post(URL, batch(*operations), "application/json")
        assert answer.status_code == 200, answer.content
        return list(answer.json()["results"])

    def do(
        self, kind: str, /, *, ago_s: float = 0, files: tuple[str, ...] = (), **payload: Any
    ) -> dict[str, Any]:
        """Done `ago_s` ago, where the phone had no network since; sent now."""
        return self.send(deed(kind, ago_s=ago_s, files=files, **payload))[0]

    def photo(self, ago_s: float = 0) -> str:
        """Taken then."""
        stamp = moment(clock.now_ms() - round(ago_s * 1000))
        return self._file(jpeg(), meta={"source": "camera", "stamp": stamp})

    def signature(self) -> str:
        """Drawn by hand."""
        out = io.BytesIO()
        Image.new("RGB", (60, 30), "white").save(out, "PNG")
        return self._file(out.getvalue(), **PNG)

    def voice(self) -> str:
        """Spoken."""
        return self._file(b"\x1a\x45\xdf\xa3" + bytes(200), **WEBM)

    def video(self) -> str:
        """A few seconds."""
        return self._file(b"\x1a\x45\xdf\xa3" + bytes(300), **CLIP)

    def _file(self, content: bytes, **changes: Any) -> str:
        pk = str(uuid7())
        answer = upload(self.client, content, id=pk, **changes)
        assert answer.json() == {"received": len(content), "complete": True}, answer.content
        return pk

    def view(self, name: str, **asked: Any) -> Any:
        """What the app reads by name."""
        return self.client.get(f"/api/v1/field/views/{name}", asked)


def deed(
    kind: str, /, *, ago_s: float = 0, files: tuple[str, ...] = (), **payload: Any
) -> dict[str, Any]:
    """One operation."""
    stamp = moment(clock.now_ms() - round(ago_s * 1000)) | {"ref": None}
    return operation(kind, payload=payload, files=list(files), stamp=stamp)


def codes(answer: dict[str, Any]) -> list[str]:
    """Why it was refused."""
    assert answer["state"] == "refused", answer
    return [one["code"] for one in answer["blockers"]]
