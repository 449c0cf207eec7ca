"""What a step begins with, before anybody has answered: words, boxes, sampling points."""

from typing import Any

from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.forms import STAGES, Field, Stage, applies
from anhuan.domains.permits.rules.gas import Target, Zone, zones_needed
from anhuan.domains.permits.rules.gases import OXYGEN, Gas, Unit


def briefing_text(look: Look) -> str:
    """The list for this grade, then risks and measures of this very permit."""
    items = look.form.items_for(look.form.briefing, look.level, _place(look))
    risks = [f"{one.step}：{one.hazard}；{one.measure}" for one in look.risks]
    return "\n".join([*(one.text for one in items), *risks])


def guard_items(look: Look) -> list[dict[str, Any]]:
    """What the guardian looks at before and during this work (AQ 3064.2-2025 5.10.6)."""
    return _items(look, look.form.guardian_checks)


def acceptance_items(look: Look) -> list[dict[str, Any]]:
    """The conditions of acceptance (4.15)."""
    return _items(look, look.form.acceptance)


def _items(look: Look, items: Any) -> list[dict[str, Any]]:
    found = look.form.items_for(items, look.level, _place(look))
    return [{"key": one.key, "text": one.text, "photo": one.photo} for one in found]


def _place(look: Look) -> str:
    return look.permit.area.kind if look.permit.area else ""


def late_boxes(look: Look) -> list[Field]:
    """Those that fall due after the analysis and are still empty."""
    later = STAGES[STAGES.index(Stage.ANALYSIS) + 1 :]
    filled = look.filled
    due = (one for one in look.form.fields if one.stage in later and one.key not in filled)
    return [one for one in due if applies(one.levels, look.level)]


def readings_asked(look: Look) -> list[dict[str, Any]]:
    """The points and gases of the newest test without their values; else what is owed."""
    if look.test:
        kept = ("gas", "unit", "zone", "point", "distance_m")
        return [{key: row.get(key) for key in kept} for row in look.test.readings]
    surroundings = any("周围" in phrase for phrase in zones_needed(look.kind, look.facts))
    zone = Zone.SURROUNDINGS if surroundings else Zone.INSIDE
    oxygen = {"gas": OXYGEN, "unit": Unit.VOL_PCT.value, "zone": zone.value}
    return [oxygen] if Target.OXYGEN in look.gas_targets else []


def gases_sorted(look: Look) -> list[Gas]:
    """Oxygen first, then what the newest test looked for, then by name."""
    used = {row["gas"] for test in look.tests[:1] for row in test.readings} | {OXYGEN}
    return sorted(look.gases.values(), key=lambda gas: (gas.key not in used, gas.name))
