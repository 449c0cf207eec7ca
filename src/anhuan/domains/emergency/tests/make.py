"""A plant with a danger area, a muster point, a gate, and people with tags."""

from datetime import datetime, timedelta
from typing import Any

from anhuan.domains.emergency.actions import Order, order_evacuation
from anhuan.domains.emergency.models import Evacuation
from anhuan.domains.emergency.queries.affected import Where
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_person
from anhuan.domains.plant.models import Area
from anhuan.domains.plant.tests.factories import box, make_area
from anhuan.domains.positioning.models import LatestPosition, Tag
from anhuan.domains.positioning.tests.factories import bind, make_tag
from anhuan.kernel import clock

DANGER = box(100, 100, 50)  # 100–150 both ways
IN_DANGER, ON_THE_WAY, AT_MUSTER, AT_GATE = (125, 125), (200, 125), (305, 105), (380, 150)


def make_muster(company: Company, x_m: float = 300, y_m: float = 100, **changes: Any) -> Area:
    """A muster point of 10 × 10 m."""
    values = {
        "name": "一号集合点", "kind": "muster", "risk": "blue", "geometry": box(x_m, y_m, 10),
        "max_people": None, **changes,
    }  # fmt: skip
    return make_area(company, **values)


def make_gate(company: Company) -> Area:
    """The gate's area."""
    changes = {"name": "东门", "kind": "gate", "risk": "blue", "max_people": None}
    return make_area(company, geometry=box(370, 140, 20), **changes)


def make_evacuation(company: Company, by: Account | None = None, **changes: Any) -> Evacuation:
    """Ordered now, of the danger area, by an operator."""
    by = by or make_account(company, Role.OPERATOR)
    where = Where(changes.pop("geometry", DANGER), changes.pop("radius_m", None),
                  changes.pop("floors", None), name="一号危险区")  # fmt: skip
    return order_evacuation(by, company, Order(where, **changes))


def make_wearer(company: Company, at: tuple[float, float] | None = IN_DANGER, **changes: Any) -> (
    Person
):  # fmt: skip
    """Somebody with a tag, located a second ago at `at`."""
    floor, age_s = changes.pop("floor", 1), changes.pop("age_s", 1)
    person = make_person(company, **changes)
    tag = make_tag(company)
    bind(tag, person)
    if at:
        put(person, *at, floor=floor, at=clock.now() - timedelta(seconds=age_s))
    return person


def tag_of(person: Person) -> Tag:
    """The tag somebody wears."""
    return Tag.objects.get(assignments__person=person, assignments__until__isnull=True)


def put(person: Person, x_m: float, y_m: float, *, at: datetime, floor: int = 1) -> None:
    """The engine has located somebody."""
    tag = tag_of(person)
    Tag.objects.filter(pk=tag.pk).update(seen_at=at)
    values = {"t": at, "x_m": x_m, "y_m": y_m, "floor": floor, "r68_m": 0.5, "state": "live"}
    LatestPosition.objects.update_or_create(tag=tag, defaults=values)
