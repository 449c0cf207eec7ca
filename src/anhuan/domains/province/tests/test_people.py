"""People of the plants on the park's pages: counted, found by name, followed; never without a word
what for."""

from datetime import timedelta

import pytest
from django.urls import reverse

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, sign_in
from anhuan.domains.province import actions
from anhuan.domains.province.models import ProvinceSettings, Whereabouts
from anhuan.domains.province.pages import people as pages
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.tests.make import make_authority, make_enterprise, send
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db


def person(plant, key, name, kind="01"):
    return {
        "ID": key, "COMPANY_CODE": plant.code, "COMPANY_NAME": plant.name, "PERSON_NAME": name,
        "IDENTIFY_NUM": "11010519491231002X", "PERSON_TYPE": kind, "BIRTHDAY": "1990-01-01",
        "GENDER": "1", "POSITION_NAME": "外操", "MOBILE_NUMBER": "13800000000",
        "AFFILIATED_DEPARTMENT": "储运部", "DELETED": "0",
    }  # fmt: skip


def packet(plant, at, *people):
    """`people`: (id, card, metres north of the gate, roughly)."""
    return {"COMPANY_CODE": plant.code, "COLLECT_TIME": at.isoformat(), "POSITIONS": [
        {"PERSON_ID": key, "CARD_NO": card, "TIME": at.isoformat(), "FLOOR": "1",
         "LONGITUDE": 118.5, "LATITUDE": round(37.5 + metres / 111_195, 7)}
        for key, card, metres in people]}  # fmt: skip


def sound(plant, table, *rows, **more):
    assert send(plant, table, *rows, **more)["errors"] == []


@pytest.fixture
def regulator(company):
    return make_account(company, Role.REGULATOR)


def get(account, name, /, **query):
    return sign_in(account).get(reverse(f"province:{name}"), query)


@pytest.mark.clause("AQL-079")
def test_people_are_counted_found_and_followed_for_a_purpose(company, regulator):
    plant, now = make_enterprise(company), clock.now()
    ProvinceSettings.objects.create(company=company, track_days=7)
    sound(plant, "AQL_B1", person(plant, "p1", "王海涛"), person(plant, "p2", "李焊", "02"))
    for minute, metres in ((3, 0), (2, 30), (1, 60)):
        at = now - timedelta(minutes=minute)
        sound(plant, "AQL_POS", packet(plant, at, ("p1", "T1", metres), ("p2", "T2", 5)), now=at)
    text = get(regulator, "people").content.decode()
    for word in (
        "<b>2</b>在厂人数",
        "<b>1</b>承包商",
        "<b>1</b>上报企业",
        "员工 1、承包商 1",
        plant.name,
    ):
        assert word in text, word
    assert "王海涛" not in text
    refused = get(regulator, "people", q="王海涛")
    assert refused.status_code == 422 and "请填写查看目的" in refused.content.decode()
    assert not AuditRow.objects.filter(verb="view_place").exists()
    found = get(regulator, "people", q="海涛", purpose="应急救援").content.decode()
    assert "王海涛" in found and "李焊" not in found
    assert "应急救援" in AuditRow.objects.get(verb="view_place").note
    assert "李焊" in get(regulator, "people", q="T2", purpose="应急救援").content.decode()
    asked = {"plant": plant.pk, "person": "p1", "name": "王海涛",
             "day": str((now - timedelta(minutes=2)).astimezone(zone()).date())}  # fmt: skip
    assert get(regulator, "track", **asked).status_code == 422
    shown = get(regulator, "track", **asked, purpose="事故调查").content.decode()
    assert "<polyline" in shown and "3 个位置" in shown and "<small>60 m</small>" in shown
    assert AuditRow.objects.get(verb="view_track").target_id == str(plant.pk)


def test_who_is_where_is_read_of_the_plants_of_one_page_alone(company, regulator, monkeypatch):
    monkeypatch.setattr(pages, "SHOWN", 2)
    now = clock.now()
    for number in range(3):
        plant = make_enterprise(company, name=f"{number}厂")
        crowd = [(f"p{one}", f"T{one}", 0) for one in range(number + 1)]
        sound(plant, "AQL_POS", packet(plant, now, *crowd), now=now)
    client = sign_in(regulator)
    first = client.get(reverse("province:people"))
    assert [row[0][0] for row in first.context["panel"]["table"].rows] == ["2厂", "1厂"]
    assert "承包商</div>" not in first.content.decode(), "nobody counts what is on other pages"
    assert "<b>6</b>在厂人数" in first.content.decode() and len(first.context["dots"]) == 3
    second = client.get(reverse("province:people"), {"page": "2"})
    assert [row[0][0] for row in second.context["panel"]["table"].rows] == ["0厂"]
    assert client.get(reverse("province:people"), {"page": "x"}).status_code == 200


def test_a_silent_plant_has_nobody_and_another_authoritys_people_are_not_found(company, regulator):
    plant, now = make_enterprise(company), clock.now()
    foreign = make_enterprise(make_authority())
    sound(foreign, "AQL_B1", person(foreign, "p1", "赵远"))
    sound(foreign, "AQL_POS", packet(foreign, now, ("p1", "T9", 0)))
    old = now - timedelta(minutes=5, seconds=1)
    sound(plant, "AQL_POS", packet(plant, old, ("p1", "T1", 0)), now=old)
    text = get(regulator, "people").content.decode()
    assert "<b>0</b>在厂人数" in text and "数据中断" in text
    sound(plant, "AQL_POS", packet(plant, now), now=now)  # heard, with nobody's position
    text = get(regulator, "people").content.decode()
    assert "<b>0</b>在厂人数" in text and "<b>1</b>数据中断" in text
    assert "没有找到" in get(regulator, "people", q="T9", purpose="应急救援").content.decode()
    asked = {"plant": foreign.pk, "person": "p1", "purpose": "应急救援"}
    assert get(regulator, "track", **asked).status_code == 404
    assert get(regulator, "track", plant="x", purpose="应急救援").status_code == 404


def test_tracks_are_kept_once_a_minute_as_long_as_the_authority_says(company):
    plant, now = make_enterprise(company), clock.now().replace(second=0, microsecond=0)
    sound(plant, "AQL_POS", packet(plant, now, ("p1", "T1", 0)), now=now)
    assert not Whereabouts.objects.exists(), "nobody asked for it"
    ProvinceSettings.objects.create(company=company, track_days=1)
    for second in (10, 30, 50, 70):
        at = now + timedelta(seconds=second)
        sound(plant, "AQL_POS", packet(plant, at, ("p1", "T1", second)), now=at)
    assert [one.minute for one in Whereabouts.objects.all()] == [now, now + timedelta(minutes=1)]
    actions.prune(now + timedelta(days=1, seconds=1))
    assert [one.minute for one in Whereabouts.objects.all()] == [now + timedelta(minutes=1)]
