"""Identifiers: UUIDs everywhere, time-ordered where rows are appended."""

import os
import time
import uuid

NAMESPACE = uuid.UUID("a9b1c0de-0000-5000-8000-616e6875616e")


def uuid7() -> uuid.UUID:
    """A time-ordered UUID (RFC 9562, version 7): index-friendly and free of coordination."""
    value = int.from_bytes(os.urandom(10)) | (time.time_ns() // 1_000_000) << 80
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def uuid_of(*parts: object) -> uuid.UUID:
    """The same UUID for the same parts, so that a replayed decision finds its own row again."""
    return uuid.uuid5(NAMESPACE, "\x1f".join(str(part) for part in parts))
