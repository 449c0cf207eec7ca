"""Signatures by phone: at once or not at all, on the spot, under what was seen, by whom it is."""

import pytest

from anhuan.domains.permits.models import Permit, PermitPoint, PermitSettings
from anhuan.domains.permits.tests.make import (
    AWAY,
    approving,
    briefed,
    conditions_of,
    issued,
    reserved,
    verified,
    working,
)
from anhuan.web.fieldwork.tests.make import codes

pytestmark = pytest.mark.django_db


def fresh(permit) -> Permit:
    return Permit.objects.get(pk=permit.pk)


@pytest.mark.clause("PTW-139", "PTW-138", "PTW-022", "AQP-032")
def test_level_two_hot_work_is_signed_checked_and_begun_by_phones_alone(plant, phone):
    permit = briefed(plant)
    order = ("guardian", "leader", "head", "head")
    assert phone("applicant").do("permit.submit", permit=str(permit.pk))["state"] == "accepted"
    assert codes(phone("head").do("permit.approve", permit=str(permit.pk)))[0] == "not_yours"
    for who in order:
        one = phone(who)
        done = one.do("permit.approve", permit=str(permit.pk), opinion="同意",
                      files=(one.signature(),))  # fmt: skip
        assert done["state"] == "accepted", (who, done)
    assert fresh(permit).state == "issued"
    assert phone("shift").do("permit.verify", permit=str(permit.pk))["state"] == "accepted"
    assert phone("guardian").do("permit.start", permit=str(permit.pk))["state"] == "accepted"
    assert fresh(permit).state == "working"
    assert permit.photos.filter(step="signature").count() == 4


GRANTS = [
    ("approve", approving, "guardian", {}), ("verify", issued, "shift", {}),
    ("start", verified, "guardian", {}), ("submit", briefed, "applicant", {}),
    ("approve_reservation", reserved, "head", {}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "make", "who", "more"), GRANTS, ids=lambda one: str(one)[:12])
def test_what_grants_is_never_done_offline(plant, phone, name, make, who, more):
    """A minute for a bad line; a second more and it was done without one."""
    permit = make(plant)
    before = fresh(permit).state, permit.signatures.count()
    plant.hand.go(seconds=61)
    plant.everybody_on_site()
    late = phone(who).do(f"permit.{name}", ago_s=60.5, permit=str(permit.pk), **more)
    assert codes(late) == ["done_offline"]
    assert (fresh(permit).state, permit.signatures.count()) == before
    good = phone(who).do(f"permit.{name}", ago_s=60, permit=str(permit.pk), **more)
    assert good["state"] == "accepted", good


def test_going_on_is_never_done_offline(plant, phone):
    permit = working(plant)
    phone("worker").do("permit.stop", permit=str(permit.pk))
    plant.hand.go(minutes=2)
    late = phone("guardian").do("permit.resume", ago_s=90, permit=str(permit.pk))
    assert codes(late) == ["done_offline"] and fresh(permit).state == "suspended"
    now = phone("guardian").do("permit.resume", permit=str(permit.pk))
    assert now["state"] == "accepted" and fresh(permit).state == "working"


def test_who_is_not_there_does_not_sign_and_the_alarm_outlives_the_refusal(plant, phone):
    permit = approving(plant)
    plant.put(plant.guardian, AWAY)
    answer = phone("guardian").do("permit.approve", permit=str(permit.pk))
    assert codes(answer) == ["not_on_site"]
    assert permit.alarms.get().from_refusal
    assert not permit.approvals.filter(is_approved=True).exists()


@pytest.mark.parametrize("how", ["nfc", "qr", "typed"])
def test_a_scanned_point_stands_for_a_position_and_how_it_was_read_is_kept(plant, phone, how):
    permit = approving(plant)
    plant.put(plant.guardian, AWAY)
    PermitPoint.objects.create(
        company=plant.company, code="ZYD-01", name="一号泵房", x_m=102, y_m=102, floor=1
    )
    seen = phone("guardian").view("permit-here", id=str(permit.pk), point="ZYD-01", how=how)
    assert seen.json()["here"]["distance_m"] == 0
    answer = phone("guardian").do("permit.approve", permit=str(permit.pk), point="ZYD-01", how=how)
    assert answer["state"] == "accepted", answer
    where = permit.signatures.get(deed="approve").where
    assert (where["by"], where["how"]) == ("point", how)


def test_one_signs_under_what_one_saw(plant, phone):
    permit = approving(plant)
    seen = phone("guardian").view("permit", id=str(permit.pk)).json()["signatures"][-1]["sm3"]
    phone("leader").do("permit.remark", permit=str(permit.pk), text="补充一点")
    stale = phone("guardian").do("permit.approve", permit=str(permit.pk), seen=seen)
    assert codes(stale) == ["content_moved"]
    now = phone("guardian").view("permit", id=str(permit.pk)).json()["signatures"][-1]["sm3"]
    good = phone("guardian").do("permit.approve", permit=str(permit.pk), seen=now)
    assert good["state"] == "accepted", good


def test_a_password_is_proven_and_never_kept(plant, phone):
    from anhuan.domains.field.models import Operation
    from anhuan.domains.org.tests.factories import PASSWORD

    PermitSettings.objects.update_or_create(company=plant.company, defaults={"asks_password": True})
    permit, guardian = approving(plant), phone("guardian")
    url = "/api/v1/permit-proofs"
    assert guardian.client.post(url, {"password": "x"}, "application/json").status_code == 422
    got = guardian.client.post(url, {"password": PASSWORD}, "application/json").json()
    seen = guardian.view("permit", id=str(permit.pk)).json()["signatures"][-1]["sm3"]
    given = {"permit": str(permit.pk), "seen": seen}
    foreign = phone("leader").do("permit.approve", proof=got["proof"], **given)
    assert "proof_foreign" in codes(foreign)
    assert codes(guardian.do("permit.approve", **given)) == ["password_missing"]
    good = guardian.do("permit.approve", proof=got["proof"], **given)
    assert good["state"] == "accepted", good
    assert permit.signatures.get(deed="approve").method == "password"
    assert not [row for row in Operation.objects.all() if PASSWORD in str(row.payload)]


def test_sent_back_with_a_reason(plant, phone):
    permit = approving(plant)
    assert codes(phone("guardian").do("permit.reject", permit=str(permit.pk))) == ["reason_missing"]
    phone("guardian").do("permit.reject", permit=str(permit.pk), reason="灭火器不足")
    assert fresh(permit).state == "rejected"


def test_acceptance_wants_every_condition(plant, phone):
    permit = working(plant)
    phone("guardian").do("permit.finish", permit=str(permit.pk))
    keys = conditions_of(permit)
    short = phone("head").do("permit.accept", permit=str(permit.pk), conditions=keys[1:])
    assert codes(short) == [f"condition_{keys[0]}"]
    head = phone("head")
    done = head.do("permit.accept", permit=str(permit.pk), conditions=keys,
                   files=(head.signature(),))  # fmt: skip
    assert done["result"]["state"] == "accepted", done


@pytest.mark.clause("AQP-048", "PTW-061")
def test_the_guard_passes_when_the_other_takes_it_on_a_phone_of_his_own(plant, phone):
    from anhuan.domains.org.rules import Role
    from anhuan.domains.permits.tests.make import make_member
    from anhuan.web.fieldwork.tests.make import Phone

    permit = working(plant)
    taker = make_member(plant.company, Role.WORKER, name="接班员", department=plant.unit)
    found = phone("guardian").view("permit-takers", id=str(permit.pk), q="接班").json()["people"]
    assert [one["name"] for one in found] == ["接班员"] and found[0]["lacks"]
    offer = phone("guardian").do(
        "permit.hand_over_guard", permit=str(permit.pk), taker=found[0]["id"], opinion="火花在下风",
        number="JH-0099", valid_until="2027-06-01",
    )  # fmt: skip
    assert offer["state"] == "accepted", offer
    other = Phone(taker)
    groups = other.view("permits").json()["groups"]
    assert [(one["key"], len(one["permits"])) for one in groups] == [("take_over", 1)]
    assert other.do("permit.take_over", permit=str(permit.pk))["state"] == "accepted"
    names = {one.person.name for one in permit.people.filter(part="guardian", left_at=None)}
    assert names == {"接班员"}


def test_a_shift_is_offered_and_taken(plant, phone):
    permit = working(plant)
    answer = phone("guardian").do(
        "permit.hand_over_shift", permit=str(permit.pk), taker=str(plant.shift.person_id),
        opinion="阀门已锁",
    )  # fmt: skip
    assert answer["state"] == "accepted", answer
    assert phone("shift").do("permit.take_over", permit=str(permit.pk))["state"] == "accepted"
    assert permit.handovers.get().taken_at is not None
