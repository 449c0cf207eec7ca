"""Uploads over HTTP: tus 1.0 with creation and checksum (algorithm sm3-leaves, see
`core.uploads`).

    POST  /files/ROUTE          Upload-Length, Upload-Metadata: filename …, stamp …  -> Location
    HEAD  /files/ROUTE/ID       -> Upload-Offset, Upload-Length
    PATCH /files/ROUTE/ID       Upload-Offset, Upload-Checksum: sm3-leaves …  -> Upload-Offset

The answer to the last PATCH carries `Upload-Receipt`: root digest, SM2 signature, public key.
"""

import asyncio
import base64
import os
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from urllib.parse import quote, unquote

from anhuan.exchange.adapters.doors.http import PLAIN, Body, Receive, Scope, Send, reply
from anhuan.exchange.adapters.files.storing import Full, Uploads
from anhuan.exchange.core.uploads import ALGORITHM, WIDE, Upload, leaves_of, signed_text
from anhuan.kernel.digest import sm3

Headers = dict[str, str]
Sign = Callable[[bytes], tuple[str, str]]
Said = tuple[Body, Headers]
TUS = {"tus-resumable": "1.0.0"}
WRITTEN = 256 << 10  # bytes at once; ext4 wrote a file of 4 MB writes at a third of the speed
MISMATCH = 460  # tus: the checksum differs


class FileDoor:
    """Answers requests under /files/."""

    def __init__(self, folders: Mapping[str, Uploads], sign: Sign) -> None:
        self._folders, self._sign = folders, sign
        self._locks: dict[str, threading.Lock] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; the guard has been passed."""
        _, _, route, *rest = [unquote(part) for part in scope["path"].split("/")]
        uploads, more = self._folders.get(route), Headers()
        if uploads is None:
            body: Body = (404, f"接收端没有通道 {route}\n".encode(), PLAIN)
        else:
            body, more = await self._answer(scope, receive, uploads, rest[0] if rest else "")
        await reply(send, body, TUS | more)

    async def _answer(
        self, scope: Scope, receive: Receive, uploads: Uploads, number: str
    ) -> Said:  # fmt: skip
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        try:
            if scope["method"] == "POST":
                return await asyncio.to_thread(self._begin, uploads, headers)
            upload = await asyncio.to_thread(uploads.find, number)
            if upload is None:
                return (404, b"", PLAIN), {}
            if scope["method"] == "PATCH":
                return await self._patch(uploads, number, upload, headers, receive)
            return (200, b"", PLAIN), self._standing(uploads, upload)
        except (ValueError, KeyError) as error:
            return (400, f"{error}\n".encode(), PLAIN), {}
        except (Full, OSError) as error:
            return (507, f"{error}\n".encode(), PLAIN), {}

    def _begin(self, uploads: Uploads, headers: Headers) -> Said:
        known = _metadata(headers.get("upload-metadata", ""))
        size = int(headers["upload-length"])
        number, upload = uploads.begin(known["filename"], size, known.get("stamp", ""))
        place = {"location": f"/files/{quote(uploads.route)}/{number}"}
        return (201, b"", PLAIN), place | self._standing(uploads, upload)

    def _standing(self, uploads: Uploads, upload: Upload) -> Headers:
        found = {"upload-offset": str(upload.offset), "upload-length": str(upload.size)}
        if upload.is_done:
            signature, public = self._sign(signed_text(uploads.route, upload))
            found["upload-receipt"] = f"{upload.root} {signature} {public}"
        return found

    async def _patch(
        self, uploads: Uploads, number: str, upload: Upload, headers: Headers, receive: Receive
    ) -> Said:  # fmt: skip
        length = int(headers["content-length"])
        if not upload.expects(int(headers["upload-offset"]), length):
            return (409, b"", PLAIN), self._standing(uploads, upload)
        lock = self._locks.setdefault(number, threading.Lock())
        if not lock.acquire(blocking=False):  # another connection sends the same chunk just now
            return (423, b"", PLAIN), {}
        try:
            return await self._take(uploads, number, upload, headers, receive, length)
        finally:
            lock.release()

    async def _take(
        self, uploads: Uploads, number: str, upload: Upload, headers: Headers,
        receive: Receive, length: int,
    ) -> Said:  # fmt: skip
        algorithm, _, wanted = headers.get("upload-checksum", "").partition(" ")
        if algorithm != ALGORITHM:
            return (400, f"Upload-Checksum: {ALGORITHM}\n".encode(), PLAIN), {}
        descriptor = await asyncio.to_thread(uploads.open_part, number, upload)
        try:
            digest = await _write(descriptor, length, receive)
            if digest is None or base64.b64encode(digest).decode() != wanted:
                return (MISMATCH, b"", PLAIN), self._standing(uploads, upload)
            await asyncio.to_thread(uploads.add, number, upload, descriptor, digest.hex())
        finally:
            os.close(descriptor)
        return (204, b"", PLAIN), self._standing(uploads, upload)


async def _write(descriptor: int, length: int, receive: Receive) -> bytes | None:
    """Bytes to disk as they come; their digest, or None when they are not as many as announced. The
    disk is told to begin early: at the end of a chunk there is little left to wait for."""
    leaves, left, behind, flushing = bytearray(), length, Behind(), Behind()
    try:
        async for piece in _pieces(receive):
            left -= len(piece)
            if left < 0:
                return None
            await behind.do(_put, descriptor, piece, leaves)
            if flushing.is_idle:
                await flushing.do(os.fdatasync, descriptor)
    finally:  # nobody writes to a descriptor that is closed
        try:
            await behind.done()
        finally:
            await flushing.done()
    return sm3(bytes(leaves)) if left == 0 else None


async def _pieces(receive: Receive) -> AsyncIterator[memoryview]:
    """A body by the megabyte, and what is left; it ends early when the other side hangs up."""
    held, size, more = [], 0, True
    while more:
        message = await receive()
        held.append(message.get("body", b""))
        size += len(held[-1])
        more = message["type"] != "http.disconnect" and message.get("more_body", False)
        if size >= WIDE or not more:
            found = memoryview(b"".join(held))
            whole = len(found) - len(found) % WIDE if more else len(found)
            yield found[:whole]
            held, size = [bytes(found[whole:])], len(found) - whole


class Behind:
    """Work in a thread while the next is received; one piece of work at a time."""

    def __init__(self) -> None:
        self._under_way: asyncio.Future[None] | None = None

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return self._under_way is None or self._under_way.done()

    async def do(self, work: Callable[..., None], *given: object) -> None:
        """Begin it once the former is done. Raises what the former raised."""
        await self.done()
        self._under_way = asyncio.get_running_loop().run_in_executor(None, work, *given)

    async def done(self) -> None:
        """Wait for what is under way, also when this is cancelled and asked again: a thread that
        has begun is not stopped."""
        if self._under_way:
            await asyncio.wait([self._under_way])
            done, self._under_way = self._under_way, None
            done.result()


def _put(descriptor: int, view: memoryview, leaves: bytearray) -> None:
    leaves += leaves_of(view)
    while view:
        view = view[os.write(descriptor, view[:WRITTEN]) :]


def _metadata(text: str) -> dict[str, str]:
    """`name base64, name base64`."""
    pairs = (part.strip().partition(" ") for part in text.split(",") if part.strip())
    return {name: base64.b64decode(value).decode() for name, _, value in pairs}
