"""Everything that may be done to the watch."""

from anhuan.domains.watch.actions.handing import give, note, take
from anhuan.domains.watch.actions.reminding import remind_gaps
from anhuan.domains.watch.actions.rosters import open_turns, save_post, seat

__all__ = ["give", "note", "open_turns", "remind_gaps", "save_post", "seat", "take"]
