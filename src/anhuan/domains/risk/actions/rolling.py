"""Levels roll up: event → unit → object → the colour of the area on the plant's map."""

from anhuan.domains.audit.actions import SYSTEM, Actor, save_audited
from anhuan.domains.outbox.actions import emit
from anhuan.domains.plant.actions import save_area
from anhuan.domains.plant.models import Area
from anhuan.domains.risk.actions.versioning import note
from anhuan.domains.risk.events import RegisterChanged
from anhuan.domains.risk.models import RiskObject, RiskUnit
from anhuan.domains.risk.queries.areas import level_of_area
from anhuan.domains.risk.queries.settings import settings_of
from anhuan.domains.risk.rules.direct_red import Facts, reds
from anhuan.domains.risk.rules.levels import gravest, object_level
from anhuan.domains.risk.rules.settings import Settings


def roll_up(actor: Actor, above: RiskObject) -> None:
    """Give units, object and area of a branch their levels anew, and tell who listens."""
    settings = settings_of(above.company)
    units = list(above.units.filter(is_retired=False).prefetch_related("events"))
    for unit in units:
        unit.object = above
        levels = [one.level for one in unit.events.all() if not one.is_retired]
        _set(actor, unit, gravest(levels))
    level = object_level([one.level for one in units], is_red=_is_red(above, settings))
    _set(actor, above, None if above.is_retired else level)
    if settings.colours_areas and above.area is not None:
        colour(above.area)
    emit(above.company.code, RegisterChanged(above.pk, above.level))


def colour(area: Area) -> None:
    """An area takes the colour of its gravest object; where the register is silent it keeps its
    own. A house program does it: whoever changed the register is in the register's history."""
    level = level_of_area(area)
    if level is not None and area.risk != level:
        save_area(SYSTEM, area, {"risk": level.value})


def _is_red(above: RiskObject, settings: Settings) -> bool:
    facts = Facts(is_major_source=above.source_id is not None)
    return any(reds(facts, settings.direct_red))


def _set(actor: Actor, line: RiskUnit | RiskObject, level: str | None) -> None:
    if line.level != (level or ""):
        save_audited(actor, line, {"level": level or ""})
        note(line, is_told=False)
