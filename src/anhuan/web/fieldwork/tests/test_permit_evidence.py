"""Readings, measures and briefings by phone: with a network, without one, twice, and too late."""

from datetime import timedelta

import pytest

from anhuan.domains.field.models import Operation
from anhuan.domains.permits.models import BriefingMark, GasTest, Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.tests.make import (
    MINUTE,
    analysed,
    answer_to,
    confirmed,
    with_good_air,
    working,
)
from anhuan.web.fieldwork.tests.make import codes, deed

pytestmark = pytest.mark.django_db


def reading(value: float = 0.1, gas: str = "methane") -> dict:
    return {"gas": gas, "value": value, "unit": "vol_pct", "zone": "surroundings"}


def state(permit) -> str:
    return Permit.objects.get(pk=permit.pk).state


@pytest.mark.clause("PTW-137")
def test_a_reading_by_phone_moves_the_permit_on_and_keeps_its_photo(plant, phone):
    permit, analyst = analysed(plant), phone("analyst")
    answer = analyst.do(
        "permit.gas", permit=str(permit.pk), readings=[reading()], files=(analyst.photo(),)
    )
    assert answer["state"] == "accepted", answer
    assert answer["result"]["is_good"] and answer["result"]["state"] == "tested"
    photo = permit.photos.get()
    assert (photo.step, photo.by) == ("test_gas", plant.analyst)


@pytest.mark.parametrize(
    ("ago_s", "after"), [(0, "tested"), (1800, "tested"), (1801, "analysed"), (7200, "analysed")]
)
def test_a_sample_taken_without_a_network_is_as_old_as_it_is(plant, phone, ago_s, after):
    """30 minutes from the sampling, however late it was sent (GB 30871-2022 5.3.1 c)."""
    permit = analysed(plant)
    plant.hand.go(hours=3)
    answer = phone("analyst").do(
        "permit.gas", ago_s=ago_s, permit=str(permit.pk), readings=[reading()]
    )
    assert answer["state"] == "accepted", answer
    test = GasTest.objects.get(permit=permit)
    assert test.sampled_at == plant.hand.now() - timedelta(seconds=ago_s)
    assert state(permit) == after


@pytest.mark.clause("AQP-042")
@pytest.mark.parametrize(("value", "after"), [(0.5, "working"), (0.51, "suspended")])
def test_a_record_while_working_stops_the_work_when_it_is_bad(plant, phone, value, after):
    permit = working(plant)
    for minutes in (0, 5):
        plant.hand.go(minutes=minutes)
        phone("guardian").do("permit.gas", permit=str(permit.pk), readings=[reading()])
    answer = phone("guardian").do("permit.gas", permit=str(permit.pk), readings=[reading(value)])
    assert answer["result"]["is_good"] == (after == "working")
    assert state(permit) == after
    assert permit.gas_tests.filter(phase="during").count() == 3


def test_only_an_analyst_tests_before_work(plant, phone):
    permit = analysed(plant)
    answer = phone("worker").do("permit.gas", permit=str(permit.pk), readings=[reading()])
    assert "not_yours" in codes(answer)
    assert not permit.gas_tests.exists()


def forced(plant, permit):
    look = Look(Permit.objects.get(pk=permit.pk), plant.guardian, plant.hand.now())
    row = next(one for one in look.measures if one.is_forced and one.no < 101)
    boxes = next(one for one in look.form.measures if one.no == row.no).inputs
    return row, {one.key: answer_to(one) for one in boxes}


@pytest.mark.clause("PTW-055", "PTW-026", "GBW-030")
def test_a_measure_seen_without_a_network_keeps_its_moment_its_photo_and_its_person(plant, phone):
    permit, guardian = with_good_air(plant), phone("guardian")
    row, inputs = forced(plant, permit)
    plant.hand.go(minutes=9)
    plant.everybody_on_site()
    photo = guardian.photo(ago_s=400)
    answer = guardian.do(
        "permit.measure", ago_s=360, files=(photo,), permit=str(permit.pk), round=permit.round,
        no=row.no, is_involved=True, inputs=inputs,
    )  # fmt: skip
    assert answer["state"] == "accepted", answer
    row.refresh_from_db()
    assert row.confirmed_at == plant.hand.now() - timedelta(seconds=360)
    assert (row.confirmed_by, row.where["by"]) == (plant.guardian, "position")
    taken = row.photos.get()
    assert taken.taken_at == plant.hand.now() - timedelta(seconds=400)
    assert taken.received_at == plant.hand.now()
    page = guardian.view("permit", id=str(permit.pk)).json()
    assert [one["measure"] for one in page["photos"]] == [row.no]


def test_a_measure_sent_twice_is_confirmed_once_and_by_another_refused(plant, phone):
    permit = with_good_air(plant)
    row, inputs = forced(plant, permit)
    one = deed("permit.measure", permit=str(permit.pk), no=row.no, is_involved=True, inputs=inputs)
    first, again = phone("guardian").send(one, one)
    assert (first["state"], again["duplicate"]) == ("accepted", True)
    late = phone("leader").do(
        "permit.measure", permit=str(permit.pk), no=row.no, is_involved=True, inputs=inputs
    )
    assert codes(late) == ["measure_confirmed"]
    assert Operation.objects.filter(state="accepted").count() == 1


def test_a_measure_of_a_round_that_is_over_is_refused(plant, phone):
    permit = with_good_air(plant)
    row, inputs = forced(plant, permit)
    given = {"permit": str(permit.pk), "no": row.no, "is_involved": True, "inputs": inputs}
    answer = phone("guardian").do("permit.measure", round=permit.round + 1, **given)
    assert codes(answer) == ["round_over"]


@pytest.mark.parametrize(
    "payload",
    [{}, {"no": "x", "is_involved": True}, {"no": 1}, {"permit": "x"}, {"no": [], "x": 1}],
)
def test_what_makes_no_sense_is_refused_in_words(plant, phone, payload):
    permit = with_good_air(plant)
    answer = phone("guardian").do("permit.measure", **({"permit": str(permit.pk)} | payload))
    assert answer["state"] == "refused" and answer["blockers"]


@pytest.mark.clause("PTW-138")
def test_the_briefing_is_signed_by_hand_with_the_time_it_was_read(plant, phone):
    permit = confirmed(plant)
    text = "泄漏时向上风向撤离"
    assert phone("applicant").do("permit.brief", permit=str(permit.pk), text=text)["state"] == (
        "accepted"
    )
    worker = phone("worker")
    seen = worker.view("permit", id=str(permit.pk)).json()["briefing"]
    assert (seen["text"], seen["missing"]) == (text, ["焊工"])
    plant.hand.go(minutes=4)
    answer = worker.do(
        "permit.sign_briefing", ago_s=120, files=(worker.signature(),), permit=str(permit.pk),
        given_at=seen["given_at"], read_s=45,
    )  # fmt: skip
    assert answer["result"]["state"] == "briefed", answer
    mark = BriefingMark.objects.get()
    assert (mark.read_s, mark.signed_at) == (45, plant.hand.now() - 2 * MINUTE)
    assert permit.photos.get().step == "signature"


def test_a_briefing_that_was_renewed_is_read_anew(plant, phone):
    permit = confirmed(plant)
    phone("applicant").do("permit.brief", permit=str(permit.pk), text="一")
    seen = phone("worker").view("permit", id=str(permit.pk)).json()["briefing"]
    plant.hand.go(minutes=1)
    phone("applicant").do("permit.brief", permit=str(permit.pk), text="二")
    answer = phone("worker").do(
        "permit.sign_briefing", permit=str(permit.pk), given_at=seen["given_at"], read_s=5
    )
    assert codes(answer) == ["briefing_renewed"]
    assert not BriefingMark.objects.exists()


def test_a_box_is_filled_on_the_spot_once(plant, phone):
    permit = with_good_air(plant)
    given = {"permit": str(permit.pk), "values": {"vessel_pressure_kpa": 3.5}}
    assert phone("leader").do("permit.fill", **given)["state"] == "accepted"
    assert codes(phone("leader").do("permit.fill", **given)) == ["field_closed"]


def test_a_measure_the_place_asks_for_is_added(plant, phone):
    permit = with_good_air(plant)
    phone("guardian").do("permit.add_measure", permit=str(permit.pk), text="下风向设接火盆")
    assert permit.measures.get(text="下风向设接火盆").author == "监护员"
