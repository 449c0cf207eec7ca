"""Each of the 22 codes of AQ 3064.2-2025 table A.4, raised by what people do or leave undone."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from anhuan.domains.org.models import Holiday
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Named
from anhuan.domains.permits.actions.places import Found
from anhuan.domains.permits.models import Permit, PermitAlarm
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.tests.make import (
    AWAY,
    GUARD,
    WELDER,
    Plant,
    analysed,
    application,
    approving,
    briefed,
    drafted,
    reserved,
    verified,
    working,
)
from anhuan.domains.permits.tests.test_guard import in_space, positioning_alarm
from anhuan.domains.permits.tests.test_limits import raises_the_approver, working_at_night
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
CHINA = ZoneInfo("Asia/Shanghai")
Scenario = Callable[[Plant], object]


def refused(act: Callable[[], object]) -> None:
    with pytest.raises(Refused):
        act()


def waits(plant: Plant, **span: float) -> None:
    """The worker's second comes."""
    plant.hand.go(**span)
    actions.tick_due(plant.hand.now())


def on(day: str, plant: Plant) -> None:
    """At ten o'clock of another day, hot work whose grade somebody lowers by hand."""
    plant.hand.at = datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=CHINA)
    plant.everybody_on_site()
    refused(lambda: analysed(plant, grade="second"))


def in_special_period(plant: Plant) -> None:
    Holiday.objects.create(company=plant.company, on="2026-11-25", kind="special", name="重大活动")
    on("2026-11-25", plant)


def on_a_holiday(plant: Plant) -> None:
    Holiday.objects.create(company=plant.company, on="2026-11-25", kind="holiday", name="厂庆")
    on("2026-11-25", plant)


def at_night(plant: Plant) -> None:
    plant.hand.at = datetime(2026, 11, 24, 16, tzinfo=CHINA)
    refused(lambda: analysed(plant, grade="second"))


def welder_with(*certificates: dict[str, str]) -> Scenario:
    def scenario(plant: Plant) -> None:
        people = [
            Named(plant.leader.person, "work_leader"),
            Named(plant.worker.person, "worker", certificates=list(certificates)),
            Named(plant.guardian.person, "guardian", certificates=[GUARD]),
        ]
        permit = drafted(plant, application(plant, people=people))
        refused(lambda: actions.analyse(plant.applicant, permit))

    return scenario


def hastily(plant: Plant) -> None:
    """Nothing is done and somebody signs."""
    permit = drafted(plant, application(plant, risks=[]))
    refused(lambda: actions.analyse(plant.applicant, permit))
    refused(lambda: actions.approve(plant.head, permit))


def overnight(plant: Plant) -> None:
    plant.hand.at = datetime(2026, 11, 24, 22, 50, tzinfo=CHINA)
    plant.everybody_on_site()
    raises_the_approver(plant)
    working_at_night(plant)
    plant.hand.at = datetime(2026, 11, 25, 0, 0, 1, tzinfo=CHINA)
    actions.tick_due(plant.hand.now())


def two_blinds(plant: Plant) -> None:
    permit = reserved(plant, kind=Kind.BLIND_PLATE, values={})
    actions.approve_reservation(plant.head, permit)
    values = {"action": "insert", "plate_no": "MB-07、MB-08"}
    with suppress(Refused):
        permit = actions.apply(plant.applicant, permit, application(plant, values=values))
    refused(lambda: actions.analyse(plant.applicant, permit))


def approver_away(plant: Plant) -> None:
    permit = approving(plant)
    plant.put(plant.guardian, AWAY)
    refused(lambda: actions.approve(plant.guardian, permit))


def guardian_away(plant: Plant) -> None:
    alarm, _ = positioning_alarm(plant, working(plant), "worker_left", "guardian")
    actions.alarm_began(alarm.pk)


def found_without(plant: Plant) -> None:
    actions.report_unpermitted(
        plant.guardian, Found(Kind.HOT_WORK, "罐区东侧", "两人电焊，无票", plant.area)
    )


def with_borrowed_power(plant: Plant) -> Permit:
    """Its permit for temporary power is owed (4.6)."""
    values = {"hot_part": "法兰", "hot_method": ["arc_welding"], "conditions": ["plugging_in"]}
    permit = briefed(plant, values=values)
    refused(lambda: actions.submit(plant.applicant, permit))
    return permit


def not_linked(plant: Plant) -> None:
    permit = with_borrowed_power(plant)
    reserved(plant, kind=Kind.TEMP_POWER, values={"conditions": []})
    refused(lambda: actions.submit(plant.applicant, permit))


SCENARIOS: dict[str, Scenario] = {
    "01": hastily,
    "02": lambda plant: (verified(plant), waits(plant, minutes=31)),
    "03": lambda plant: (actions.suspend(plant.worker, working(plant), "午休"),
                         waits(plant, minutes=61)),
    "04": overnight,
    "05": lambda plant: (in_space(plant), waits(plant, hours=2, seconds=1)),
    "10": lambda plant: (working(plant), waits(plant, hours=4, seconds=1)),
    "20": two_blinds,
    "30": approver_away,
    "31": guardian_away,
    "40": on_a_holiday,
    "41": lambda plant: on("2026-11-28", plant),
    "42": at_night,
    "43": in_special_period,
    "50": welder_with(),
    "51": welder_with(WELDER | {"valid_until": "2026-11-23"}),
    "52": welder_with(WELDER | {"holder_name": "张三"}),
    "60": found_without,
    "61": with_borrowed_power,
    "62": not_linked,
    "70": hastily,
    "80": hastily,
    "90": hastily,
}  # fmt: skip


@pytest.mark.clause("AQP-131")
@pytest.mark.parametrize("code", sorted(SCENARIOS))
def test_every_code_of_the_table_is_raised_and_goes_to_the_park(plant: Plant, code: str) -> None:
    SCENARIOS[code](plant)
    told = OutboxEvent.objects.filter(type__in=["permits.alarm", "permits.unpermitted"])
    assert code in {one.data["row"]["ALARM_TYPE"] for one in told}
    if code != "60":
        assert PermitAlarm.objects.filter(code=code, ended_at__isnull=True).exists()
