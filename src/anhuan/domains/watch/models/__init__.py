"""Posts, turns and what is written down of them."""

from anhuan.domains.watch.models.posts import WatchPost
from anhuan.domains.watch.models.turns import Handover, LogLine, Turn

__all__ = ["Handover", "LogLine", "Turn", "WatchPost"]
