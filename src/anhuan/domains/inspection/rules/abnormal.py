"""What must be said of something found wrong, and when it is dealt with.

INS-049 to INS-054: handled on the spot, a hazard, or a fault of equipment; each closed in its way.
"""

from collections.abc import Iterator
from enum import StrEnum

from anhuan.kernel.errors import Blocker


class Handling(StrEnum):
    """What is done about it."""

    ON_SPOT = "on_spot"
    HAZARD = "hazard"
    FAULT = "fault"


def handling_blockers(handling: str, handled: str) -> Iterator[Blocker]:
    """One of the three; what was done on the spot is said."""
    if handling not in set(Handling):
        yield Blocker("handling", "发现异常，请选择：当场处理、登记隐患或设备故障", "INS-054")
    elif handling == Handling.ON_SPOT and not handled.strip():
        yield Blocker("handled", "请填写当场处理的结果", "INS-054")


def outside_blockers(
    text: str, place: str, has_files: bool, *, has_person: bool
) -> Iterator[Blocker]:
    """Outside a round nobody knows what and where unless it is said (INS-053)."""
    if not has_person:
        yield Blocker("no_person", "账号没有对应的人员，请让管理员关联人员后再上报")
    if not text.strip() and not has_files:
        yield Blocker("text_missing", "请说明异常情况，或附照片、录音、短视频", "INS-049")
    if not place:
        yield Blocker("place_missing", "请扫点位码或写明地点", "INS-053")


def close_blockers(handling: str, words: str, *, is_closed: bool) -> Iterator[Blocker]:
    """A hazard has its own acceptance; nothing is closed without saying what was done."""
    if is_closed:
        yield Blocker("closed", "这条异常已经关闭")
    elif handling == Handling.HAZARD:
        yield Blocker("by_hazard", "已登记为隐患，整改验收通过后自动关闭", "INS-051")
    if not words.strip():
        yield Blocker("handled", "请填写处理结果", "INS-051")
