"""Before a receiver is connected: which tables are complete, and is its port open."""

import socket

import pytest

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.domains.plant.tests.factories import make_site
from anhuan.domains.reporting.queries.readiness import readiness_of
from anhuan.domains.reporting.rules.addresses import host_and_port
from anhuan.domains.reporting.tests.make import alarm, make_target, take, unit
from anhuan.domains.reporting.tests.test_pages import url

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    found = make_company()
    make_site(found)
    return found


@pytest.fixture
def client(company):
    return sign_in(make_account(company, Role.SAFETY_MANAGER))


def verdicts(target):
    return {one.table: one.verdict for one in readiness_of(target)}


@pytest.mark.clause("EXC-048")
def test_a_table_is_ready_when_every_row_of_it_may_be_sent(company, client):
    target = make_target(company, tables=["DUAL_T1", "POS_T1"], is_active=False)
    assert verdicts(target) == {"DUAL_T1": "empty", "POS_T1": "quiet"}
    whole, part = unit(), unit(HAZARD_LIABLE_PERSON="")
    take(company, "DUAL_T1", whole)
    assert verdicts(target)["DUAL_T1"] == "complete"
    take(company, "DUAL_T1", part)
    take(company, "POS_T1", alarm())
    take(company, "POS_T1", alarm(alarmType=""))  # a kind it has no code for: it never goes there
    assert verdicts(target) == {"DUAL_T1": "faulty", "POS_T1": "complete"}
    text = client.get(url("target_readiness", target.pk)).content.decode()
    for word in ("1 / 2", "不完整", "（1 条）", "还没有试连"):
        assert word in text, word
    take(company, "DUAL_T1", part | {"DELETED": "1"})
    assert verdicts(target)["DUAL_T1"] == "complete"


@pytest.mark.clause("EXC-048")
def test_the_port_is_tried_from_the_page_and_what_came_of_it_is_kept(company, client):
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        target = make_target(company, address=f"http://127.0.0.1:{port}/report")
        shown = client.post(url("target_port", target.pk), follow=True).content.decode()
    assert f"127.0.0.1:{port} 可以连接" in shown
    shown = client.post(url("target_port", target.pk), follow=True).content.decode()
    assert f"127.0.0.1:{port} 连接失败" in shown
    kept = AuditRow.objects.filter(verb="report_port").order_by("id")
    assert [row.after["is_open"] for row in kept] == [True, False]


def test_who_may_only_look_tries_no_port(company):
    target = make_target(company)
    looking = sign_in(make_account(company, Role.OPERATOR))
    assert looking.post(url("target_port", target.pk)).status_code == 403
    assert not AuditRow.objects.filter(verb="report_port").exists()


@pytest.mark.parametrize(
    ("address", "port"),
    [("https://a/x", 443), ("http://a", 80), ("mqtt://a", 1883), ("tcp://a:9000", 9000),
     ("https://a:8443/x", 8443)],
)  # fmt: skip
def test_an_address_has_a_port(address, port):
    assert host_and_port(address) == ("a", port)
