"""The only writes of the risk slice: change, audit row, version and event, or nothing."""

from anhuan.domains.risk.actions.assessing import Assessed, Outcome, assess, outcome_of
from anhuan.domains.risk.actions.cards import add_picture, note_print, retire_picture, save_card
from anhuan.domains.risk.actions.duties import Performed, perform_duty, save_duty, seed_duties
from anhuan.domains.risk.actions.holders import confirm_registered, remind_changes, watch_holders
from anhuan.domains.risk.actions.identifying import Unit, identify_unit, judge, register_source
from anhuan.domains.risk.actions.importing import Importer
from anhuan.domains.risk.actions.register import (
    retire,
    save_event,
    save_measure,
    save_object,
    save_unit,
)
from anhuan.domains.risk.actions.reviewing import remind_reviews
from anhuan.domains.risk.actions.settings import save_settings

__all__ = [
    "Assessed",
    "Importer",
    "Outcome",
    "Performed",
    "Unit",
    "add_picture",
    "assess",
    "confirm_registered",
    "identify_unit",
    "judge",
    "note_print",
    "outcome_of",
    "perform_duty",
    "register_source",
    "remind_changes",
    "remind_reviews",
    "retire",
    "retire_picture",
    "save_card",
    "save_duty",
    "save_event",
    "save_measure",
    "save_object",
    "save_settings",
    "save_unit",
    "seed_duties",
    "watch_holders",
]
