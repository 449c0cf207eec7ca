"""Pages of job areas, gates and sounders, as those who use them meet them."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import GatePassage, JobArea, Sounder
from anhuan.domains.positioning.queries.fences import as_lonlat, frame_of
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    seed_kinds(company)
    return company


@pytest.fixture
def desk(plant):
    return sign_in(make.make_account(plant))


def at(name, *args):
    return reverse(f"positioning:{name}", args=args)


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def drawn(plant, **changes):
    """What the form sends."""
    now = clock.now()
    shape = as_lonlat(make.box(10, 10), frame_of(plant))
    return {
        "name": "动火 3 号泵房", "kind": "动火作业", "valid_from": local(now),
        "valid_until": local(now + 8 * HOUR),
        "geometry": json.dumps({"type": "Feature", "geometry": shape, "properties": {}}),
        **changes,
    }  # fmt: skip


def test_a_job_area_is_drawn_and_shows_where_its_crew_is(desk, plant):
    guardian, worker = make.make_person(plant, "监护甲"), make.make_person(plant, "焊工乙")
    tag = make.make_tag(plant)
    make.bind(tag, guardian)
    make.place(tag, clock.now(), x_m=15, y_m=15)
    sent = drawn(plant, guardians=[guardian.pk], workers=[worker.pk])
    answer = desk.post(at("job_area_create"), sent)
    assert answer.status_code == 302, answer.content.decode()
    area = JobArea.objects.get()
    assert area.geometry["coordinates"][0][0] == pytest.approx([10, 10], abs=0.02)
    page = text(desk.get(at("job_area", area.pk)))
    for word in ("作业中", "监护甲", "在现场", "焊工乙", "没有定位", "人工划定", "mini_map"):
        assert word in page, word
    tag.latest.x_m = 60
    tag.latest.save()
    assert "不在现场" in text(desk.get(at("job_area", area.pk)))
    assert "动火 3 号泵房" in text(desk.get(at("job_areas"), {"state": "open", "person": "监护"}))
    assert "动火 3 号泵房" not in text(desk.get(at("job_areas"), {"state": "closed"}))


def test_handing_over_the_guard_on_the_page_and_closing(desk, plant):
    area = make.make_job_area(plant)
    other = make.make_person(plant, "接班人")
    sent = drawn(plant, name=area.name, guardians=[other.pk])
    assert desk.post(at("job_area_edit", area.pk), sent).status_code == 302
    area.refresh_from_db()
    assert (area.version, [p.name for p in area.guardians.all()]) == (2, ["接班人"])
    assert desk.post(at("job_area_close", area.pk), {"reason": "完工"}).status_code == 302
    page = text(desk.get(at("job_area", area.pk)))
    assert "已关闭" in page and "完工" in page and "不能再改" in page


def test_every_reason_against_a_job_area_is_said_at_once(desk, plant):
    person = make.make_person(plant, "同一人")
    sent = drawn(plant, geometry="", guardians=[person.pk], workers=[person.pk],
                 valid_until=local(clock.now() - HOUR))  # fmt: skip
    answer = desk.post(at("job_area_create"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and not JobArea.objects.exists()
    for word in ("监护人不能同时是作业人员", "结束时间须晚于开始时间", "动火 3 号泵房"):
        assert word in page, word
    page = desk.post(at("job_area_create"), drawn(plant)).content.decode()
    assert "请指定至少一名监护人" in page


@pytest.mark.parametrize("name", ["job_areas", "sounders", "passages", "gate_inside"])
def test_the_lists_do_not_cost_more_with_more_rows(desk, plant, name):
    area = make.make_area(plant)
    person = make.make_person(plant)

    def more():
        make.make_job_area(plant, guardians=[person])
        make.make_sounder(plant, area, also_warns=[area])
        actions.note_gate_passage(SYSTEM, make.make_person(plant), "东门", "in", clock.now())

    assert_flat(desk, at(name), more)


@pytest.mark.clause("POS-017", "AQL-013")
def test_who_is_inside_by_the_gate_and_carries_no_tag(desk, plant):
    now = clock.now()
    with_tag, tag = make.make_person(plant, "有卡人"), make.make_tag(plant)
    make.bind(tag, with_tag)
    make.place(tag, now - 5 * MINUTE)
    without, gone = make.make_person(plant, "无卡人"), make.make_person(plant, "出厂人")
    for person in (with_tag, without, gone):
        actions.note_gate_passage(SYSTEM, person, "东门", "in", now - 10 * MINUTE)
    actions.note_gate_passage(SYSTEM, gone, "南门", "out", now - MINUTE)
    page = text(desk.get(at("gate_inside")))
    assert "有卡人" in page and "无卡人" in page and "出厂人" not in page
    only = text(desk.get(at("gate_inside"), {"without_tag": "1"}))
    assert "无卡人" in only and "有卡人" not in only
    assert "无卡人" not in text(desk.get(at("gate_inside"), {"without_tag": "0"}))


def test_a_passage_entered_by_hand_says_so(plant):
    person, operator = make.make_person(plant, "王海涛"), make.make_account(plant, Role.OPERATOR)
    client = sign_in(operator)
    sent = {"person": person.pk, "way": "out", "gate": "东门", "at": local(clock.now())}
    assert client.post(at("passage_create"), sent).status_code == 302
    row = GatePassage.objects.get()
    assert row.is_by_hand and row.way == "out"
    page = text(client.get(at("passages")))
    assert "人工登记" in page and "王海涛" in page and "出厂" in page
    late = client.post(at("passage_create"), sent | {"at": local(clock.now() + HOUR)})
    assert late.status_code == 422 and "通行时间在将来" in late.content.decode()


def test_gate_rows_are_of_ones_own_department(plant):
    shop, other = make.make_department(plant, "合成"), make.make_department(plant, "精馏")
    mine = make.make_person(plant, "本部门人", department=shop)
    not_mine = make.make_person(plant, "外部门人", department=other)
    for person in (mine, not_mine):
        actions.note_gate_passage(SYSTEM, person, "东门", "in", clock.now() - MINUTE)
    client = sign_in(make.make_account(plant, Role.DEPARTMENT_HEAD, shop))
    for name in ("passages", "gate_inside"):
        page = text(client.get(at(name)))
        assert "本部门人" in page and "外部门人" not in page


def test_a_sounder_is_placed_tested_and_answers(desk, plant):
    area, next_door = make.make_area(plant, name="压缩机房"), make.make_area(plant, name="隔壁")
    sent = {"number": "S-9", "name": "东墙", "area": area.pk, "floor": 1, "x_m": 5, "y_m": 6,
            "also_warns": [next_door.pk]}  # fmt: skip
    assert desk.post(at("sounder_create"), sent).status_code == 302
    sounder = Sounder.objects.get()
    page = text(desk.get(at("sounder", sounder.pk)))
    assert "未测试" in page and "压缩机房、隔壁" in page and "(5, 6) m 1F" in page
    assert desk.post(at("sounder_test", sounder.pk)).status_code == 302
    event = OutboxEvent.objects.filter(type="positioning.sounder.tested").get()
    assert event.data["devices"] == ["S-9"] and event.data["words"]["cmd"] == "test"
    assert "等待应答" in text(desk.get(at("sounder", sounder.pk)))
    assert actions.note_test_answer(plant, "S-9", event.pk, clock.now())
    assert "正常" in text(desk.get(at("sounder", sounder.pk)))
    half = desk.post(at("sounder_edit", sounder.pk), sent | {"y_m": ""})
    assert half.status_code == 422 and "x、y 须同时填写" in half.content.decode()
    assert desk.post(at("sounder_retire", sounder.pk), {"reason": "拆除"}).status_code == 302
    assert desk.get(at("sounder", sounder.pk)).status_code == 404


@pytest.mark.parametrize(("after_s", "rings"), [(60, False), (61, True)])
def test_out_by_the_gate_with_the_tag_still_about(plant, after_s, rings):
    now, person, tag = clock.now(), make.make_person(plant, "离厂人"), make.make_tag(plant)
    make.bind(tag, person)
    type(tag).objects.filter(pk=tag.pk).update(seen_at=now)
    actions.note_gate_passage(SYSTEM, person, "东门", "out", now - timedelta(seconds=after_s))
    make.place(tag, now)
    actions.check_devices(now)
    found = Alarm.objects.filter(kind__code="boundary")
    assert found.count() == (1 if rings else 0)
    if rings:
        assert found.get().inputs["way"] == "left_plant" and "离厂人" in found.get().title
        actions.unbind_tag(SYSTEM, tag)
        actions.check_devices(now)
        assert found.get().returned_at is not None


def test_a_tag_in_the_rack_at_the_gate_was_handed_back(plant):
    now, person, tag = clock.now(), make.make_person(plant), make.make_tag(plant)
    make.bind(tag, person)
    type(tag).objects.filter(pk=tag.pk).update(seen_at=now)
    actions.note_gate_passage(SYSTEM, person, "东门", "out", now - HOUR)
    make.place(tag, now, area=make.make_area(plant, kind="gate"))
    actions.check_devices(now)
    assert not Alarm.objects.filter(kind__code="boundary").exists()


@pytest.mark.clause("POS-035", "AQL-053")
def test_a_tag_is_let_ring_from_its_page_and_its_answer_is_shown(desk, plant):
    tag = make.make_tag(plant, number="T-7")
    make.bind(tag, make.make_person(plant))
    assert "未测试" in text(desk.get(at("tag", tag.pk)))
    assert desk.post(at("tag_test", tag.pk)).status_code == 302
    event = OutboxEvent.objects.filter(type="positioning.sounder.tested").get()
    assert (event.data["devices"], event.data["words"]["cmd"]) == (["T-7"], "test")
    assert "等待应答" in text(desk.get(at("tag", tag.pk)))
    assert not actions.note_test_answer(plant, "T-7", uuid7(), clock.now())  # of other words
    assert actions.note_test_answer(plant, "T-7", event.pk, clock.now())
    assert "正常（" in text(desk.get(at("tag", tag.pk)))
    assert desk.post(at("api_tag_test", tag.pk)).json()["tested_at"]
