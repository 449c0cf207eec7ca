"""Reads of the watch."""

from anhuan.domains.watch.queries.holes import gaps_of, standing_of
from anhuan.domains.watch.queries.rows import (
    EDIT,
    KEEP,
    VIEW,
    following,
    get_post_for,
    get_turn_for,
    visible_posts,
    visible_turns,
)
from anhuan.domains.watch.queries.situation import Answered, answered_in, situation_of
from anhuan.domains.watch.queries.who import on_watch, was_on_watch

__all__ = [
    "EDIT",
    "KEEP",
    "VIEW",
    "Answered",
    "answered_in",
    "following",
    "gaps_of",
    "get_post_for",
    "get_turn_for",
    "on_watch",
    "situation_of",
    "standing_of",
    "visible_posts",
    "visible_turns",
    "was_on_watch",
]
