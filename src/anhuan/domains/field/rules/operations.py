"""What an operation must look like before anybody acts on it."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from anhuan.kernel.digest import canonical_json, sm3_hex
from anhuan.kernel.errors import Blocker

BATCH = 50
PAYLOAD_BYTES = 64 * 1024
MOST_FILES = 30
AT_ONCE = timedelta(seconds=60)  # for the way there on a bad line, not for a time without one
_YEAR_2000, _YEAR_2100 = 946_684_800_000, 4_102_444_800_000
_NAME = re.compile(r"[a-z][a-z0-9_.]{0,63}")


def shape_blockers(sent: dict[str, Any]) -> Iterator[Blocker]:
    """What cannot be stored or understood; `sent` passed the serializer's types."""
    if not _NAME.fullmatch(sent["kind"]):
        yield Blocker("kind_unknown", "没有这种操作，请更新应用")
    if not is_plain(sent["payload"]):
        yield Blocker("payload", f"内容不是普通 JSON，或超过 {PAYLOAD_BYTES // 1024} KB")
    stamp = sent["stamp"]
    moments = [stamp["device_at"], *([stamp["ref"]["server_at"]] if stamp["ref"] else [])]
    if not all(_YEAR_2000 < at < _YEAR_2100 for at in moments):
        yield Blocker("device_time", "手机时间不对，请先校准手机时间")


def is_plain(payload: dict[str, Any]) -> bool:
    """Whether it fits, and is such that PostgreSQL keeps it: no NaN, no NUL, no half characters."""
    try:
        text = json.dumps(payload, allow_nan=False, ensure_ascii=False)
        return len(text.encode()) <= PAYLOAD_BYTES and "\\u0000" not in text
    except (ValueError, RecursionError):  # UnicodeEncodeError is one
        return False


def late_blockers(happened_at: datetime, received_at: datetime) -> Iterator[Blocker]:
    """Why something that grants permission does not count: it was not done with a network."""
    late_s = (received_at - happened_at).total_seconds()
    if late_s > AT_ONCE.total_seconds():
        text = f"这一步授予许可，须联网当场办理；收到时已过 {late_s:.0f} 秒，请重新办理"
        yield Blocker("done_offline", text, "AQ 3064.2-2025 5.5.2")


def digest_of(sent: dict[str, Any]) -> str:
    """By which a repetition is known from another deed under the same id."""
    return sm3_hex(canonical_json({key: sent[key] for key in sorted(sent)}))
