"""Sends one file: asks how far it came before, then chunk by chunk with its digest."""

import base64
import http.client
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BufferedReader
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

from anhuan.exchange.adapters.contract import LinkDown, SourceTrouble
from anhuan.exchange.adapters.transports.http import connect
from anhuan.exchange.core.definition import Endpoint
from anhuan.exchange.core.uploads import ALGORITHM, CHUNK, WIDE, Upload, leaves_of, signed_text
from anhuan.kernel import sm2
from anhuan.kernel.digest import sm3

Answer = http.client.HTTPResponse


@dataclass(frozen=True, slots=True)
class Delivered:
    """What the receiver signed for. `sent`: bytes of this run, less after a resume."""

    root: str
    signature: str
    public: str
    sent: int


class FileSender:
    """One connection to one route's folder over there."""

    def __init__(self, endpoint: Endpoint, token: str, route: str) -> None:
        self._route, self._token = route, token
        self._connection = connect(endpoint)

    def send(self, path: Path, name: str) -> Delivered:
        """Send a file whole, or the rest of it. Raises `LinkDown`, `SourceTrouble`."""
        before = path.stat()
        stamp = str(before.st_mtime_ns)
        metadata = f"filename {_b64(name.encode())},stamp {_b64(stamp.encode())}"
        headers = {"Upload-Length": str(before.st_size), "Upload-Metadata": metadata}
        answer = self._ask("POST", f"/files/{quote(self._route)}", b"", headers)
        if answer.status in (400, 404):
            raise SourceTrouble(f"{name}：接收端不接收（{answer.status}），请核对通道与文件名")
        if answer.status != 201:
            raise LinkDown(f"HTTP {answer.status}")
        place = answer.headers["Location"]
        upload, begin = Upload(name, before.st_size), int(answer.headers["Upload-Offset"])
        with path.open("rb") as file:
            self._replay(file, upload, begin)
            answer = self._chunks(file, upload, place, answer)
        if path.stat().st_mtime_ns != before.st_mtime_ns:
            raise LinkDown(f"{name} 在传输中被修改，将重新传输")
        return self._delivered(upload, answer, before.st_size - begin)

    def _replay(self, file: BufferedReader, upload: Upload, begin: int) -> None:
        """Digests of what is over there already: the root must be ours, not what they say."""
        while upload.offset < begin:
            upload.digests.append(_digest(file.read(CHUNK)).hex())

    def _chunks(self, file: BufferedReader, upload: Upload, place: str, answer: Answer) -> Answer:
        for chunk, digest in _one_ahead(file):
            headers = {
                "Upload-Offset": str(upload.offset),
                "Upload-Checksum": f"{ALGORITHM} {_b64(digest)}",
                "Content-Type": "application/offset+octet-stream",
            }
            answer = self._ask("PATCH", place, chunk, headers)
            if answer.status != 204:
                raise LinkDown(f"HTTP {answer.status}")
            upload.digests.append(digest.hex())
        return answer

    def _delivered(self, upload: Upload, answer: Answer, sent: int) -> Delivered:
        root, signature, public = (answer.headers.get("Upload-Receipt") or "- - -").split(" ")
        if root != upload.root:
            raise LinkDown(f"{upload.name}：接收端的校验值不符")
        if not sm2.verify(signed_text(self._route, upload), signature, public):
            raise LinkDown(f"{upload.name}：接收端的回执签名无效")
        return Delivered(root, signature, public, sent)

    def _ask(
        self, method: str, path: str, body: bytes | memoryview, headers: dict[str, str]
    ) -> Answer:
        bearer = {"Authorization": f"Bearer {self._token}", "Tus-Resumable": "1.0.0"}
        try:
            self._connection.request(method, path, body, headers | bearer)
            answer = self._connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._connection.close()
            raise LinkDown(str(error) or type(error).__name__) from error
        return answer

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def _one_ahead(file: BufferedReader) -> Iterator[tuple[memoryview, bytes]]:
    """Chunks and their digests; the next is read and hashed while one is under way. Two rooms in
    turn: memory asked for anew costs as much as reading."""
    rooms = cycle((bytearray(CHUNK), bytearray(CHUNK)))
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(_hashed, file, next(rooms))
        while (found := coming.result())[0]:
            coming = beside.submit(_hashed, file, next(rooms))
            yield found


def _hashed(file: BufferedReader, room: bytearray) -> tuple[memoryview, bytes]:
    """Hashed by the megabyte, as it is read: what was just read is still near the processor."""
    view, leaves, end = memoryview(room), [], 0
    while end < CHUNK and (size := file.readinto(view[end : end + WIDE])):
        leaves.append(leaves_of(view[end : end + size].toreadonly()))
        end += size
    return view[:end].toreadonly(), sm3(b"".join(leaves))


def _digest(chunk: bytes | memoryview) -> bytes:
    return sm3(leaves_of(chunk))


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()
