"""A plant that works by permits: people with accounts and tags, a place, and permits half done."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from unittest.mock import patch

from anhuan.domains.org.models import Account, Company, Department, Person
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_department
from anhuan.domains.org.tests.factories import make_person as person_of
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Application, Named, Reservation, Risk, Sample, Settled
from anhuan.domains.permits.models import Permit, Photo
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.gas import Reading, Zone
from anhuan.domains.permits.rules.gases import OXYGEN, Unit
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.tests.make_library import grant_row
from anhuan.domains.plant.models import Area
from anhuan.domains.plant.tests.factories import box, make_area
from anhuan.domains.positioning.models import LatestPosition, Tag
from anhuan.domains.positioning.tests.factories import bind, make_tag
from anhuan.kernel import clock

_next = count(1)
PLACE = box(100, 100, 4)
ON_SITE, AWAY = (102.0, 102.0), (150.0, 150.0)
# A Tuesday that is no holiday, 10:00 in the plant.
TEN = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Hand:
    """A clock in the test's hand."""

    def __init__(self, at: datetime = TEN) -> None:
        self.at = at

    def go(self, **span: float) -> datetime:
        self.at += timedelta(**span)
        return self.at

    def now(self) -> datetime:
        return self.at


@contextmanager
def at(moment: datetime = TEN):
    """The house's one clock shows what the test says."""
    hand = Hand(moment)
    with patch.object(clock, "now", hand.now):
        yield hand


@dataclass
class Plant:
    """One plant with everybody a permit needs."""

    company: Company
    unit: Department
    area: Area
    hand: Hand
    applicant: Account
    head: Account  # of the local unit
    safety: Account
    boss: Account
    analyst: Account
    leader: Account
    guardian: Account
    worker: Account
    shift: Account
    tags: dict[Any, Tag] = field(default_factory=dict)

    def everybody(self) -> list[Account]:
        return [
            self.applicant, self.head, self.safety, self.boss, self.analyst, self.leader,
            self.guardian, self.worker, self.shift,
        ]  # fmt: skip

    def put(self, account: Account, where: tuple[float, float] = ON_SITE, floor: int = 1) -> None:
        """The engine has located somebody just now."""
        values = {
            "t": self.hand.now(), "x_m": where[0], "y_m": where[1], "floor": floor, "r68_m": 0.4,
            "state": "live",
        }  # fmt: skip
        LatestPosition.objects.update_or_create(tag=self.tags[account.pk], defaults=values)

    def everybody_on_site(self) -> None:
        for one in self.everybody():
            self.put(one)


def make_plant(hand: Hand | None = None, company: Company | None = None) -> Plant:
    """Nine people, each with an account and a tag."""
    company = company or make_company()
    area = make_area(company, name="一号装置", kind="production", risk="yellow", geometry=PLACE)
    unit = make_department(company, name="生产一部")
    roles = {
        "applicant": Role.SHIFT_LEADER, "head": Role.DEPARTMENT_HEAD, "safety": Role.SAFETY_MANAGER,
        "boss": Role.PLANT_HEAD, "analyst": Role.GAS_ANALYST, "leader": Role.WORKER,
        "guardian": Role.GUARDIAN, "worker": Role.WORKER, "shift": Role.SHIFT_LEADER,
    }  # fmt: skip
    names = ["申请员", "部门长", "安全员", "厂长", "分析员", "负责人", "监护员", "焊工", "班长"]
    people = {
        key: make_member(company, role, name=name, department=unit)
        for (key, role), name in zip(roles.items(), names, strict=True)
    }
    plant = Plant(company, unit, area, hand or Hand(clock.now()), **people)
    for one in plant.everybody():
        tag = make_tag(company)
        bind(tag, one.person)
        plant.tags[one.pk] = tag
    plant.everybody_on_site()
    return plant


def make_member(company: Company, role: Role, **changes: Any) -> Account:
    """Somebody with an account."""
    name = changes.pop("name", f"员工{next(_next)}")
    person: Person = person_of(company, name=name, **changes)
    return make_account(company, role, person=person)


def reservation(plant: Plant, **changes: Any) -> Reservation:
    """Second-grade hot work for the next four hours."""
    now = plant.hand.now()
    values = {
        "kind": Kind.HOT_WORK, "content": "更换泵房管线，焊接法兰", "place": "一号泵房",
        "unit": plant.unit, "work_unit": "检修一班", "starts_at": now,
        "ends_at": now + timedelta(hours=4), "is_urgent": True, "urgent_reason": "管线泄漏",
        "area": plant.area, "geometry": PLACE, "floors": [1],
        "values": {
            "hot_part": "P-101 出口法兰", "hot_method": ["arc_welding"], "conditions": [],
        },
    } | changes  # fmt: skip
    return Reservation(**values)


WELDER = {"trade": "welding", "number": "T37010219800101", "valid_until": "2028-01-01"}
GUARD = {"trade": "guardian", "number": "JH-0007", "valid_until": "2027-06-01"}
SPACE = {"trade": "confined_space", "number": "SX-0003", "valid_until": "2027-06-01"}
RISK = Risk("动火", "火花引燃残留物", "火灾", "清理周围可燃物，配灭火器")


def application(plant: Plant, **changes: Any) -> Application:
    """A whole one."""
    people = [
        Named(plant.leader.person, "work_leader"),
        Named(plant.worker.person, "worker", duty="焊工", certificates=[WELDER, SPACE]),
        Named(plant.guardian.person, "guardian", certificates=[GUARD]),
    ]
    values = {"values": {"risk_result": ["火灾", "触电"]}, "people": people, "risks": [RISK]}
    return Application(**(values | changes))


def sample(plant: Plant, vol_pct: float = 0.1, **changes: Any) -> Sample:
    """Methane beside the work, taken now."""
    readings = [Reading("methane", vol_pct, Unit.VOL_PCT, Zone.SURROUNDINGS)]
    values = {"sampled_at": plant.hand.now(), "readings": readings, "instrument": "GX-3"} | changes
    return Sample(**values)


def space_sample(
    plant: Plant, oxygen: float = 20.9, methane: float = 0.1, **changes: Any
) -> Sample:
    """Inside a confined space: what burns, what poisons, oxygen."""
    readings = [
        Reading("methane", methane, Unit.VOL_PCT, Zone.INSIDE),
        Reading("hydrogen_sulfide", 1.0, Unit.MG_M3, Zone.INSIDE),
        Reading(OXYGEN, oxygen, Unit.VOL_PCT, Zone.INSIDE),
    ]
    return sample(plant, readings=readings, **changes)


def reserved(plant: Plant, **changes: Any) -> Permit:
    return actions.reserve(plant.applicant, reservation(plant, **changes))


def drafted(plant: Plant, filled: Application | None = None, **changes: Any) -> Permit:
    permit = reserved(plant, **changes)
    actions.approve_reservation(plant.head, permit)
    return actions.apply(plant.applicant, permit, filled or application(plant))


def analysed(plant: Plant, filled: Application | None = None, **changes: Any) -> Permit:
    return actions.analyse(plant.applicant, drafted(plant, filled, **changes))


def with_good_air(plant: Plant, **changes: Any) -> Permit:
    return actions.record_gas_test(plant.analyst, analysed(plant, **changes), sample(plant))


def settle_measures(plant: Plant, permit: Permit) -> Permit:
    """Every measure: involved where it must be, else declined with a reason."""
    look = Look(Permit.objects.get(pk=permit.pk), plant.guardian, plant.hand.now())
    owed = {one.no: one for one in (*look.form.measures, *look.form.extras)}
    for row in look.measures:
        inputs = {one.key: answer_to(one) for one in owed[row.no].inputs}
        settled = Settled(row.no, row.is_forced, inputs if row.is_forced else {}, "不涉及此项")
        permit = actions.confirm_measure(plant.guardian, permit, settled)
    return permit


def answer_to(one: Any) -> Any:
    """A good value for a box of a measure."""
    if one.options:
        return one.options[0].key
    return {"count": 2, "cylinder_gap": 5, "cylinder_to_fire": 10, "insulation": 500}.get(
        one.check, 2 if one.type == "number" else "1 条"
    )


def confirmed(plant: Plant, **changes: Any) -> Permit:
    return settle_measures(plant, with_good_air(plant, **changes))


def briefed(plant: Plant, **changes: Any) -> Permit:
    permit = actions.brief(plant.applicant, confirmed(plant, **changes), "")
    return actions.sign_briefing(plant.worker, permit, 40)


def approving(plant: Plant, **changes: Any) -> Permit:
    return actions.submit(plant.applicant, briefed(plant, **changes))


def issued(plant: Plant, **changes: Any) -> Permit:
    permit = approving(plant, **changes)
    for by in (plant.guardian, plant.leader, plant.head, plant.head):
        permit = actions.approve(by, permit, "同意")
    return permit


def verified(plant: Plant, **changes: Any) -> Permit:
    return actions.verify_issue(plant.shift, issued(plant, **changes))


def working(plant: Plant, **changes: Any) -> Permit:
    return actions.start(plant.guardian, verified(plant, **changes))


def conditions_of(permit: Permit) -> list[str]:
    look = Look(permit, None, clock.now())
    return [one.key for one in look.form.items_for(look.form.acceptance, look.level)]


def accepted(plant: Plant, **changes: Any) -> Permit:
    permit = actions.finish(plant.guardian, working(plant, **changes))
    return actions.accept(plant.head, permit, conditions_of(permit))


def permit_rows(company: Company) -> dict[str, Any]:
    """One reserved permit, for whoever asks for every address."""
    unit = make_department(company)
    by = make_account(company, Role.SHIFT_LEADER)
    now = clock.now()
    asked = Reservation(
        Kind.HOT_WORK, "焊接", "泵房", unit, "检修班", now, now + timedelta(hours=2),
        is_urgent=True, urgent_reason="泄漏", geometry=PLACE,
    )  # fmt: skip
    permit = actions.reserve(by, asked)
    photo = Photo.objects.create(
        permit=permit, step="remark", file_sm3="0" * 64, file_name="a.png", media_type="image/png",
        taken_at=now, received_at=now, by=by,
    )  # fmt: skip
    return {"permit": permit, "permit_photo": photo, "permit_grant": grant_row(permit)}
