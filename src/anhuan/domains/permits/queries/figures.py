"""The plant's figures for permits, as the rules take them."""

from dataclasses import asdict, fields, replace
from datetime import time
from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.permits.models import PermitSettings
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.settings import Settings


def figures_of(company: Company) -> Settings:
    """The shipped figures with what the plant has changed."""
    row = PermitSettings.objects.filter(company=company).first()
    return with_figures(row.figures if row else {})


def with_figures(changed: dict[str, Any]) -> Settings:
    """Stored JSON over the defaults; unknown names are left out."""
    base, known = Settings(), {one.name for one in fields(Settings)}
    given = {name: _read(name, value) for name, value in changed.items() if name in known}
    if "own_validity_h" in given:
        given["own_validity_h"] = base.own_validity_h | given["own_validity_h"]
    return replace(base, **given)


def _read(name: str, value: Any) -> Any:
    if name == "own_validity_h":
        return {Kind(kind): float(hours) for kind, hours in value.items()}
    if name in ("night_from", "night_until"):
        return time.fromisoformat(value)
    if name == "upgraded_kinds":
        return tuple(Kind(kind) for kind in value)
    return value


def as_json(settings: Settings) -> dict[str, Any]:
    """The figures as JSON can hold them."""
    plain = asdict(settings)
    plain["own_validity_h"] = {str(kind): hours for kind, hours in settings.own_validity_h.items()}
    plain["night_from"] = settings.night_from.isoformat("minutes")
    plain["night_until"] = settings.night_until.isoformat("minutes")
    plain["upgraded_kinds"] = [str(kind) for kind in settings.upgraded_kinds]
    return plain
