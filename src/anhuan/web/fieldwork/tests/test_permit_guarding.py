"""The guardian's records, remarks, who is inside, the end: by phone, also without a network."""

from datetime import timedelta

import pytest

from anhuan.domains.permits.models import Entry, Permit
from anhuan.domains.permits.tests.make import working
from anhuan.web.fieldwork.tests.make import codes

pytestmark = pytest.mark.django_db


def fresh(permit) -> Permit:
    return Permit.objects.get(pk=permit.pk)


@pytest.mark.clause("AQP-040", "AQP-113")
def test_a_remark_with_photo_and_voice_is_on_the_desk_at_once(plant, phone):
    permit, guardian = working(plant), phone("guardian")
    answer = guardian.do(
        "permit.remark", permit=str(permit.pk), text="接火盆移位", is_problem=True,
        files=(guardian.photo(), guardian.voice()),
    )  # fmt: skip
    assert answer["state"] == "accepted", answer
    page = phone("safety").client.get(f"/permits/{permit.pk}/").content.decode()
    assert "接火盆移位" in page and "<audio" in page
    assert {one.media_type for one in permit.photos.all()} == {"image/jpeg", "audio/webm"}


def test_a_remark_says_something(plant, phone):
    permit = working(plant)
    assert codes(phone("guardian").do("permit.remark", permit=str(permit.pk), text=" ")) == [
        "remark_empty"
    ]


@pytest.mark.clause("GBW-029", "GBW-031", "GBW-032")
def test_the_guardians_round_keeps_its_time_and_every_fault(plant, phone):
    permit, guardian = working(plant), phone("guardian")
    items = guardian.view("permit", id=str(permit.pk)).json()["guard_items"]
    texts = [one["text"] for one in items]
    assert any("有效期内" in one for one in texts) and any("证件有效" in one for one in texts)
    assert any("防护装备" in one for one in texts)
    plant.hand.go(minutes=20)
    answer = guardian.do(
        "permit.guard", ago_s=900, permit=str(permit.pk), good=texts[1:], bad=texts[:1],
        note="已要求整改", files=(guardian.photo(ago_s=900),),
    )  # fmt: skip
    assert answer["state"] == "accepted", answer
    row = permit.remarks.get()
    assert row.at == plant.hand.now() - timedelta(minutes=15) and row.is_problem
    assert texts[0] in row.text and f"{len(texts) - 1} 项符合" in row.text
    assert permit.photos.get().step == "guard"
    refused = phone("worker").do("permit.guard", permit=str(permit.pk), good=texts, bad=[])
    assert codes(refused) == ["not_guardian"]


@pytest.mark.clause("PTW-073")
def test_the_four_moments_are_photographed(plant, phone):
    permit, guardian = working(plant), phone("guardian")
    for step in ("site", "test_gas", "protection", "people"):
        answer = guardian.do(
            "permit.photo", permit=str(permit.pk), step=step, files=(guardian.photo(),)
        )
        assert answer["state"] == "accepted", answer
    assert sorted(permit.photos.values_list("step", flat=True)) == [
        "people", "protection", "site", "test_gas",
    ]  # fmt: skip
    none = guardian.do("permit.photo", permit=str(permit.pk), step="site")
    assert codes(none) == ["photo_missing"]


@pytest.mark.clause("GBW-118", "GBW-119")
def test_who_and_what_goes_in_and_comes_out_keeps_its_moment(plant, phone):
    permit, guardian = working(plant), phone("guardian")
    plant.hand.go(minutes=30)
    person = str(plant.worker.person_id)
    went = guardian.do("permit.enter", ago_s=1500, permit=str(permit.pk), person=person)
    tools = guardian.do("permit.enter", ago_s=1500, permit=str(permit.pk), tool="扳手", count=3)
    assert (went["state"], tools["state"]) == ("accepted", "accepted")
    assert codes(guardian.do("permit.enter", permit=str(permit.pk), person=person)) == [
        "entry_twice"
    ]
    man, wrench = Entry.objects.order_by("tool")
    assert man.entered_at == plant.hand.now() - timedelta(minutes=25)
    guardian.do("permit.leave", ago_s=60, permit=str(permit.pk), entry=str(man.pk))
    guardian.do("permit.leave", permit=str(permit.pk), entry=str(wrench.pk), count=2)
    man.refresh_from_db()
    assert man.left_at == plant.hand.now() - timedelta(seconds=60)
    phone("guardian").do("permit.finish", permit=str(permit.pk))
    short = phone("head").do("permit.accept", permit=str(permit.pk), conditions=[])
    assert "tools_inside" in codes(short)


def test_the_end_never_waits_for_a_network(plant, phone):
    permit = working(plant)
    plant.hand.go(minutes=40)
    answer = phone("guardian").do("permit.finish", ago_s=1800, permit=str(permit.pk), text="清场")
    assert answer["result"]["state"] == "finished", answer
    assert "实际完工" in permit.signatures.get(deed="finish").note
