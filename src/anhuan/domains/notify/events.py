"""What notify tells the rest of the house."""

from dataclasses import dataclass
from typing import ClassVar

from anhuan.kernel.events import Event


@dataclass(frozen=True, slots=True)
class NoticePosted(Event):
    """These accounts have something new to read."""

    type: ClassVar[str] = "notice.posted"
    accounts: tuple[str, ...]
    topic: str
    title: str
    text: str
    url: str
    priority: int
