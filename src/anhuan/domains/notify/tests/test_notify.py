"""Notices fold; deliveries go out once, are tried again, given up. A real HTTP server listens."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.notify import rules
from anhuan.domains.notify.actions import (
    Message,
    deliver,
    mark_read,
    post,
    requeue_overdue,
    save_channel,
    try_channel,
)
from anhuan.domains.notify.models import Channel, Delivery, Notice
from anhuan.domains.notify.queries import unread_count
from anhuan.domains.org.tests.factories import make_account, make_company
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.kernel import clock

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:.imghdr. is deprecated:DeprecationWarning"),  # apprise
]
NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


class Siren(HTTPServer):
    """Somebody's webhook: keeps what it got, answers as told."""

    status = 200

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answer)
        self.got = []


class Answer(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def siren():
    server = Siren()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def company():
    return make_company()


@pytest.fixture
def operator(company):
    return make_account(company, "operator")


def channel_to(company, siren, **changes):
    port = siren.server_port if siren else 9
    values = {"name": "声光报警器", "url": f"json://127.0.0.1:{port}/siren"} | changes
    return Channel.objects.create(company=company, **values)


def an_alarm(priority=1):
    return Message("alarm:1", "一级报警：求救", "张三 一号装置", "/alarms/1/", priority)


def test_everybody_gets_a_notice_and_one_event_says_so(company, operator):
    other = make_account(company, "shift_leader")
    post(company, [operator, other, operator], an_alarm())
    assert Notice.objects.count() == 2
    event = OutboxEvent.objects.get(type="notice.posted")
    assert set(event.data["accounts"]) == {str(operator.pk), str(other.pk)}


def test_an_unread_notice_of_the_same_topic_is_replaced(company, operator):
    post(company, [operator], an_alarm(2))
    post(company, [operator], Message("alarm:1", "升级", "x", "/", 1))
    assert [n.title for n in Notice.objects.all()] == ["升级"]
    mark_read(operator)
    post(company, [operator], an_alarm())
    assert (Notice.objects.count(), unread_count(operator)) == (2, 1)


def test_nobody_marks_the_notices_of_another_read(company, operator):
    other = make_account(company, "shift_leader")
    notice = post(company, [operator], an_alarm())[0]
    assert mark_read(other, [notice.pk]) == 0
    assert unread_count(operator) == 1


@pytest.mark.parametrize(
    ("wanted", "priority", "goes"), [(2, 1, True), (2, 2, True), (2, 3, False), (4, 4, True)]
)
def test_a_channel_carries_what_is_urgent_enough(company, operator, wanted, priority, goes):
    channel_to(company, None, min_priority=wanted)
    channel_to(company, None, min_priority=4, is_enabled=False)
    post(company, [operator, make_account(company, "shift_leader")], an_alarm(priority))
    assert Delivery.objects.count() == int(goes)  # once, not once a head


def test_a_delivery_goes_out_and_is_logged(company, operator, siren):
    channel_to(company, siren)
    post(company, [operator], an_alarm())
    delivery = deliver(str(Delivery.objects.get().pk))
    assert (delivery.state, delivery.attempts, delivery.error) == ("sent", 1, "")
    assert delivery.sent_at is not None
    assert (siren.got[0]["title"], siren.got[0]["message"]) == ("一级报警：求救", "张三 一号装置")
    assert deliver(str(delivery.pk)) is None
    assert len(siren.got) == 1


def test_what_fails_is_tried_again_and_given_up_in_the_end(company, operator, siren):
    siren.status = 500
    channel_to(company, siren)
    post(company, [operator], an_alarm())
    pk = str(Delivery.objects.get().pk)
    deliver(pk)
    waiting = Delivery.objects.get()
    assert (waiting.state, waiting.attempts) == ("waiting", 1)
    assert waiting.next_try_at > clock.now()
    assert "500" in waiting.error
    assert deliver(pk) is None  # too early
    for _ in range(7):
        Delivery.objects.update(next_try_at=clock.now())
        deliver(pk)
    assert Delivery.objects.get().state == "failed"
    assert len(siren.got) == 8
    siren.status = 200
    assert deliver(pk) is None


def test_waits_double_up_to_an_hour():
    waits = [(rules.next_try_at(n, NOW) - NOW) / timedelta(seconds=1) for n in range(1, 8)]
    assert waits == [10, 20, 40, 80, 160, 320, 640]
    assert rules.next_try_at(8, NOW) is None


def test_the_job_is_queued_with_the_transaction_and_waits_for_its_channel(company, operator):
    channel = channel_to(company, None)
    with pytest.raises(RuntimeError), transaction.atomic():
        post(company, [operator], an_alarm())
        raise RuntimeError
    assert not ProcrastinateJob.objects.exists()
    post(company, [operator], an_alarm())
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.lock) == ("notify.deliver", f"channel:{channel.pk}")


def test_what_a_dead_worker_left_is_queued_again(company, operator):
    channel_to(company, None)
    post(company, [operator], an_alarm())
    ProcrastinateJob.objects.all()._raw_delete("default")
    assert requeue_overdue() == 0
    Delivery.objects.update(next_try_at=clock.now() - timedelta(minutes=2))
    assert requeue_overdue() == 1
    assert ProcrastinateJob.objects.count() == 1


def test_trying_a_channel_says_how_it_went(company, operator, siren):
    channel = channel_to(company, siren)
    assert try_channel(company, channel, operator).state == "sent"
    assert siren.got[0]["title"] == "测试消息"
    siren.status = 403
    failed = try_channel(company, channel, operator)
    assert (failed.state, "403" in failed.error) == ("failed", True)


def test_a_channel_that_cannot_be_used_says_so(company, operator):
    channel = channel_to(company, None, url="nonsense")
    failed = try_channel(company, channel, operator)
    assert (failed.state, failed.error) == ("failed", "渠道地址无法识别")


def test_the_keys_of_a_channel_are_not_in_the_audit_chain(company, operator):
    changes = {"name": "钉钉", "url": "dingtalk://SECRETTOKEN0123456789/"}
    channel = save_channel(operator, Channel(company=company), changes)
    save_channel(operator, channel, {"url": "dingtalk://OTHERTOKEN9876543210/"})
    said = json.dumps(list(AuditRow.objects.values("before", "after")), default=str)
    assert "TOKEN" not in said
