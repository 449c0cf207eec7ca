"""A JSON body with files beside it, as multipart/form-data (RFC 7578)."""

from collections.abc import Sequence
from dataclasses import replace

from anhuan.exchange.forms.message import Attachment, Call


def with_files(call: Call, attachments: Sequence[Attachment], boundary: str) -> Call:
    """The body as the part "data", each file as a part "file" of its name; without files the
    call as it is."""
    if not attachments:
        return call
    lines = [_part(boundary, 'name="data"', "application/json", call.body)]
    lines += [
        _part(boundary, f'name="file"; filename="{_safe(one.name)}"', one.media_type, one.content)
        for one in attachments
    ]
    body = b"".join(lines) + f"--{boundary}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    return replace(call, body=body, headers={**call.headers, **kind})


def _part(boundary: str, disposition: str, media_type: str, content: bytes) -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n"
    return f"{head}Content-Type: {media_type}\r\n\r\n".encode() + content + b"\r\n"


def _safe(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "").replace("\n", "")
