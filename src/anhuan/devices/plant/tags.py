"""Tags: the devices people and vehicles carry."""

from collections.abc import Iterator
from dataclasses import dataclass

from anhuan.devices.plant.people import Person, people
from anhuan.devices.plant.vehicles import VEHICLES

EX_MARK = "Ex ib IIC T4 Gb"


@dataclass(frozen=True, slots=True)
class Tag:
    """One device; `holder` is a personnel or vehicle number, empty for spares."""

    number: str
    kind: str  # badge, helmet, wristband, vehicle
    model: str
    ex_mark: str
    ip_code: str
    holder: str
    battery_h: float  # from full to empty


_MODELS = {
    "badge": ("AH-B2", EX_MARK, "IP68", 120.0),
    "helmet": ("AH-H1", EX_MARK, "IP68", 72.0),
    "wristband": ("AH-W1", "Ex ia IIC T4 Ga", "IP68", 60.0),
    "vehicle": ("AH-V3", "Ex db IIB T4 Gb", "IP68", 2000.0),
}
_HELMET_POSTS = ("外操", "罐区操作工", "焊工", "架子工", "起重工", "钳工", "防腐工", "管工")


def tags() -> Iterator[Tag]:
    """All tags: worn, mounted, and ten spares in the gate's rack."""
    for person in people():
        if person.tag:
            yield _tag(person.tag, _kind(person), person.number)
    for vehicle in VEHICLES:
        yield _tag(vehicle.tag, "vehicle", vehicle.number)
    for count in range(1, 11):
        yield _tag(f"T-S{count:03}", "badge", "")


def _tag(number: str, kind: str, holder: str) -> Tag:
    model, ex_mark, ip_code, battery_h = _MODELS[kind]
    return Tag(number, kind, model, ex_mark, ip_code, holder, battery_h)


def _kind(person: Person) -> str:
    if person.post.name in _HELMET_POSTS:
        return "helmet"
    return "wristband" if person.post.routine in ("lab", "fire") else "badge"
