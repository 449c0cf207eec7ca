"""One simulated terminal: connects, registers, signs in, reports, and sends again what nobody
has confirmed. What it could not send it keeps and delivers as a backlog, as real ones do."""

import contextlib
import logging
import socket
import struct
import threading
import time
from collections import OrderedDict, deque

from anhuan.devices.jt808 import frames
from anhuan.devices.jt808.frames import Fix, Heard, Who

log = logging.getLogger("devices")
TRY_EVERY_S = 1.0
HEARTBEAT_S = 20.0
AGAIN_AFTER_S = 5.0  # without an answer
WINDOW = 50  # messages under way
KEPT = 20_000  # positions not yet delivered; the oldest go first
BATCH = 20
REGISTER, SIGN_IN, HEARTBEAT, LOGOUT, REPORT, MANY = 0x0100, 0x0102, 0x0002, 0x0003, 0x0200, 0x0704


class Terminal:
    """Runs in a thread of its own from `start` to `stop`."""

    def __init__(self, who: Who, host: str, port: int) -> None:
        self.who = who
        self.address = (host, port)
        self.waiting: deque[bytes] = deque(maxlen=KEPT)  # bodies of 0x0200, oldest first
        self.under_way: OrderedDict[int, tuple[float, list[bytes]]] = OrderedDict()
        self.confirmed = 0  # positions the platform has taken
        self.texts: list[str] = []
        self.set: dict[int, int] = {}
        self.refused = ""
        self.is_signed_in = False
        self._code = ""
        self._serial = 0
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"jt808-{who.phone}", daemon=True)

    def start(self) -> None:
        """Connect, now or whenever the platform is there."""
        self._thread.start()

    def stop(self) -> None:
        """Hang up."""
        self._stopping.set()
        self._thread.join(5)

    def report(self, place: Fix) -> None:
        """Say where it is, now or when it can."""
        with self._lock:
            self.waiting.append(frames.position(place))

    @property
    def undelivered(self) -> int:
        """Positions the platform has not confirmed."""
        return len(self.waiting) + sum(len(bodies) for _, bodies in self.under_way.values())

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with socket.create_connection(self.address, 3) as line:
                    self._talk(line)
            except (OSError, ValueError, struct.error) as error:
                self.refused = self.refused or str(error)
            self._lost()
            self._stopping.wait(TRY_EVERY_S)

    def _lost(self) -> None:
        """What was under way goes back to the front of the queue."""
        self.is_signed_in = False
        with self._lock:
            bodies = [body for _, some in self.under_way.values() for body in some]
            self.waiting.extendleft(reversed(bodies))
            self.under_way.clear()

    def _talk(self, line: socket.socket) -> None:
        line.settimeout(0.1)
        held = b""
        self._send(line, *self._opening())
        beat_s = time.monotonic()
        while not self._stopping.is_set():
            with contextlib.suppress(TimeoutError):
                data = line.recv(4096)
                if not data:
                    return
                *whole, held = (held + data).split(b"\x7e")
                for one in filter(None, whole):
                    self._hear(line, frames.heard(one))
            if not self.is_signed_in:
                continue
            self._report(line)
            if time.monotonic() - beat_s > HEARTBEAT_S:
                beat_s = time.monotonic()
                self._send(line, HEARTBEAT, b"")
            if any(time.monotonic() - at_s > AGAIN_AFTER_S for at_s, _ in self.under_way.values()):
                return  # no answer: begin anew, and send it again
        with contextlib.suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)

    def _opening(self) -> tuple[int, bytes]:
        if self._code:
            return SIGN_IN, frames.authentication(self.who, self._code)
        return REGISTER, frames.registration(self.who)

    def _send(self, line: socket.socket, kind: int, body: bytes) -> int:
        serial, self._serial = self._serial, (self._serial + 1) & 0xFFFF
        line.sendall(frames.frame(self.who, kind, serial, body))
        return serial

    def _report(self, line: socket.socket) -> None:
        """One at a time while they come, in batches when there is a backlog."""
        while self.waiting and len(self.under_way) < WINDOW:
            with self._lock:
                many = len(self.waiting) > BATCH
                some = [self.waiting.popleft() for _ in range(min(BATCH, len(self.waiting)))
                        if many] or [self.waiting.popleft()]  # fmt: skip
                self.under_way[self._serial] = (time.monotonic(), some)
            if many:
                self._send(line, MANY, frames.batch(some, is_backlog=True))
            else:
                self._send(line, REPORT, some[0])

    def _hear(self, line: socket.socket, message: Heard) -> None:
        if message.kind == 0x8100:
            self._admitted(line, message.body)
        elif message.kind == 0x8001:
            self._answered(line, message.body)
        elif message.kind == 0x8103:
            self._set_as_told(line, message)
        elif message.kind in (0x8104, 0x8106):
            self._send(line, 0x0104, frames.parameters(message.serial, self.set))
        elif message.kind == 0x8300:
            at = 2 if self.who.is_2019 else 1
            self.texts.append(message.body[at:].decode("gbk", errors="replace"))
            log.info("terminal %s says: %s", self.who.phone, self.texts[-1])
            self._obey(line, message)

    def _admitted(self, line: socket.socket, body: bytes) -> None:
        if body[2] != 0:
            self.refused = f"registration refused: {body[2]}"
            raise ValueError(self.refused)
        self._code = body[3:].decode("gbk")
        self._send(line, *self._opening())

    def _answered(self, line: socket.socket, body: bytes) -> None:
        serial, kind, result = struct.unpack(">HHB", body)
        if kind == SIGN_IN:
            self.is_signed_in = result == 0
            if not self.is_signed_in:
                self._code, self.refused = "", f"sign-in refused: {result}"
                raise ValueError(self.refused)
            self.refused = ""
        elif kind in (REPORT, MANY) and result == 0:
            _, bodies = self.under_way.pop(serial, (0.0, []))
            self.confirmed += len(bodies)

    def _set_as_told(self, line: socket.socket, message: Heard) -> None:
        at = 1
        for _ in range(message.body[0]):
            name, size = struct.unpack(">IB", message.body[at : at + 5])
            self.set[name] = int.from_bytes(message.body[at + 5 : at + 5 + size], "big")
            at += 5 + size
        self._obey(line, message)

    def _obey(self, line: socket.socket, message: Heard) -> None:
        self._send(line, 0x0001, struct.pack(">HHB", message.serial, message.kind, 0))
