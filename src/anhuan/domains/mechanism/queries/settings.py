"""The plant's weights and points over the defaults."""

from dataclasses import fields
from typing import Any

from anhuan.domains.mechanism.models import MechanismSettings
from anhuan.domains.mechanism.rules.settings import Settings
from anhuan.domains.org.models import Company


def settings_row(company: Company) -> MechanismSettings:
    """The plant's row, or an unsaved one while it has none."""
    found = MechanismSettings.objects.filter(company=company).first()
    return found or MechanismSettings(company=company)


def settings_of(company: Company) -> Settings:
    """The plant's figures over the defaults."""
    return with_figures(settings_row(company).figures)


def with_figures(figures: dict[str, Any]) -> Settings:
    """Stored figures as settings; unknown names are left out."""
    known = {one.name for one in fields(Settings)}
    return Settings(**{name: value for name, value in figures.items() if name in known})
