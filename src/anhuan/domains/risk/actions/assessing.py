"""Assessing an event: the scores are kept, the level is computed, control follows the level."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from django.db import transaction

from anhuan.domains.audit.actions import Actor, record, save_audited
from anhuan.domains.org.models import Account
from anhuan.domains.risk.actions.register import controlled_by
from anhuan.domains.risk.actions.rolling import roll_up
from anhuan.domains.risk.actions.versioning import note
from anhuan.domains.risk.models import Assessment, RiskEvent
from anhuan.domains.risk.queries.register import editing_blockers
from anhuan.domains.risk.queries.settings import bounds_json, settings_of
from anhuan.domains.risk.rules.direct_red import Facts, reds
from anhuan.domains.risk.rules.levels import Level, control_blockers
from anhuan.domains.risk.rules.methods import Method, box_blockers, boxes_of
from anhuan.domains.risk.rules.scoring import Scale, score_blockers, value_of
from anhuan.domains.risk.rules.settings import Settings
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any


@dataclass(frozen=True, slots=True)
class Assessed:
    """What somebody scored."""

    method: Method
    scale: Scale
    scores: Mapping[str, Decimal | None]
    boxes: Mapping[str, str] = field(default_factory=dict)
    facts: Facts = field(default_factory=Facts)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comes of it: the value, the level by value, what makes it red, the level that holds."""

    value: Decimal
    by_value: Level
    reds: tuple[str, ...]

    @property
    def level(self) -> Level:
        """Red by itself, else by value."""
        return Level.RED if self.reds else self.by_value


def outcome_of(given: Assessed, settings: Settings) -> Outcome:
    """Compute without writing; the scores have been checked."""
    scores = {key: one for key, one in given.scores.items() if one is not None}
    value = value_of(given.scale, scores)
    level = settings.bounds(given.scale).level_of(value)
    found = tuple(reds(given.facts, settings.direct_red, settings.people_at_once))
    return Outcome(value, level, found)


@transaction.atomic
def assess(by: Actor, event: RiskEvent, given: Assessed) -> Assessment:
    """Score an event; its level, and with it unit, object and map, follow at once."""
    above = event.unit.object
    refuse_if_any([*editing_blockers(by, above), *assessment_blockers(given)])
    row = write_assessment(by, event, given, settings_of(above.company))
    roll_up(by, above)
    return row


def write_assessment(
    by: Actor, event: RiskEvent, given: Assessed, settings: Settings
) -> Assessment:
    """Keep the scores and give the event its level; who calls has checked, and rolls up."""
    outcome = outcome_of(given, settings)
    row = _write(by, event, given, outcome, settings)
    _give_level(by, event, given.method, outcome.level, row)
    return row


def assessment_blockers(given: Assessed) -> Iterator[Blocker]:
    """Every reason against a scoring."""
    yield from score_blockers(given.scale, given.scores)
    yield from box_blockers(given.method, given.boxes)


def _write(
    by: Actor, event: RiskEvent, given: Assessed, outcome: Outcome, settings: Settings
) -> Assessment:
    factors = {key: f"{one:f}" for key, one in given.scores.items() if one is not None}
    row = Assessment.objects.create(
        event=event, method=given.method, scale=given.scale,
        boxes=boxes_of(given.method, given.boxes), scores=factors, value=outcome.value,
        bounds=bounds_json(settings.bounds(given.scale)), facts=asdict(given.facts),
        reds=list(outcome.reds), level=outcome.level, note=given.note, at=clock.now(),
        by=by if isinstance(by, Account) else None, by_name=by.display_name[:64],
    )  # fmt: skip
    said = _sentence(given.method, factors, outcome)
    before, after = {"level": event.level}, {"level": outcome.level.value}
    record(by, "assess", event, before=before, after=after, note=said)
    return row


def _sentence(method: Method, factors: Mapping[str, str], outcome: Outcome) -> str:
    product = " × ".join(f"{key.upper()} {one}" for key, one in factors.items())
    reasons = "；直接判定为重大" if outcome.reds else ""
    return f"{method.value.upper()}：{product} = {outcome.value:f}{reasons}"


def _give_level(by: Actor, event: RiskEvent, method: Method, level: Level, row: Assessment) -> None:
    """A lift that the new level has overtaken falls away."""
    kept = event.raised_to if not list(control_blockers(level, event.raised_to)) else ""
    save_audited(by, event, {
        "method": method.value, "level": level.value, "raised_to": kept,
        "control": controlled_by(level, kept), "assessed_at": row.at,
    })  # fmt: skip
    note(event, is_told=False)
