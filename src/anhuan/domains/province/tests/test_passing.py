"""Rows go on to the authority above, plant by plant; a platform below speaks for its own plants."""

from base64 import b64encode

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.documents.queries import path_of
from anhuan.domains.province import actions
from anhuan.domains.province.actions import passing
from anhuan.domains.province.models import Enterprise, Passing
from anhuan.domains.province.queries.enterprises import known_node, told_of
from anhuan.domains.province.rules.papers import papers_of
from anhuan.domains.province.tests.make import (
    alarm,
    make_authority,
    make_enterprise,
    make_node,
    send,
    settled,
)
from anhuan.domains.reporting.models import Delivery, ReportRow
from anhuan.domains.reporting.queries.queue import next_of
from anhuan.domains.reporting.tests.make import make_target
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return make_authority()


def test_nothing_goes_on_before_somebody_above_asks_and_then_all_there_is(county):
    plant, rows = make_enterprise(county), [alarm(), alarm()]
    send(plant, "POS_T1", *rows)
    assert actions.pass_on(clock.now()) == 0
    assert not Passing.objects.exists()
    make_target(county, tables=["POS_T1"])
    send(plant, "POS_T1", settled(rows[1]))
    assert actions.pass_on(clock.now()) == 2
    assert set(ReportRow.objects.values_list("key", "row__type")) == {
        (rows[0]["id"], "alarm"), (rows[1]["id"], "alarm:handle")
    }  # fmt: skip
    assert actions.pass_on(clock.now()) == 0


def test_every_version_goes_on_and_no_message_mixes_plants(county):
    target = make_target(county, tables=["POS_T1"])
    one, other = make_enterprise(county), make_enterprise(county)
    row = alarm(id="same")
    send(one, "POS_T1", row)
    send(other, "POS_T1", row)
    send(one, "POS_T1", settled(row))
    send(one, "POS_T1", settled(row))  # nothing new in it
    assert actions.pass_on(clock.now()) == 4
    assert actions.pass_on(clock.now()) == 0
    kept = ReportRow.objects.order_by("origin").values_list("origin", "key", "version")
    assert list(kept) == sorted([(one.code, "same", 2), (other.code, "same", 1)])
    first = next_of(target, clock.now(), 20)
    assert len({found.row.origin for found in first}) == 1
    assert Delivery.objects.filter(target=target).count() == 3


def test_a_crowd_of_rows_is_handed_over_in_rounds(county, monkeypatch):
    make_target(county, tables=["POS_T1"])
    plant = make_enterprise(county)
    send(plant, "POS_T1", *[alarm() for _ in range(7)])
    monkeypatch.setattr(passing, "MOST", 2)
    assert [actions.pass_on(clock.now()) for _ in range(2)] == [7, 0], "all of it at one look"
    assert ReportRow.objects.filter(origin=plant.code).count() == 7


def test_a_receiver_above_that_takes_nothing_is_waited_for(county, monkeypatch):
    target = make_target(county, tables=["POS_T1"])
    send(make_enterprise(county), "POS_T1", *[alarm() for _ in range(9)])
    monkeypatch.setattr(passing, "MOST", 2)
    monkeypatch.setattr(passing, "MOST_QUEUED", 4)
    assert [actions.pass_on(clock.now()) for _ in range(2)] == [4, 0]
    Delivery.objects.filter(target=target).update(state="sent")
    assert [actions.pass_on(clock.now()) for _ in range(2)] == [4, 0]
    assert Passing.objects.count() == 1


def test_an_older_message_sent_again_does_not_go_on(county):
    make_target(county, tables=["POS_T1"])
    plant, row, now = make_enterprise(county), alarm(), clock.now()
    send(plant, "POS_T1", settled(row), sent_at=now)
    send(plant, "POS_T1", row, sent_at=now.replace(year=now.year - 1))
    assert [one.content["type"] for one in Passing.objects.all()] == ["alarm:handle"]


def test_a_file_lies_where_the_reporter_finds_it(county, settings, tmp_path):
    settings.FILES_URL = f"file://{tmp_path}"
    make_target(county, tables=["PTW_T1"])
    plant, content = make_enterprise(county), b"%PDF-1.7 permit"
    send(plant, "PTW_T1", {
        "ID": "1", "COMPANY_CODE": plant.code, "TASK_DATE": "2026-11-22", "TASK_TYPE": "12",
        "IS_CONTRACTOR_TASK": "0", "MAJOR_PERSON": "周工", "MAJOR_PERSON_MOBILE": "19900000004",
        "IS_CHANGED": "0", "IS_CANCELLED": "0", "FILE": b64encode(content).decode(),
    })  # fmt: skip
    assert actions.pass_on(clock.now()) == 1
    held = ReportRow.objects.get().row["FILE"]
    assert path_of(held["sm3"]).read_bytes() == content
    assert "base64" not in held


def test_a_platform_registers_its_plants_and_speaks_for_no_other(county):
    node = make_node(county)
    token = actions.issue_token(SYSTEM, node, clock.now())
    assert known_node(token) == node
    told = {"name": "新化工厂", "longitude": 118.5, "latitude": 37.5, "kind": "storage", "x": 1}
    made = actions.plant_of_node(node, "370001", told)
    assert (made.name, made.kind, made.bureau, made.longitude) == (
        "新化工厂", "storage", node.bureau, 118.5)  # fmt: skip
    assert actions.plant_of_node(node, "370001", told) == made
    renamed = actions.plant_of_node(node, "370001", told | {"name": "改名化工厂"})
    assert (renamed.pk, renamed.name, Enterprise.objects.count()) == (made.pk, "改名化工厂", 1)
    direct = make_enterprise(county)
    for sender, code in ((node, direct.code), (make_node(county), "370001"), (node, "")):
        with pytest.raises(Refused):
            actions.plant_of_node(sender, code, told)
    actions.issue_token(SYSTEM, node, clock.now())
    assert known_node(token) is None


def test_what_is_told_of_a_plant_is_cut_to_what_may_be_kept(county):
    plant = make_enterprise(county, principal="赵安", address="")
    told = told_of(county.pk, plant.code)
    assert told["principal"] == "赵安" and "address" not in told and "id" not in told
    assert papers_of(told | {"is_retired": True, "node": "x"}) == told
    assert papers_of({"name": "长" * 200, "longitude": 200, "latitude": 3, "kind": "none"}) == {
        "name": "长" * 100
    }
