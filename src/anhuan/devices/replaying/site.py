"""The test site in the configuration: anchors, one tag, somebody who carries it.

Registering devices is configuration, done through the same actions as the pages use. Everything
measured goes through MQTT.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from anhuan.devices.replaying.ground import Laid
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.actions import create_person
from anhuan.domains.org.models import Company, Person
from anhuan.domains.plant.models import Area, Site
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import Anchor, Assignment, Tag
from anhuan.kernel import clock
from anhuan.kernel.geometry import centroid
from anhuan.kernel.ids import uuid7
from anhuan.node.trouble import Trouble

FIELD = "RSV"  # the demo plant's free field
PREFIX = "RP-"
REACH_M = 100.0
_REASON = "回放结束"


@dataclass(frozen=True, slots=True)
class LaidSite:
    """What was registered for one replay."""

    company: Company
    person: Person
    tag: Tag
    anchors: dict[str, Anchor]  # by the recording's names


def find_company() -> Company:
    """The plant of this box."""
    found = Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False).order_by("pk").first()
    if found is None:
        raise Trouble("系统里还没有企业，请先 make run", "there is no company yet; run make run")
    return found


def middle_of_field(company: Company) -> tuple[float, float]:
    """Where a recording is laid: the free field, else the middle of the site."""
    area = Area.objects.filter(company=company, code=FIELD, is_retired=False).first()
    if area is not None:
        return centroid([(x, y) for x, y in area.geometry["coordinates"][0]])
    site = Site.objects.filter(company=company).first()
    return (site.width_m / 2, site.depth_m / 2) if site else (0.0, 0.0)


@contextmanager
def laid_site(company: Company, laid: Laid, since: datetime) -> Iterator[LaidSite]:
    """Register anchors and tag; afterwards take them out of use, so that nobody misses them."""
    area = Area.objects.filter(company=company, code=FIELD, is_retired=False).first()
    anchors = {name: _anchor(company, laid, name, area) for name in laid.recording.anchors}
    person = _walker(company, since)
    number = f"{PREFIX}{uuid7().hex[:12]}"
    tag = actions.register_tag(SYSTEM, company, number=number, technology=laid.recording.tech)
    actions.bind_tag(SYSTEM, tag, person, since=since)
    try:
        yield LaidSite(company, person, tag, anchors)
    finally:
        actions.unbind_tag(SYSTEM, tag, reason=_REASON)
        actions.retire_tag(SYSTEM, tag, _REASON)
        for anchor in anchors.values():
            actions.retire_anchor(SYSTEM, anchor, _REASON)


def _anchor(company: Company, laid: Laid, name: str, area: Area | None) -> Anchor:
    number = f"{PREFIX}{name}"[:32]
    x, y, z = laid.anchor_at(name)
    fields = {
        "technology": laid.recording.tech,
        "x_m": x,
        "y_m": y,
        "z_m": z,
        "floor": 1,
        "area": area,
        "range_limit_m": REACH_M,
        "is_retired": False,
    }
    known = Anchor.objects.filter(company=company, number=number).first()
    if known is None:
        return actions.register_anchor(SYSTEM, company, number=number, **fields)
    return actions.edit_anchor(SYSTEM, known, **fields)


def _walker(company: Company, since: datetime) -> Person:
    """Somebody who held no tag at or after `since`: replays may follow each other closely."""
    for count in range(1, 1000):
        number = f"{PREFIX}{count:03}"
        person = Person.objects.filter(company=company, number=number).first()
        if person is None:
            facts = {
                "number": number,
                "name": f"实测步行者 {count}",
                "kind": Person.Kind.VISITOR,
                "sex": Person.Sex.MALE,
                "valid_until": (clock.now() + timedelta(days=3650)).date(),
            }
            return create_person(SYSTEM, company, facts)
        held = Assignment.objects.filter(person=person)
        if not (held.filter(until__isnull=True) | held.filter(until__gt=since)).exists():
            return person
    raise Trouble("同时进行的回放太多", "too many replays at once")
