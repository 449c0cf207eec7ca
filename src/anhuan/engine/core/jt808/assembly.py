"""Messages sent in parts, put together again."""

from __future__ import annotations

from dataclasses import dataclass, field

from anhuan.engine.core.jt808.body import Malformed
from anhuan.engine.core.jt808.header import Header, Message

WHOLE_MAX = 128 * 1024  # bytes of one message
OPEN_MAX = 4  # messages of one terminal in the making
PATIENCE_MS = 60_000
ASK_AFTER_MS = 5_000  # without another part of it
ASKED_MAX = 3

Key = tuple[str, int, int]  # phone, kind, serial of the first part


@dataclass(slots=True)
class _Making:
    since_ms: int
    quiet_since_ms: int = 0  # when its last part came, or it was last asked for
    asked: int = 0
    parts: dict[int, Message] = field(default_factory=dict)

    def missing(self) -> list[int]:
        count = next(iter(self.parts.values())).header.parts
        return [number for number in range(1, count + 1) if number not in self.parts]


@dataclass(slots=True)
class Assembly:
    """The parts one connection has sent so far."""

    open: dict[Key, _Making] = field(default_factory=dict)

    def take(self, message: Message, now_ms: int) -> list[Message] | None:
        """All parts in order once the last is there, None before. Malformed: too_large."""
        head = message.header
        if head.parts == 1:
            return [message]
        key = head.phone, head.kind, (head.serial - head.part + 1) & 0xFFFF
        made = self.open.setdefault(key, _Making(now_ms))
        made.parts[head.part] = message
        made.quiet_since_ms = now_ms
        if sum(len(one.body) for one in made.parts.values()) > WHOLE_MAX:
            del self.open[key]
            raise Malformed("too_large", f"a message of {head.parts} parts")
        if made.missing():
            return None
        del self.open[key]
        return [made.parts[number] for number in range(1, head.parts + 1)]

    def wanting(self, now_ms: int) -> list[tuple[Header, list[int]]]:
        """What to ask for again (0x8003): the first part's header, and the parts that are missing.

        Due once nothing more of a message came for `ASK_AFTER_MS`, at most `ASKED_MAX` times.
        """
        due = []
        for (phone, kind, serial), made in self.open.items():
            if made.asked < ASKED_MAX and now_ms - made.quiet_since_ms >= ASK_AFTER_MS:
                made.asked += 1
                made.quiet_since_ms = now_ms
                is_2019 = next(iter(made.parts.values())).header.is_2019
                due.append((Header(kind, phone, serial, is_2019), made.missing()))
        return due

    def dropped(self, now_ms: int) -> int:
        """Give up what is too old, or too many; how many messages that were."""
        before = len(self.open)
        young = [(k, m) for k, m in self.open.items() if now_ms - m.since_ms < PATIENCE_MS]
        self.open = dict(young[-OPEN_MAX:])
        return before - len(self.open)


def whole(parts: list[Message]) -> Message:
    """One message of its parts; it has the first part's serial."""
    first: Header = parts[0].header
    header = Header(first.kind, first.phone, first.serial, first.is_2019)
    return Message(header, b"".join(one.body for one in parts))
