"""Who hears of reminders and breaches, by which way; passwords; the sealed archive."""

import io
import json
import zipfile
from datetime import date

import pytest

from anhuan.domains.alarms.actions import escalate_due
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.notify.models import Channel, Delivery, Notice
from anhuan.domains.org.rules import Role
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import DaySeal, GasTest, Permit
from anhuan.domains.permits.queries.archive import write_archive
from anhuan.domains.permits.queries.verifying import seal_of
from anhuan.domains.permits.tests.make import (
    approving,
    conditions_of,
    make_member,
)
from anhuan.domains.permits.tests.make_devices import later, says, watched
from anhuan.kernel.digest import sm3_hex
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def codes(act):
    try:
        act()
    except Refused as refused:
        return {one.code for one in refused.blockers}
    return set()


def newest(kind):
    return OutboxEvent.objects.filter(type=kind).latest("pk").data


def heard(topic):
    rows = Notice.objects.filter(topic__startswith=topic)
    return set(rows.values_list("account", flat=True))


@pytest.mark.clause("PTW-079", "PTW-164", "PTW-140")
def test_a_reminder_reaches_who_works_and_who_watches(plant, space):
    operator = make_member(plant.company, Role.OPERATOR, name="值班员")
    permit = watched(plant, space)
    plant.hand.go(minutes=105)
    says(plant, "P-1")
    actions.tick_due(plant.hand.now())
    due = newest("permits.reminder")
    actions.tell_due(permit.pk, due["what"], due["text"])
    told = heard(f"permit:{permit.pk}:record_soon")
    assert told >= {one.pk for one in (
        plant.guardian, plant.leader, plant.analyst, plant.safety, plant.applicant, operator,
    )}  # fmt: skip
    assert plant.boss.pk not in told and plant.worker.pk not in told


@pytest.mark.clause("PTW-082", "PTW-140", "PTW-167", "AQP-076")
def test_a_breach_reaches_guardian_control_room_safety_and_plant_head_by_channels(plant, space):
    operator = make_member(plant.company, Role.OPERATOR, name="值班员")
    Channel.objects.create(
        company=plant.company, name="短信", url="json://localhost", min_priority=2
    )
    permit = watched(plant, space)
    says(plant, "P-1", oxygen=18.0)
    actions.tell_alarm(newest("permits.alarm")["row"]["ID"])
    told = heard("permit-alarm:")
    assert told >= {one.pk for one in (plant.guardian, plant.safety, plant.boss, operator)}
    assert Delivery.objects.filter(notice__topic__startswith="permit-alarm:").count() == 1
    words = OutboxEvent.objects.get(type="permits.told").data
    numbers = {plant.tags[one.pk].number for one in (plant.guardian, plant.leader, plant.worker)}
    assert set(words["devices"]) == numbers
    assert words["words"]["cmd"] == "alarm" and "氧" in words["words"]["text"]
    assert Permit.objects.get(pk=permit.pk).state == "suspended"


@pytest.mark.clause("PTW-140")
def test_a_breach_nobody_takes_climbs_its_ladder(plant, space):
    make_member(plant.company, Role.OPERATOR, name="值班员")
    watched(plant, space)
    says(plant, "P-1", oxygen=18.0)
    alarm = Alarm.objects.get(kind__code="permit_gas_out")
    escalate_due(plant.hand.go(minutes=10))
    alarm.refresh_from_db()
    assert alarm.escalated_to == Role.PLANT_HEAD.label
    assert plant.boss.pk in heard(f"alarm:{alarm.pk}")


def asks_password(plant):
    actions.save_settings(plant.safety, plant.company, {"asks_password": True})


@pytest.mark.clause("AQP-036")
def test_where_the_plant_asks_for_it_nobody_signs_without_a_password(plant):
    permit = approving(plant, **later(plant))
    asks_password(plant)
    seen = seal_of(permit)
    sign = lambda given: codes(lambda: actions.approve(plant.guardian, permit, "", given))  # noqa: E731
    assert sign({}) == {"password_missing", "seen_missing"}
    assert sign({"method": "session", "seen": seen}) == {"password_missing"}
    assert sign({"method": "password", "seen": seen}) == set()
    assert permit.signatures.last().method == "password"


@pytest.mark.clause("AQP-036")
def test_stopping_the_work_never_asks(plant, hot):
    permit = actions.start(plant.guardian, hot)
    asks_password(plant)
    assert actions.suspend(plant.worker, permit, "异味").state == "suspended"


@pytest.mark.clause("AQP-036")
def test_a_signature_sent_again_is_refused(plant):
    permit = approving(plant, **later(plant))
    given = {"method": "password", "seen": seal_of(permit)}
    actions.approve(plant.guardian, permit, "", given)
    actions.approve(plant.leader, permit)
    again = codes(lambda: actions.approve(plant.head, permit, "", given))
    assert again == {"content_moved"}  # it is his turn, but not what he saw
    assert "content_moved" in codes(lambda: actions.approve(plant.guardian, permit, "", given))


def test_acceptance_is_a_signature_too(plant, hot):
    permit = actions.finish(plant.guardian, actions.start(plant.guardian, hot))
    asks_password(plant)
    keys, seen = conditions_of(permit), seal_of(permit)
    assert "password_missing" in codes(lambda: actions.accept(plant.head, permit, keys))
    given = {"method": "face", "seen": seen}
    assert actions.accept(plant.head, permit, keys, "", given).state == "accepted"


@pytest.fixture
def filed(plant, hot):
    """One permit that closed yesterday."""
    permit = actions.finish(plant.guardian, actions.start(plant.guardian, hot))
    permit = actions.accept(plant.head, permit, conditions_of(permit))
    permit = actions.archive(plant.head, permit)
    plant.hand.go(days=1)
    return permit


@pytest.mark.clause("GBW-227")
def test_each_day_is_sealed_once_and_a_whole_archive_checks(plant, filed):
    assert actions.seal_days(plant.hand.now()) == 1
    assert actions.seal_days(plant.hand.now()) == 0
    seal = DaySeal.objects.get()
    assert (seal.day, seal.rows) == (
        date(2026, 11, 24), [[str(filed.pk), filed.number, seal_of(filed)]],
    )  # fmt: skip
    found = actions.check_archive(plant.safety, plant.company, seal.day, seal.day)
    assert (found.days, found.permits, found.wrong) == (1, 1, [])


@pytest.mark.clause("GBW-227")
@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda pk: GasTest.objects.filter(permit=pk).update(is_good=False), "permit_changed"),
        (lambda pk: Permit.objects.filter(pk=pk).update(content="别的"), "permit_changed"),
        (lambda pk: DaySeal.objects.update(rows=[]), "seal_changed"),
        (lambda pk: DaySeal.objects.update(sm3="0" * 64), "seal_changed"),
    ],
)
def test_what_is_altered_behind_the_product_is_found_and_rings(plant, filed, harm, code):
    actions.seal_days(plant.hand.now())
    harm(filed.pk)
    day = date(2026, 11, 24)
    found = actions.check_archive(None, plant.company, day, day)
    assert [one.code for one in found.wrong] == [code]
    assert Alarm.objects.filter(condition="system:permits_altered:20261124").exists()


@pytest.mark.clause("GBW-227")
def test_the_archive_goes_out_whole_with_a_digest_of_every_file(plant, filed):
    actions.seal_days(plant.hand.now())
    out, day = io.BytesIO(), date(2026, 11, 24)
    assert write_archive(plant.boss, plant.company, day, day, out, plant.hand.now()) == 1
    with zipfile.ZipFile(out) as file:
        manifest = json.loads(file.read("manifest.json"))
        assert set(manifest["files"]) == {f"permits/{filed.number}.json", "seals.json"}
        for name, digest in manifest["files"].items():
            assert sm3_hex(file.read(name)) == digest
        whole = json.loads(file.read(f"permits/{filed.number}.json"))
    assert whole["signatures"][-1]["deed"] == "archive"


@pytest.mark.clause("GBW-227")
def test_a_plant_may_not_keep_less_than_a_year(plant):
    keep = lambda days: codes(lambda: actions.save_settings(  # noqa: E731
        plant.safety, plant.company, {"kept_days": days}))  # fmt: skip
    assert keep(365) == {"kept_days"}
    assert keep(366) == set()
