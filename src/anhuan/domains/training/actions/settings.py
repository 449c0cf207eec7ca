"""What a plant sets for certificates and training."""

from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, save_checked
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.training.events import TrainingChanged
from anhuan.domains.training.models import TrainingSettings
from anhuan.domains.training.queries.scoped import settings_of


def save_settings(actor: Actor, company: Company, changes: dict[str, Any]) -> TrainingSettings:
    """Change them; they count from the next check on."""
    with transaction.atomic():
        saved = save_checked(actor, settings_of(company), changes)
        emit(company.code, TrainingChanged(what="settings"))
    return saved
