"""What people send: reservations, applications, samples, measures, by kind of work."""

from datetime import datetime, timedelta
from typing import Any

from anhuan.domains.permits.tests.make import GUARD, SPACE, WELDER, Plant

VALUES: dict[str, dict[str, Any]] = {
    "hot_work": {"hot_part": "法兰", "hot_method": ["arc_welding"], "conditions": []},
    "confined_space": {"space_name": "V-101", "conditions": []},
}
LATER: dict[str, dict[str, Any]] = {
    "confined_space": {"orig_medium": "水", "max_people": 1, "ventilation": ["natural"]},
}
_GASES = {
    "hot_work": [("methane", 0.1, "vol_pct", "surroundings")],
    "confined_space": [
        ("methane", 0.1, "vol_pct", "inside"), ("hydrogen_sulfide", 1.0, "mg_m3", "inside"),
        ("oxygen", 20.9, "vol_pct", "inside"),
    ],
}  # fmt: skip
_ANSWERS = {"cylinder_gap": 5, "cylinder_to_fire": 10, "count": 2}


def reservation(plant: Plant, now: datetime, kind: str = "hot_work", **changes: Any) -> Any:
    """Four urgent hours from now, unless changed. Spans may be given as `hours`."""
    starts_at = changes.pop("starts_at", now)
    ends_at = changes.pop("ends_at", starts_at + timedelta(hours=changes.pop("hours", 4)))
    return {
        "kind": kind, "content": "更换泵房管线，焊接法兰", "place": "一号泵房",
        "area": str(plant.area.pk), "unit": str(plant.unit.pk), "work_unit": "检修一班",
        "starts_at": starts_at.isoformat(), "ends_at": ends_at.isoformat(), "is_urgent": True,
        "urgent_reason": "管线泄漏", "values": VALUES.get(kind, {"conditions": []}),
    } | changes  # fmt: skip


def application(plant: Plant, kind: str = "hot_work") -> dict[str, Any]:
    """A whole one: leader, worker, guardian with their certificates, one line of hazards."""

    def named(account: Any, part: str, *certificates: Any) -> dict[str, Any]:
        return {"person": str(account.person_id), "part": part, "certificates": certificates}

    return {
        "values": {"risk_result": ["火灾"]} | LATER.get(kind, {}),
        "people": [
            named(plant.leader, "work_leader"), named(plant.worker, "worker", WELDER, SPACE),
            named(plant.guardian, "guardian", GUARD),
        ],
        "risks": [{"step": "动火", "hazard": "火花", "consequence": "火灾", "measure": "清理"}],
    }  # fmt: skip


def sample(now: datetime, kind: str = "hot_work", **values: float) -> dict[str, Any]:
    """Good air, unless a gas is given another value."""
    readings = [
        {"gas": gas, "value": values.get(gas, value), "unit": unit, "zone": zone}
        for gas, value, unit, zone in _GASES[kind]
    ]
    return {"sampled_at": now.isoformat(), "readings": readings, "instrument": "GX-3"}


def settled(measure: dict[str, Any], form: dict[str, Any]) -> dict[str, Any]:
    """One measure: involved where it must be, else declined with a reason."""
    rows = [*form["measures"], *form.get("extras", [])]
    forced = measure["is_forced"]
    owed = next((one for one in rows if one["no"] == measure["no"]), {}) if forced else {}
    inputs = {one["key"]: _answer(one) for one in owed.get("inputs", [])}
    return {"no": measure["no"], "is_involved": forced, "inputs": inputs, "reason": "不涉及此项"}


def _answer(box: dict[str, Any]) -> Any:
    if options := box.get("options"):
        return options[0]["key"]
    return _ANSWERS.get(box.get("check", ""), "1 条" if box.get("type") == "text" else 2)
