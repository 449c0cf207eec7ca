"""The only writes of the slice: change, audit row and event together, or nothing."""

from anhuan.domains.training.actions.certificates import (
    put_certificate,
    save_certificate,
    save_kind,
    void_certificate,
)
from anhuan.domains.training.actions.courses import delete_need, save_course, save_need
from anhuan.domains.training.actions.seeding import seed_training
from anhuan.domains.training.actions.sessions import (
    Outcome,
    put_result,
    record_results,
    save_session,
    void_result,
)
from anhuan.domains.training.actions.settings import save_settings
from anhuan.domains.training.actions.warning import warn_of_ends

__all__ = [
    "Outcome",
    "delete_need",
    "put_certificate",
    "put_result",
    "record_results",
    "save_certificate",
    "save_course",
    "save_kind",
    "save_need",
    "save_session",
    "save_settings",
    "seed_training",
    "void_certificate",
    "void_result",
    "warn_of_ends",
]
