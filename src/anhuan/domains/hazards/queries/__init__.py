"""Reading hazards; every read is gated by who asks."""

from anhuan.domains.hazards.queries.hazards import (
    deleted_hazards,
    hazard_for,
    settings_of,
    visible_hazards,
)
from anhuan.domains.hazards.queries.may import deeds_of, may, reasons
from anhuan.domains.hazards.queries.photos import photo_for, photo_path
from anhuan.domains.hazards.queries.picture import picture, summary
from anhuan.domains.hazards.queries.similar import duplicates_of, recurrence_of
from anhuan.domains.hazards.queries.todo import to_do
from anhuan.domains.hazards.queries.upload import upload_blockers, upload_row
from anhuan.domains.hazards.queries.verifying import verify_hazard

__all__ = [
    "deeds_of",
    "deleted_hazards",
    "duplicates_of",
    "hazard_for",
    "may",
    "photo_for",
    "photo_path",
    "picture",
    "reasons",
    "recurrence_of",
    "settings_of",
    "summary",
    "to_do",
    "upload_blockers",
    "upload_row",
    "verify_hazard",
    "visible_hazards",
]
