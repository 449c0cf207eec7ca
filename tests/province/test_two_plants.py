"""Two plants and one province over real HTTP and TCP: every published form, isolation, orders down
and answers up, exactly once when the receiver is killed or was restored from a back-up."""

import json
import socket
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import yaml

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company
from anhuan.domains.plant.tests.factories import make_site
from anhuan.domains.province import actions as province
from anhuan.domains.province.models import Inflow, Receipt, ReceivedRow
from anhuan.domains.province.tests import make
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.actions.sending import claim
from anhuan.domains.reporting.models import Batch, Delivery, Target
from anhuan.domains.reporting.queries.secrets import secrets_file
from anhuan.domains.reporting.tests.make import alarm, handled, make_target, take
from anhuan.exchange.forms.frames import END
from anhuan.exchange.reporting.delivering import deliver_next
from anhuan.exchange.reporting.orders import ask
from anhuan.exchange.reporting.receiving.intake import Intake
from anhuan.exchange.reporting.receiving.mqtt import MqttDoor
from anhuan.exchange.reporting.receiving.strangers import Strangers
from anhuan.kernel import clock
from tests.exchange.broker import broker

pytestmark = pytest.mark.django_db(transaction=True)
ORDERS = {"orders": "/orders"}


def secret_for(name, **values):
    file = secrets_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    known = yaml.safe_load(file.read_text()) if file.exists() else {}
    file.write_text(yaml.safe_dump((known or {}) | {name: values}))


def plant_of(authority, receiver, form="generic", **changes):
    """A plant with one receiver: the province; and what the province knows of it."""
    known = make.make_enterprise(authority)
    issued = province.issue_key(SYSTEM, known, clock.now())
    secret_for(known.code, token=issued.token, key=issued.key, iv=issued.iv, app_id=known.code)
    company = make_company()
    make_site(company)
    address = f"tcp://127.0.0.1:{receiver.tcp}" if form == "frames" else f"{receiver.url}/report"
    target = make_target(
        company, address=address, form=form, secret=known.code, company_code=known.code,
        options={"most_rows": 2, "timeout_s": 10, "form": ORDERS}, **changes,
    )  # fmt: skip
    return known, company, target


def carry(target):
    """Until nothing may go."""
    while deliver_next(target.pk):
        pass


def post(url, body, token="", **headers):
    given = {"Authorization": f"Bearer {token}", **headers}
    request = urllib.request.Request(url, body, given, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def test_two_plants_report_by_every_form_and_stay_apart(receiver):
    authority, sent = make.make_authority(), {}
    for form in ("generic", "aq_business", "datas", "frames"):
        known, company, target = plant_of(authority, receiver, form)
        rows = [alarm() for _ in range(3)]
        for row in rows:
            take(company, "POS_T1", row)
        take(company, "POS_T1", handled(rows[0]))
        carry(target)
        assert set(Delivery.objects.filter(target=target).values_list("state", flat=True)) == {
            "sent"
        }, form
        sent[known.pk] = {row["id"] for row in rows}
        assert dict(known.rows.values_list("key", "state")) == {
            row["id"]: "ended" if row is rows[0] else "open" for row in rows
        }
    for pk, keys in sent.items():
        assert set(ReceivedRow.objects.filter(enterprise=pk).values_list("key", flat=True)) == keys
    numbered = Inflow.objects.exclude(epoch="")
    assert all(one.contiguous == one.messages and one.islands == [] for one in numbered)
    assert numbered.count() == 3  # frames have no place for a number


def test_a_stranger_and_a_foreign_row_get_nowhere(receiver):
    authority = make.make_authority()
    known, _, _ = plant_of(authority, receiver)
    other = make.make_enterprise(authority)
    issued = province.issue_key(SYSTEM, known, clock.now())
    body = json.dumps({"table": "POS_T1", "rows": [make.alarm()]}).encode()
    url = f"{receiver.url}/report/POS_T1"
    assert post(url, body, "nobody")[0] == 401
    assert post(url, body, issued.token)[0] == 200
    said = json.dumps({"table": "PROMISE", "rows": [make.promise(other, "2026-11-22")]}).encode()
    assert "不是本企业" in post(url, said, issued.token)[1]["errors"][0]["msg"]
    claimed = json.dumps({"company": other.code, "table": "POS_T1", "rows": [make.alarm()]})
    assert post(url, claimed.encode(), issued.token)[0] == 422
    for bad in (b"{", b"[]", b'{"rows": 1}', b'{"datas": "AAAA"}', b"[" * 5000, b"\xff\x00"):
        status, answer = post(url, bad, issued.token)
        assert (status, bool(answer["msg"])) == (422, True), bad[:10]
    assert not other.rows.exists()
    with socket.create_connection(("127.0.0.1", receiver.tcp), timeout=20) as line:
        line.sendall(b"\xff\xfe" + END + json.dumps({"appId": "x", "data": ""}).encode() + END)
        got = b""
        while got.count(END) < 2:
            got += line.recv(4096)
    assert [json.loads(one)["code"] for one in got.split(END)[:2]] == ["422", "422"]
    assert receiver.child.poll() is None


def test_a_message_by_mqtt_is_kept_before_the_broker_forgets_it(tmp_path, settings):
    settings.DATA = tmp_path
    (tmp_path / "broker").mkdir()
    with broker(tmp_path / "broker") as port:
        intake, strangers = Intake(), Strangers()
        door = MqttDoor(intake, strangers, f"mqtt://127.0.0.1:{port}")
        door.open()
        try:
            known = make.make_enterprise()
            issued = province.issue_key(SYSTEM, known, clock.now())
            secret_for(known.code, token=issued.token)
            secret_for("stranger", token="nobody")
            topic = "report/{company}/{table}"
            form = {"topic": topic, "reply_topic": f"{topic}/reply", "token_in_body": True}
            company = make_company()
            make_site(company)
            for name, state in ((known.code, "sent"), ("stranger", "refused")):
                target = make_target(
                    company, name=name, address=f"mqtt://127.0.0.1:{port}", form="mqtt",
                    secret=name, company_code=known.code,
                    options={"timeout_s": 20, "form": form},
                )  # fmt: skip
                take(company, "POS_T1", alarm())
                carry(target)
                assert set(target.deliveries.values_list("state", flat=True)) == {state}, name
        finally:
            door.close()
            intake.close()
    assert known.rows.count() == 1
    assert strangers.total == 1


@pytest.mark.clause("AQG-058")
def test_an_order_goes_down_is_answered_and_closed(receiver):
    known, company, target = plant_of(make.make_authority(), receiver)
    head = make_account(company, Role.PLANT_HEAD)
    regulator = make_account(known.company, Role.REGULATOR)
    order = make.make_order(known, regulator, text="核实三号罐报警")
    assert ask(target) == 1
    mine = target.orders.get()
    assert (mine.pk, mine.text, mine.by) == (order.pk, "核实三号罐报警", regulator.display_name)
    assert head.notices.filter(topic=f"order:{order.pk}").exists()
    assert ask(target) == 0
    actions.reply(head, mine, "液位计误报", "已校验", clock.now())
    ask(target)
    order.refresh_from_db()
    assert (order.state, order.answers.get().measures) == ("answered", "已校验")
    assert mine.replies.get().sent_at is not None
    province.send_back(regulator, order, "请附校验记录", clock.now())
    assert ask(target) == 1
    mine.refresh_from_db()
    assert (mine.state, mine.verdict) == ("returned", "请附校验记录")
    actions.reply(head, mine, "液位计误报", "已附记录", clock.now() + timedelta(seconds=1))
    ask(target)
    order.refresh_from_db()
    province.close(regulator, order, "属实", clock.now())
    ask(target)
    mine.refresh_from_db()
    assert mine.state == "closed"


@pytest.mark.parametrize("step", ["heard", "kept"])
def test_a_receiver_killed_at_any_step_loses_nothing_and_doubles_nothing(receiver, step):
    known, company, target = plant_of(make.make_authority(), receiver)
    rows = [alarm() for _ in range(6)]
    for row in rows:
        take(company, "POS_T1", row)
    assert deliver_next(target.pk)
    receiver.kill()
    receiver.start(dies_at=step)
    assert not deliver_next(target.pk)  # killed under it: it stays under way
    receiver.kill()
    assert Receipt.objects.count() == (1 if step == "heard" else 2)
    receiver.start()
    Batch.objects.update(next_try_at=None)
    carry(target)
    assert Receipt.objects.count() == 3
    assert set(known.rows.values_list("key", flat=True)) == {row["id"] for row in rows}
    assert Inflow.objects.get().contiguous == target.batches.count()


def test_many_at_once_are_answered_when_they_are_kept_and_one_spoils_nothing(receiver):
    authority, bodies = make.make_authority(), {}
    for number in range(24):
        known = make.make_enterprise(authority)
        row = make.alarm(alarmInfo="\x00" if number == 7 else "求救")
        token = province.issue_key(SYSTEM, known, clock.now()).token
        bodies[token] = json.dumps({"table": "POS_T1", "rows": [row], "id": "1"}).encode()
    url = f"{receiver.url}/report/POS_T1"
    receiver.kill()
    receiver.start(dies_at="kept")
    with ThreadPoolExecutor(24) as pool:
        sound = [pair for pair in bodies.items() if b"u0000" not in pair[1]]
        killed = [pool.submit(post, url, body, token) for token, body in sound]
        assert all(one.exception() for one in killed), "nobody was answered"
    before = Receipt.objects.count()
    receiver.kill()
    receiver.start()
    with ThreadPoolExecutor(24) as pool:
        said = [pool.submit(post, url, body, token) for token, body in bodies.items()]
        statuses = [one.result()[0] for one in said]
    assert (sorted(set(statuses)), statuses.count(422)) == ([200, 422], 1)
    assert 1 <= before <= 23
    assert (Receipt.objects.count(), ReceivedRow.objects.count()) == (23, 23)


def test_a_plant_that_reuses_an_id_has_it_among_what_was_refused_with_the_reason(receiver):
    known, company, target = plant_of(make.make_authority(), receiver)
    take(company, "POS_T1", alarm())
    batch = claim(target.pk, clock.now())
    make.send(known, "POS_T1", make.alarm(), id=str(batch.pk))  # somebody used it before
    Batch.objects.update(next_try_at=None)
    carry(target)
    delivery = target.deliveries.get()
    assert delivery.state == "refused"
    assert "已用于另一份数据" in delivery.said and "HTTP 409" in delivery.said
    assert "{" not in delivery.said
    assert known.clashes.get().message == str(batch.pk)
    assert known.rows.count() == 1  # the first one's, untouched


def test_a_province_restored_from_yesterday_gets_what_it_lost_and_keeps_what_is_newer(receiver):
    known, company, target = plant_of(make.make_authority(), receiver)
    rows = [alarm() for _ in range(4)]
    for row in rows:
        take(company, "POS_T1", row)
    carry(target)
    assert Inflow.objects.get().contiguous == 2
    Receipt.objects.filter(number=2).delete()  # as it was before the second message
    known.rows.filter(key__in=[row["id"] for row in rows[2:]]).delete()
    Inflow.objects.update(contiguous=1)
    take(company, "POS_T1", handled(rows[2]))
    carry(target)
    states = dict(known.rows.values_list("key", "state"))
    assert states == {row["id"]: "ended" if row is rows[2] else "open" for row in rows}
    assert Inflow.objects.get().contiguous == 3
    assert not Target.objects.filter(batches__state="sending").exists()
