"""Reading permits: who sees which, what may be done, the whole picture, whether it was altered."""

from anhuan.domains.permits.queries.forms import current_form, form_of, visible_forms
from anhuan.domains.permits.queries.gases import gas_limits
from anhuan.domains.permits.queries.may import deeds_of, may
from anhuan.domains.permits.queries.papers import check_paper
from anhuan.domains.permits.queries.permits import (
    ledger_permits,
    linked_with,
    own_permits,
    permit_for,
    settings_of,
    visible_permits,
)
from anhuan.domains.permits.queries.photos import photo_for, photo_path
from anhuan.domains.permits.queries.picture import picture, summary
from anhuan.domains.permits.queries.report_rows import alarm_row, planned_for, report_row
from anhuan.domains.permits.queries.suggesting import suggestions
from anhuan.domains.permits.queries.todo import to_do
from anhuan.domains.permits.queries.verifying import verify

__all__ = [
    "alarm_row",
    "check_paper",
    "current_form",
    "deeds_of",
    "form_of",
    "gas_limits",
    "ledger_permits",
    "linked_with",
    "may",
    "own_permits",
    "permit_for",
    "photo_for",
    "photo_path",
    "picture",
    "planned_for",
    "report_row",
    "settings_of",
    "suggestions",
    "summary",
    "to_do",
    "verify",
    "visible_forms",
    "visible_permits",
]
