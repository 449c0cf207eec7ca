"""Every form to a real server on a real port, through the database's two marks."""

import asyncio
import json
from base64 import b64decode
from datetime import timedelta

import nats
import pytest
from django.conf import settings

from anhuan.domains.documents.actions import store_file
from anhuan.domains.org.tests.factories import make_company
from anhuan.domains.plant.tests.factories import make_site
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.models import Batch, Delivery
from anhuan.domains.reporting.queries.secrets import has_secret, secrets_file
from anhuan.domains.reporting.tests.make import alarm, make_target, take
from anhuan.exchange.forms.ciphers import opened
from anhuan.exchange.reporting.delivering import carried, deliver_next
from anhuan.kernel import clock
from anhuan.node.streams import ensure_streams
from tests.reporting.make import receiver
from tests.servers import start

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdeffedcba9876543210"


@pytest.fixture(scope="module")
def other_side(tmp_path_factory):
    with receiver(tmp_path_factory.mktemp("receiver")) as found:
        yield found


@pytest.fixture
def company():
    found = make_company(registration_no="370500123")
    make_site(found)
    return found


@pytest.fixture
def secret():
    file = secrets_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"park:\n  key: '{KEY}'\n  token: t-1\n", encoding="utf-8")
    yield "park"
    file.unlink()


def carry(company, **changes):
    target = make_target(company, **changes)
    row = take(company, "POS_T1", alarm())
    assert deliver_next(target.pk)
    return target, row


def last(other_side):
    return other_side.lines()[-1]


@pytest.mark.clause("EXC-045", "EXC-029")
def test_a_row_arrives_by_http_and_its_receipt_is_kept(company, other_side):
    _, row = carry(company, address=other_side.url)
    found, batch = last(other_side), Batch.objects.get()
    assert found["id"] == str(batch.pk) and found["body"]["rows"][0]["id"] == row.key
    assert found["where"] == "/api/POS_T1"
    assert (batch.state, batch.said, batch.receipt) == (
        "accepted",
        "已接收",
        f"HZ-{found['id'][:13]}",
    )
    assert Delivery.objects.get().state == "sent"
    assert "password" not in json.dumps(found)


@pytest.mark.clause("AQG-070", "AQG-071", "AQP-114", "AQL-098")
def test_a_row_arrives_in_the_envelope_of_aq_3064(company, other_side):
    carry(company, form="aq_business", address=other_side.url, park_code="37P01")
    (envelope,) = last(other_side)["body"]
    assert envelope["IDENTIFIER"] == "POS_T1" and envelope["PARK_CODE"] == "37P01"
    assert envelope["COMPANY_CODE"] == "370500123"


def test_a_row_arrives_sealed_in_the_provincial_form(company, other_side, secret):
    _, row = carry(
        company, form="datas", address=other_side.url, secret=secret,
        options={"form": {"cipher": "SM4-GCM"}, "names": {"POS_T1": "sec_alarm"}},
    )  # fmt: skip
    found = last(other_side)
    plain = opened("SM4-GCM", b64decode(found["body"]["datas"]), {"key": KEY})
    assert found["where"] == "/api/sec_alarm" and json.loads(plain)[0]["id"] == row.key


def test_a_row_arrives_as_a_tcp_frame_and_is_answered_by_its_id(company, other_side, secret):
    _, row = carry(
        company, form="frames", address=f"tcp://127.0.0.1:{other_side.tcp}", secret=secret,
        options={"form": {"cipher": "AES-CBC", "district_code": "370500"}},
    )  # fmt: skip
    found, batch = last(other_side)["body"], Batch.objects.get()
    assert found["dataId"] == str(batch.pk).replace("-", "") and batch.state == "accepted"
    assert json.loads(opened("AES-CBC", b64decode(found["data"]), {"key": KEY}))[0]["id"] == row.key


def test_a_row_arrives_by_mqtt_and_is_taken_when_the_broker_has_it(company, servers):
    servers.wait()
    file = secrets_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f"mq:\n  username: device\n  password: '{servers.device_password}'\n", encoding="utf-8"
    )
    try:
        asyncio.run(_with_nats(servers.nats_url, ensure_streams))
        _, row = carry(
            company, form="mqtt", address=f"mqtt://127.0.0.1:{servers.mqtt_port}", secret="mq",
            options={"form": {"topic": "anhuan/v1/report/{table}"}},
        )  # fmt: skip
        heard = asyncio.run(_with_nats(servers.nats_url, _last))
    finally:
        file.unlink()
    assert heard["rows"][0]["id"] == row.key and heard["id"] == str(Batch.objects.get().pk)
    assert Batch.objects.get().state == "accepted"


async def _with_nats(url, act):
    link = await nats.connect(url)
    try:
        return await act(link)
    finally:
        await link.close()


async def _last(link):
    """What the broker has written to its disk of our topic."""
    subject = "$MQTT.msgs.anhuan.v1.report.POS_T1"
    return json.loads((await link.jetstream().get_last_msg("$MQTT_msgs", subject)).data)


@pytest.mark.clause("EXC-003")
@pytest.mark.parametrize("form", ["base64", "url"])
def test_a_permit_s_paper_goes_as_the_receiver_wants_it(company, other_side, form):
    options = {"file_as": form, "file_url": "https://plant/f/{sm3}"}
    target = make_target(company, address=other_side.url, tables=["PTW_T1"], options=options)
    sm3 = store_file([b"%PDF-1.7 paper"])
    row = {
        "ID": "t", "COMPANY_CODE": "c", "TASK_DATE": "2026-11-22", "TASK_TYPE": "12",
        "IS_CONTRACTOR_TASK": "0", "MAJOR_PERSON": "王", "MAJOR_PERSON_MOBILE": "138",
        "IS_CHANGED": "0", "IS_CANCELLED": "0",
        "FILE": {"sm3": sm3, "name": "a.pdf", "media_type": "application/pdf", "bytes": 14},
    }  # fmt: skip
    take(company, "PTW_T1", row)
    assert deliver_next(target.pk)
    sent = last(other_side)["body"]["rows"][0]["FILE"]
    assert sent == f"https://plant/f/{sm3}" if form == "url" else b64decode(sent)[:4] == b"%PDF"


def test_a_receiver_that_refuses_says_why_and_one_that_is_silent_is_asked_again(
    company, other_side
):
    target = make_target(company, address=other_side.url)
    take(company, "POS_T1", alarm())
    now = clock.now()
    other_side.become("mute")
    batch = actions.claim(target.pk, now)
    outcome = carried(batch)
    assert outcome.kind == "unsure" and "没有应答" in outcome.text
    actions.note_outcome(batch.pk, outcome, now)
    other_side.become("ok")
    again = actions.claim(target.pk, now + timedelta(seconds=30))
    assert again.pk == batch.pk and carried(again).kind == "accepted"
    assert [one["id"] for one in other_side.lines()].count(str(batch.pk)) == 1
    actions.note_outcome(again.pk, carried(again), now)
    other_side.become("refuse")
    take(company, "POS_T1", alarm())
    assert deliver_next(target.pk)
    other_side.become("ok")
    refused = Delivery.objects.get(state="refused")
    assert refused.said == "1 企业编码未登记"


@pytest.mark.parametrize(
    "changes, said",
    [({"address": "http://127.0.0.1:9/x"}, "没有应答"),
     ({"address": "tcp://127.0.0.1:9", "form": "frames", "options": {"form": {"cipher": "none"}}},
      "没有应答"),
     ({"address": "mqtt://127.0.0.1:9", "form": "mqtt"}, "没有应答"),
     ({"secret": "nowhere"}, "密钥文件里没有"),
     ({"form": "datas"}, "密钥长度不对")],
)  # fmt: skip
def test_whatever_keeps_it_from_going_is_said_and_it_stays_queued(company, changes, said):
    target = make_target(company, **changes)
    take(company, "POS_T1", alarm())
    assert not deliver_next(target.pk)
    batch = Batch.objects.get()
    assert batch.state == "sending" and said in batch.said and batch.next_try_at > clock.now()
    assert Delivery.objects.get().state == "sending"


def test_secrets_lie_beside_the_database_not_in_it(secret):
    assert has_secret("park") and has_secret("") and not has_secret("other")
    assert str(secrets_file()).startswith(str(settings.DATA))
    assert start().folder
