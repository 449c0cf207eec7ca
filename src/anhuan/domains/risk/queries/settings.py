"""The plant's choices for its register, as the rules take them."""

from dataclasses import asdict, fields, replace
from decimal import Decimal
from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.risk.models import RiskSettings
from anhuan.domains.risk.rules.scoring import Bounds
from anhuan.domains.risk.rules.settings import Settings


def settings_of(company: Company) -> Settings:
    """The shipped choices with what the plant has changed."""
    row = RiskSettings.objects.filter(company=company).first()
    return with_figures(row.figures if row else {})


def with_figures(changed: dict[str, Any]) -> Settings:
    """Stored JSON over the defaults; unknown names are left out."""
    known = {one.name for one in fields(Settings)}
    given = {name: _read(name, value) for name, value in changed.items() if name in known}
    return replace(Settings(), **given)


def as_json(settings: Settings) -> dict[str, Any]:
    """The choices as JSON can hold them."""
    plain = asdict(settings)
    plain["lec"], plain["ls"] = bounds_json(settings.lec), bounds_json(settings.ls)
    return {key: list(one) if isinstance(one, tuple) else one for key, one in plain.items()}


def bounds_json(bounds: Bounds) -> dict[str, Any]:
    """Exact text, so that 0.1 stays 0.1."""
    return {
        "red": str(bounds.red), "orange": str(bounds.orange), "yellow": str(bounds.yellow),
        "is_inclusive": bounds.is_inclusive,
    }  # fmt: skip


def _read(name: str, value: Any) -> Any:
    if name in ("lec", "ls"):
        numbers = {key: Decimal(value[key]) for key in ("red", "orange", "yellow")}
        return Bounds(**numbers, is_inclusive=bool(value["is_inclusive"]))
    return tuple(value) if isinstance(value, list) else value
