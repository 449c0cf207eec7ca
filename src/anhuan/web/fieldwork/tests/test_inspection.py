"""A round walked with a phone: in order, once, by its true time; and what is found beside it."""

from datetime import timedelta

import pytest

from anhuan.domains.field.models import FieldFile
from anhuan.domains.field.tests.make import moment, operation
from anhuan.domains.hazards.models import Hazard
from anhuan.domains.inspection.actions import generate
from anhuan.domains.inspection.models import (
    Abnormality,
    Entry,
    InspectionSettings,
    Plan,
    Task,
    Visit,
)
from anhuan.domains.inspection.tests.make import make_plan, make_walker, points_of
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning.models import LatestPosition
from anhuan.domains.positioning.tests.factories import bind, make_tag
from anhuan.kernel import clock
from anhuan.kernel.digest import sm3_hex
from anhuan.web.fieldwork.tests.make import Phone, codes, deed

pytestmark = pytest.mark.django_db
TEN_MIN_S, HOUR_MS = 600, 3_600_000


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def walker(company):
    return make_walker(company)


@pytest.fixture
def task(company, walker):
    now = clock.now()
    plan = make_plan(company, walker, every="hour", hours=[])
    generate(plan, now)
    return plan.tasks.get(begins_at__lte=now, ends_at__gt=now)


def walk(task, points=None, *, ago_s=0.0, each_s=5.0, pressure=0.45):
    """The deeds of a whole round as the phone queued them, the first `ago_s` ago."""
    deeds, named = [], {"task": str(task.pk)}

    def do(kind, **payload):
        nonlocal ago_s
        deeds.append(deed(kind, ago_s=ago_s, **named, **payload))
        ago_s -= each_s

    for point in points or points_of(task):
        here = {"point": str(point.pk)}
        stop = next(one for one in task.stops if one["point"] == str(point.pk))
        leak, gauge = (item["id"] for item in stop["items"])
        do("round.arrive", **here, method="nfc", code=point.code)
        do("round.enter", **here, item=leak, value=True)
        do("round.enter", **here, item=gauge, value=pressure)
        do("round.leave", **here)
    do("round.finish")
    return deeds


def states(answers):
    return [one["state"] for one in answers]


@pytest.mark.clause("INS-002", "INS-007", "DUAL-038")
def test_a_round_walked_without_a_network_is_sent_in_order_and_done_once(task, walker):
    phone, deeds = Phone(walker), walk(task, ago_s=TEN_MIN_S)
    assert set(states(phone.send(*deeds))) == {"accepted"}
    again = phone.send(*deeds)
    assert all(one["duplicate"] for one in again)
    task.refresh_from_db()
    assert (task.outcome, task.by_id) == ("done", walker.person.pk)
    first = Visit.objects.filter(task=task).earliest("arrived_at")
    assert abs(clock.now() - first.arrived_at - timedelta(seconds=TEN_MIN_S)).total_seconds() < 30
    assert Entry.objects.filter(task=task).count() == 6


@pytest.mark.clause("INS-006", "INS-023", "DUAL-014", "DUAL-033")
def test_the_task_comes_to_the_phone_by_itself_and_leaves_it_when_it_is_done(task, walker):
    phone = Phone(walker)
    todos = phone.client.get("/api/v1/field/todos").json()["todos"]
    assert f"/rounds/{task.pk}" in [one["screen"] for one in todos]
    phone.send(*walk(task))
    todos = phone.client.get("/api/v1/field/todos").json()["todos"]
    assert f"/rounds/{task.pk}" not in [one["screen"] for one in todos]


@pytest.mark.clause("INS-044", "INS-048")
def test_the_whole_round_is_taken_along_with_last_values_and_faults_of_the_like(task, walker):
    phone = Phone(walker)
    here, there = points_of(task)[:2]
    before = Plan.objects.get().tasks.filter(begins_at__gt=task.begins_at).earliest("begins_at")
    stop = next(one for one in before.stops if one["point"] == str(here.pk))
    gauge = stop["items"][1]["id"]
    now = clock.now()
    common = {"item_id": gauge, "item": stop["items"][1], "result": "abnormal",
              "person": walker.person, "received_at": now}  # fmt: skip
    Entry.objects.create(task=before, point=here, value=0.7, at=now, **common)
    for point, place in ((here, "本点"), (there, "同类"), (there, "同类")):
        Abnormality.objects.create(
            company=task.company, point=point, item_id=gauge, place=place, text="压力高",
            handling="fault", person=walker.person, at=now, received_at=now,
        )  # fmt: skip
    answer = phone.view("round", id=str(task.pk)).json()
    item = answer["stops"][0]["items"][1]
    assert (item["name"], item["low"], item["high"]) == ("出口压力", 0.3, 0.6)
    assert [one["value"] for one in item["last"]] == [0.7]
    assert [one["place"] for one in item["faults"]["same"]] == ["本点"]
    assert [one["place"] for one in item["faults"]["like"]] == ["同类", "同类"]
    assert item["faults"]["is_frequent"] and item["faults"]["in_a_year"] == 3
    assert answer["stops"][0]["code_sm3"] == sm3_hex(here.code.encode())
    assert here.code not in [answer["stops"][0].get(key) for key in answer["stops"][0]]


@pytest.mark.clause("INS-039", "INS-041", "INS-042")
def test_the_wrong_tag_the_wrong_order_and_no_arrival_are_refused_in_words(task, walker):
    phone = Phone(walker)
    first, second, _ = points_of(task)
    named = {"task": str(task.pk), "point": str(first.pk)}
    wrong = phone.do("round.arrive", method="nfc", code=second.code, **named)
    assert codes(wrong) == ["other_point"]
    item = task.stops[0]["items"][0]["id"]
    assert codes(phone.do("round.enter", item=item, value=True, **named)) == ["not_arrived"]
    skip = phone.do("round.arrive", method="nfc", code=second.code, task=str(task.pk),
                    point=str(second.pk))  # fmt: skip
    assert codes(skip) == ["order"]


@pytest.mark.clause("INS-040")
def test_a_photographed_code_scanned_at_home_is_caught_by_positioning(task, walker):
    first = points_of(task)[0]
    tag = make_tag(walker.company)
    bind(tag, walker.person)
    far = {"x_m": 3_000.0, "y_m": 0.0, "floor": 1, "r68_m": 0.5}
    LatestPosition.objects.create(tag=tag, t=clock.now(), **far)
    answer = Phone(walker).do(
        "round.arrive", task=str(task.pk), point=str(first.pk), method="qr", code=first.code
    )
    assert codes(answer) == ["seen_elsewhere"]


@pytest.mark.clause("INS-021")
def test_a_phone_an_hour_slow_is_believed_for_what_passed(task, walker):
    """The clock is wrong all the time: the span since the last server time tells the truth."""
    now = clock.now_ms()
    slow = now - HOUR_MS
    ref = {"server_at": now - 900_000, **moment(slow - 900_000)}
    deeds = []
    for n, one in enumerate(walk(task)):
        stamp = moment(slow - 600_000 + 10_000 * n) | {"ref": ref}
        deeds.append(one | {"stamp": stamp})
    phone = Phone(walker)
    answer = phone.client.post(
        "/api/v1/field/operations", {"sent": moment(slow), "operations": deeds}, "application/json"
    )
    assert set(states(answer.json()["results"])) == {"accepted"}
    task.refresh_from_db()
    assert task.outcome == "done"
    visit = Visit.objects.filter(task=task).earliest("arrived_at")
    true = clock.from_ms(now - 600_000)
    assert abs(visit.arrived_at - true) < timedelta(seconds=5)
    assert visit.doubts == ["clock_wrong"]


@pytest.mark.clause("INS-021")
def test_a_clock_turned_back_makes_no_late_round_punctual(company, walker):
    """Closed three hours ago; the phone is turned back into its window and forward again."""
    now = clock.now()
    plan = make_plan(company, walker, every="hour", hours=[], tolerance_min=0, make_up_min=0)
    generate(plan, now - timedelta(hours=5))
    over = plan.tasks.filter(closes_at__lt=now - timedelta(hours=2)).latest("begins_at")
    ms = clock.to_ms(now)
    ref = {"server_at": ms - HOUR_MS, **moment(ms - HOUR_MS, session="before")}
    stamp = moment(clock.to_ms(over.begins_at) + 60_000, session="after") | {"ref": ref}
    one = operation("round.start", payload={"task": str(over.pk)}, stamp=stamp)
    answer = Phone(walker).send(one)[0]
    assert codes(answer) == ["too_late"]
    over.refresh_from_db()
    assert over.started_at is None


@pytest.mark.clause("INS-037")
def test_the_plant_asks_once_for_a_signature_or_for_ones_own_card(company, walker, task):
    first, phone, named = points_of(task)[0], Phone(walker), {"task": str(task.pk)}
    arrive = {**named, "point": str(first.pk), "method": "nfc", "code": first.code}
    own = InspectionSettings.objects.create(company=company, identity="signature")
    for kind, given in (("round.arrive", arrive), ("round.start", named)):
        assert codes(phone.do(kind, **given)) == ["signature_missing"]
    own.identity = "card"
    own.save()
    assert codes(phone.do("round.start", **named)) == ["card_missing"]
    assert codes(phone.do("round.start", **named, card="99999")) == ["card_of_another"]
    own.identity = "signature"
    own.save()
    hand = phone.signature()
    assert phone.do("round.start", files=(hand,), **named)["state"] == "accepted"
    assert phone.do("round.arrive", **arrive)["state"] == "accepted"
    task.refresh_from_db()
    assert task.identity == "signature"
    assert task.signature == FieldFile.objects.get(pk=hand).sm3


@pytest.mark.clause("INS-028", "INS-049", "INS-050", "INS-054")
def test_out_of_limits_becomes_a_hazard_with_picture_voice_and_clip(task, walker):
    phone, first = Phone(walker), points_of(task)[0]
    named = {"task": str(task.pk), "point": str(first.pk)}
    phone.do("round.arrive", method="nfc", code=first.code, **named)
    gauge = task.stops[0]["items"][1]["id"]
    files = (phone.photo(), phone.voice(), phone.video())
    bare = phone.do("round.enter", item=gauge, value=0.61, **named)
    assert codes(bare) == ["handling"]
    said = {"item": gauge, "value": 0.61, "handling": "hazard", "note": "压力偏高"}
    answer = phone.do("round.enter", files=files, **said, **named)
    hazard = Hazard.objects.get(pk=answer["result"]["hazard"])
    kinds = {one.media_type for one in hazard.photos.all()}
    assert kinds == {"image/jpeg", "audio/webm", "video/webm"}
    row = Abnormality.objects.get(entry__task=task)
    assert (row.text, row.handling, row.hazard_id) == ("压力偏高", "hazard", hazard.pk)
    assert len(row.files) == 3


@pytest.mark.clause("INS-027")
def test_a_voice_note_is_no_photo(company, walker):
    now = clock.now()
    plan = make_plan(company, walker, every="hour", hours=[])
    plan.route.stops.first().point.standards.get().items.update(needs_photo=True)
    generate(plan, now)
    task = plan.tasks.get(begins_at__lte=now, ends_at__gt=now)
    phone, first = Phone(walker), points_of(task)[0]
    named = {"task": str(task.pk), "point": str(first.pk)}
    phone.do("round.arrive", method="nfc", code=first.code, **named)
    said = {"item": task.stops[0]["items"][0]["id"], "value": True}
    spoken = phone.voice()
    assert codes(phone.do("round.enter", files=(spoken,), **said, **named)) == ["photo_missing"]
    shot = phone.photo()
    assert phone.do("round.enter", files=(shot,), **said, **named)["state"] == "accepted"


@pytest.mark.clause("INS-053", "INS-049", "INS-051")
def test_what_is_found_beside_a_round_goes_the_same_way_and_is_closed(task, walker):
    phone, first = Phone(walker), points_of(task)[0]
    assert codes(phone.do("abnormal.found", handling="fault")) == ["text_missing", "place_missing"]
    spoken = phone.voice()
    answer = phone.do("abnormal.found", files=(spoken,), code=first.code, handling="fault")
    row = Abnormality.objects.get(pk=answer["result"]["abnormality"])
    assert (row.place, row.equipment, row.closed_at) == (first.name, first.equipment, None)
    assert OutboxEvent.objects.get(type="inspection.fault_found").data["entry"] is None
    assert [one["id"] for one in phone.view("rounds").json()["abnormal"]] == [str(row.pk)]
    assert codes(phone.do("abnormal.close", abnormality=str(row.pk))) == ["handled"]
    done = phone.do("abnormal.close", abnormality=str(row.pk), handled="已更换机封")
    assert done["state"] == "accepted"
    row.refresh_from_db()
    assert (row.handled, row.closed_by) == ("已更换机封", walker)
    assert phone.view("rounds").json()["abnormal"] == []


@pytest.mark.clause("INS-053")
def test_a_hazard_found_beside_a_round_is_reported_at_the_point(task, walker):
    first = points_of(task)[0]
    said = {"text": "平台护栏松动", "code": first.code, "handling": "hazard"}
    answer = Phone(walker).do("abnormal.found", **said)
    hazard = Hazard.objects.get(pk=answer["result"]["hazard"])
    assert (hazard.area_id, hazard.place) == (first.area_id, first.name)
    row = Abnormality.objects.get()
    assert codes(Phone(walker).do("abnormal.close", abnormality=str(row.pk), handled="好")) == [
        "by_hazard"
    ]


@pytest.mark.clause("DUAL-026")
def test_a_scanned_label_says_what_is_to_be_looked_at(task, walker):
    first = points_of(task)[0]
    answer = Phone(walker).view("inspection-point", code=first.code).json()
    assert [one["name"] for one in answer["items"]] == ["有无泄漏", "出口压力"]
    assert str(task.pk) in [one["id"] for one in answer["rounds"]]
    assert Phone(walker).view("inspection-point", code="没有").status_code == 404


def test_another_company_or_colleague_sees_nothing(task, company):
    other = Phone(make_walker(company))
    assert other.view("round", id=str(task.pk)).status_code == 404
    assert codes(other.do("round.start", task=str(task.pk))) == ["not_found"]
    stranger = Phone(make_account(make_company(), Role.SAFETY_MANAGER))
    assert stranger.view("round", id=str(task.pk)).status_code == 404
    assert Task.objects.get(pk=task.pk).started_at is None
