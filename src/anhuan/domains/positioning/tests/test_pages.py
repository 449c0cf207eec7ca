"""Desk pages: what they show, what they refuse, what they cost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.forms import model_to_dict
from django.urls import reverse

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import Anchor, Assignment, Tag
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 20, tzinfo=UTC)
BACKEND = "anhuan.web.backend.AccountBackend"


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    return company


@pytest.fixture
def desk(client, plant):
    client.force_login(make.make_account(plant), BACKEND)
    return client


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def at(name, *args):
    return reverse(f"positioning:{name}", args=args)


def limits(plant):
    """What the settings page would send back unchanged."""
    now = model_to_dict(settings_of(plant)).items()
    return {name: value for name, value in now if value is not None and value is not False}


@pytest.mark.clause("AQL-017", "AQL-018", "AQL-019")
def test_the_list_of_tags_shows_charge_state_holder_and_place(desk, plant):
    now = clock.now()
    area = make.make_area(plant, name="合成装置")
    near, far = make.make_tag(plant, number="T-1"), make.make_tag(plant, number="T-2")
    make.bind(near, make.make_person(plant, "王海涛"))
    make.bind(far, make.make_person(plant, "李建国"))
    make.place(near, now, area=area, floor=2)
    make.place(far, DAY, area=area)
    Tag.objects.filter(pk=near.pk).update(seen_at=now, battery_pct=19)
    Tag.objects.filter(pk=far.pk).update(seen_at=now - timedelta(seconds=61), battery_pct=20)
    shown = text(desk.get(at("tags")))
    for word in ("王海涛", "在线", "电量低", "合成装置 2F", "离线", "末次 合成装置 1F"):
        assert word in shown
    assert shown.count('"tag p4">电量低') == 1
    only = text(desk.get(at("tags"), {"online": "0"}))
    assert "T-2" in only and "T-1<" not in only
    assert "T-2" in text(desk.get(at("tags"), {"q": "李建国"}))


def test_only_the_present_holder_counts_and_no_tag_is_listed_twice(desk, plant):
    tag = make.make_tag(plant, number="T-77")
    office, shop = make.make_department(plant, "办公室"), make.make_department(plant, "车间")
    before = make.make_person(plant, "王海涛", kind="visitor", department=office)
    make.bind(tag, before)
    actions.unbind_tag(SYSTEM, tag, until=DAY)
    make.bind(tag, make.make_person(plant, "李建国", department=shop), DAY)
    assert text(desk.get(at("tags"), {"q": "T-77"})).count(">T-77<") == 1
    for query, hits in (({"q": "李建国"}, 1), ({"q": "王海涛"}, 0), ({"kind": "staff"}, 1),
                        ({"kind": "visitor"}, 0), ({"department": office.pk}, 0),
                        ({"department": shop.pk}, 1)):  # fmt: skip
        assert text(desk.get(at("tags"), query)).count(">T-77<") == hits, query


def test_offline_follows_the_plants_setting(desk, plant):
    tag = make.make_tag(plant)
    Tag.objects.filter(pk=tag.pk).update(seen_at=clock.now() - timedelta(seconds=100))
    assert "离线" in text(desk.get(at("tag", tag.pk)))
    assert desk.post(at("settings"), limits(plant) | {"tag_offline_s": 200}).status_code == 302
    assert "在线" in text(desk.get(at("tag", tag.pk)))


@pytest.mark.clause("AQL-009", "POS-005", "POS-091", "TECH-014")
@pytest.mark.parametrize(("days", "status"), [(365, 302), (364, 422), (30, 422)])
def test_tracks_may_not_be_kept_for_less_than_a_year(desk, plant, days, status):
    answer = desk.post(at("settings"), limits(plant) | {"track_days": days})
    assert answer.status_code == status


@pytest.mark.clause("AQL-021")
def test_the_list_of_anchors_shows_power_state_and_faults(desk, plant):
    good = make.make_anchor(plant, number="A-1", area=make.make_area(plant, name="罐区"))
    bad = make.make_anchor(plant, number="A-2", power="battery", battery_life_years=5)
    now = clock.now()
    Anchor.objects.filter(pk=good.pk).update(seen_at=now)
    Anchor.objects.filter(pk=bad.pk).update(
        seen_at=now - timedelta(seconds=121), battery_pct=15, faults=["天线断"]
    )
    shown = text(desk.get(at("anchors")))
    for word in ("罐区", "PoE", "在线", "离线", "电池 15 %", "电量低", "天线断"):
        assert word in shown
    faulty = text(desk.get(at("anchors"), {"faulty": "1"}))
    assert "A-2" in faulty and "A-1<" not in faulty


@pytest.mark.clause("POS-017", "AQL-013")
def test_people_without_a_tag_are_listed(desk, plant):
    make.bind(make.make_tag(plant), make.make_person(plant, "有标签"))
    make.make_person(plant, "没标签")
    make.make_person(plant, "已离厂", is_retired=True)
    make.make_person(make.make_company(), "别家人")
    shown = text(desk.get(at("people_without_tag")))
    assert "没标签" in shown
    for name in ("有标签", "已离厂", "别家人"):
        assert name not in shown


@pytest.mark.clause("POS-016")
def test_coverage_names_high_risk_places_with_fewer_than_three_anchors(desk, plant):
    make.make_area(plant, name="罐区", kind="tank_farm", geometry=make.box(100, 100))
    make.make_area(plant, name="办公楼", kind="office", geometry=make.box(300, 0))
    for n in range(2):
        make.make_anchor(plant, x_m=100 + n, y_m=100, range_limit_m=50)
    make.make_anchor(plant, x_m=100, y_m=100, floor=2, range_limit_m=50)
    shown = text(desk.get(at("coverage")))
    assert "罐区 1F：最弱处" in shown and "只能听到 2 个基站" in shown
    assert "办公楼 1F：最弱处" not in shown
    make.make_anchor(plant, x_m=155, y_m=105, range_limit_m=50)  # hears the middle, not the west
    assert "罐区 1F：最弱处" in text(desk.get(at("coverage")))
    make.make_anchor(plant, x_m=120, y_m=105, range_limit_m=50)
    assert "罐区 1F：最弱处" not in text(desk.get(at("coverage")))
    assert "罐区 1F：最弱处" in text(desk.get(at("coverage"), {"enough": 5}))


@pytest.mark.clause("POS-026", "POS-032")
def test_the_ledgers_say_what_form_a_device_has_who_holds_it_and_when_it_was_heard(desk, plant):
    heard = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
    forms = ("badge", "keyring", "wristband", "helmet")
    for n, form in enumerate(forms, start=1):
        tag = make.make_tag(plant, number=f"T-{n}", form=form)
        make.bind(tag, make.make_person(plant, f"员工{n}"))
    truck = make.make_tag(plant, number="T-9", form="vehicle")
    make.bind(truck, make.make_vehicle(plant, plate="鲁E1", name="叉车"))
    anchor = make.make_anchor(plant, number="A-1")
    Tag.objects.update(seen_at=heard)
    Anchor.objects.filter(pk=anchor.pk).update(seen_at=heard)
    shown = text(desk.get(at("tags")))
    for word in ("工卡", "钥匙扣", "手环", "安全帽", "车载", "员工1", "叉车 鲁E1", "09:02:03"):
        assert word in shown, word
    anchors = text(desk.get(at("anchors")))
    assert "A-1" in anchors and "09:02:03" in anchors


@pytest.mark.clause("AQL-020")
def test_giving_a_tag_out_and_taking_it_back(desk, plant):
    tag, person = make.make_tag(plant), make.make_person(plant)
    answer = desk.post(at("tag_bind", tag.pk), {"person": person.pk})
    assert (answer.status_code, answer.url) == (302, at("tag", tag.pk))
    assert "目前持有" in text(desk.get(at("tag", tag.pk)))
    assert desk.post(at("tag_unbind", tag.pk), {"reason": ""}).status_code == 422
    assert desk.post(at("tag_unbind", tag.pk), {"reason": "换卡"}).status_code == 302
    shown = text(desk.get(at("tag", tag.pk)))
    assert "收自 王海涛；换卡" in shown
    assert Assignment.objects.get().until


def test_who_already_has_a_tag_is_not_offered_one(desk, plant):
    make.bind(make.make_tag(plant), make.make_person(plant, "有标签"))
    make.make_person(plant, "没标签")
    shown = text(desk.get(at("tag_bind", make.make_tag(plant).pk)))
    assert "没标签" in shown and "有标签" not in shown


def test_taking_many_tags_back_is_shown_first(desk, plant):
    tags = [make.make_tag(plant) for _ in range(2)]
    for tag in tags:
        make.bind(tag, make.make_person(plant))
    ids = {"ids": [str(tag.pk) for tag in tags]}
    desk.post(at("tags_unbind"), ids)
    assert Assignment.objects.filter(until__isnull=True).count() == 2
    desk.post(at("tags_unbind"), {**ids, "confirmed": "1"})
    assert Assignment.objects.filter(until__isnull=True).count() == 0


def test_a_form_that_is_refused_keeps_what_was_typed_and_says_every_reason(desk, plant):
    area = make.make_area(plant, is_explosive=True, ex_zone="1")
    data = {"number": "A-77", "technology": "uwb-twr", "power": "poe", "area": area.pk, "floor": 1,
            "x_m": 1, "y_m": 2, "z_m": 3, "range_limit_m": 300}  # fmt: skip
    answer = desk.post(at("anchor_create"), data)
    shown = answer.content.decode()
    assert answer.status_code == 422
    for word in ("A-77", "作用距离 300 m", "必须填写防爆标志", "TECH-002"):
        assert word in shown


@pytest.mark.parametrize(("start", "end", "words"), [
    ("x", "y", "起止时间无法识别，请重新选择"),
    ("2026-11-21T00:00", "9999-99-99", "起止时间无法识别"),
    ("2026-11-21T00:00", "2026-11-20T00:00", "止时必须晚于起时"),
    ("2001-01-01T00:00", "2026-01-01T00:00", "一次最多统计一年"),
])  # fmt: skip
def test_a_period_that_cannot_be_is_told_what_is_wrong(desk, start, end, words):
    assert words in text(desk.get(at("counts"), {"from": start, "to": end}))


@pytest.mark.clause("POS-088")
def test_a_persons_page_shows_tag_place_and_todays_visits(desk, plant):
    person, tag = make.make_person(plant), make.make_tag(plant, number="T-88")
    make.bind(tag, person)
    make.place(tag, clock.now(), area=make.make_area(plant, name="罐区"))
    make.make_visit(tag, make.make_area(plant, name="合成装置"),
                    clock.now() - timedelta(seconds=30), None)  # fmt: skip
    shown = text(desk.get(reverse("org:person", args=[person.pk])))
    for word in ("T-88", "罐区 1F", "合成装置", "仍在内", at("tracks")):
        assert word in shown


@pytest.mark.clause("AQL-087")
def test_slow_tags_are_flagged(desk, plant):
    bucket = clock.now().replace(minute=clock.now().minute // 10 * 10, second=0, microsecond=0)
    bucket -= timedelta(minutes=20)
    for number, per_minute in (("T-fast", 30), ("T-slow", 29)):
        tag = make.make_tag(plant, number=number)
        make.seal(tag, make.make_points(bucket, [60 / per_minute * n
                                                 for n in range(10 * per_minute)]))  # fmt: skip
    shown = text(desk.get(at("inflow")))
    rows = {row.split("</a>")[0].rsplit(">", 1)[1]: row for row in shown.split("<tr>")
            if "T-fast" in row or "T-slow" in row}  # fmt: skip
    assert "低于 30" in rows["T-slow"] and "29.0" in rows["T-slow"]
    assert "低于 30" not in rows["T-fast"]


def test_refused_messages_are_counted_and_shown_as_they_came(desk, plant):
    from anhuan.domains.positioning.models import DeadLetter, DeadLetterCount

    now = clock.now()
    DeadLetterCount.objects.create(hour=now, source="GW-1", reason="unknown_tag", count=1204)
    DeadLetter.objects.create(at=now, subject="anhuan.v1.ranging.GW-1", reason="unknown_tag",
                              detail="T-9", payload=b'<script>\xff{"tag"')  # fmt: skip
    shown = text(desk.get(at("inflow"), {"reason": "unknown_tag", "source": "GW-1"}))
    assert "1204" in shown and "未登记的标签" in shown
    assert "<script>" not in shown.split("sample")[-1]
    text(desk.get(at("inflow"), {"hours": "x", "reason": "<b>"}))


def test_control_room_and_tracks_give_their_islands_what_they_need(desk, plant):
    for name, island in (("control_room", "control_room"), ("tracks", "track_replay")):
        shown = text(desk.get(at(name), {"subject": "no-key", "at": "2026-11-20T08:00:00"}))
        assert f'data-island="{island}"' in shown or "island-missing" in shown
    assert "wall" in text(desk.get(at("control_room"), {"wall": "1"}))


LISTS = {
    "tags": lambda plant: make.bind(make.make_tag(plant), make.make_person(
        plant, department=make.make_department(plant))),
    "anchors": lambda plant: make.make_anchor(plant, area=make.make_area(plant)),
    "vehicles": lambda plant: make.bind(
        make.make_tag(plant, form="vehicle"), make.make_vehicle(plant)),
    "fences": lambda plant: make.make_fence(plant, area=make.make_area(plant)),
    "assignments": lambda plant: make.bind(make.make_tag(plant), make.make_person(plant)),
    "people_without_tag": lambda plant: make.make_person(
        plant, department=make.make_department(plant)
    ),
    "visits": lambda plant: make.make_visit(
        make.bind(make.make_tag(plant), make.make_person(plant)).tag, make.make_area(plant), DAY),
    "coverage": lambda plant: make.make_anchor(plant, area=make.make_area(plant)),
    "counts": lambda plant: make.make_area(plant),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_whatever_its_length(desk, plant, name):
    assert_flat(desk, at(name), lambda: LISTS[name](plant), at_most=20)


EDITS = ("tag_create", "tag_import", "anchor_create", "anchor_import", "vehicle_create",
         "vehicle_import", "fence_create", "settings")  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_only_holders_of_the_right_may_edit(client, plant, name):
    client.force_login(make.make_account(plant, Role.OPERATOR), BACKEND)
    assert client.get(at(name)).status_code == 403


@pytest.mark.parametrize("kind", ["tag", "anchor", "vehicle", "fence"])
def test_another_plants_things_are_not_found(desk, kind):
    row = getattr(make, f"make_{kind}")(make.make_company())
    for name in (kind, f"{kind}_edit", f"{kind}_retire"):
        assert desk.get(at(name, row.pk)).status_code == 404


def test_strangers_go_to_the_login(client):
    assert client.get(at("tags")).url.startswith("/login/")
