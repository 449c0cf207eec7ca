"""What phones send: done once, answered always, never believed."""

import json
import threading

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.db.utils import InternalError, ProgrammingError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.field.models import Device, Operation
from anhuan.domains.field.queries import OPERATIONS, Kind
from anhuan.domains.field.tests.make import URL, batch, jpeg, moment, operation, upload
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.kernel.errors import Blocker, Refused
from anhuan.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch, settings, tmp_path):
    """A kind of operation that notes what reached it; `refuse` and `crash` as they say."""
    settings.FILES_URL = f"file://{tmp_path}"
    cache.clear()
    seen = []

    def note(account, deed):
        if deed.payload.get("refuse"):
            AuditRow.objects.create(at=deed.received_at, actor_name="x", verb="half", target_id="1")
            raise Refused(
                [Blocker("late", "已超过时限", "GB 30871 5.3"), Blocker("far", "人不在现场")]
            )
        if deed.payload.get("crash"):
            raise RuntimeError("a fault of ours")
        seen.append(deed)
        return {"n": len(seen)}

    monkeypatch.setitem(OPERATIONS, "test.note", Kind("field.use", note))
    monkeypatch.setitem(OPERATIONS, "test.rights", Kind("accounts.edit", note))
    return seen


def send(client, *operations, **sent):
    answer = client.post(URL, batch(*operations, **sent), "application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_a_repetition_is_answered_the_same_and_does_nothing(done):
    client, one = sign_in(make_account(role=Role.WORKER)), operation()
    first = send(client, one)[0]
    again = send(client, one, one)
    assert first["state"] == "accepted" and first["result"] == {"n": 1} and not first["duplicate"]
    assert again == [first | {"duplicate": True}] * 2
    assert len(done) == 1 and Operation.objects.count() == 1


def test_a_refusal_keeps_every_reason_and_nothing_else(done):
    client, one = sign_in(make_account()), operation(payload={"refuse": True})
    first = send(client, one)[0]
    assert [b["text"] for b in first["blockers"]] == ["已超过时限", "人不在现场"]
    assert not AuditRow.objects.filter(verb="half").exists()
    assert send(client, one)[0] == first | {"duplicate": True}
    assert AuditRow.objects.filter(verb="report", target_id=one["id"]).count() == 1


def test_a_fault_of_ours_keeps_nothing_holds_its_stream_back_and_lets_others_pass(done):
    client = sign_in(make_account())
    bad = operation(payload={"crash": True})
    found = send(client, bad, operation(), operation(stream="other"))
    assert [one["state"] for one in found] == ["failed", "failed", "accepted"]
    assert Operation.objects.count() == 1


def test_what_one_may_not_do_and_what_nobody_knows_is_refused(done):
    client = sign_in(make_account(role=Role.WORKER))
    found = send(client, operation("test.rights"), operation("no.such"), operation("Bad Kind"))
    codes = [one["blockers"][0]["code"] for one in found]
    assert codes == ["no_right", "kind_unknown", "kind_unknown"]
    assert not done


def test_the_id_of_another_deed_or_of_somebody_else_is_taken(done):
    company = make_company()
    one = operation()
    mine, other = (sign_in(make_account(company, role=Role.WORKER)) for _ in range(2))
    stranger = sign_in(make_account(role=Role.WORKER))
    send(mine, one)
    for client, sent in ((mine, one | {"payload": {"x": 1}}), (other, one), (stranger, one)):
        found = send(client, sent)[0]
        assert (found["state"], found["blockers"][0]["code"]) == ("refused", "operation_id_taken")
        assert found["result"] == {}
    assert len(done) == 1


def test_files_of_others_and_unfinished_ones_do_not_count(done):
    mine, theirs = sign_in(make_account()), sign_in(make_account())
    content = jpeg()
    own, foreign = str(uuid7()), str(uuid7())
    assert upload(mine, content, id=own).json() == {"received": len(content), "complete": True}
    upload(theirs, content, id=foreign)
    good, bad = send(mine, operation(files=[own]), operation(files=[own, foreign, str(uuid7())]))
    assert good["state"] == "accepted" and str(next(iter(done[0].files))) == own
    assert [b["code"] for b in bad["blockers"]] == ["file_missing"] * 2


def test_the_true_time_reaches_the_slice_and_the_doubt_is_kept(done):
    client = sign_in(make_account())
    back = moment()["device_at"] - 7_200_000
    ref = moment(monotonic_ms=1_000) | {"server_at": moment()["device_at"] - 9_000}
    stamp = moment(back, monotonic_ms=10_000) | {"ref": ref}
    send(client, operation(stamp=stamp), monotonic_ms=10_000)
    late_s = (done[0].received_at - done[0].happened_at).total_seconds()
    assert late_s < 2 and "clock_wrong" in done[0].doubts
    row = Operation.objects.get()
    assert row.stamp["ref"]["server_at"] == ref["server_at"] and row.doubts == list(done[0].doubts)


@pytest.mark.parametrize(
    ("late_ms", "state"), [(0, "accepted"), (50_000, "accepted"), (62_000, "refused")]
)
def test_what_grants_counts_only_at_once(done, monkeypatch, late_ms, state):
    """A minute for the way on a bad line; the clock of the phone proves nothing by itself."""
    monkeypatch.setitem(
        OPERATIONS, "test.grant", Kind("field.use", OPERATIONS["test.note"].do, at_once=True)
    )
    stamp = moment(moment()["device_at"] - late_ms) | {"ref": None}
    answer = send(sign_in(make_account()), operation("test.grant", stamp=stamp))[0]
    assert answer["state"] == state and len(done) == (state == "accepted")
    if state == "refused":
        assert answer["blockers"][0]["code"] == "done_offline"


def test_what_a_refusal_sets_off_outlives_the_rollback_and_happens_once(done, monkeypatch):
    def noted(account, deed, refused):
        AuditRow.objects.create(
            at=deed.received_at, actor_name="y", verb="heard", target_id=refused.blockers[0].code
        )

    kind = Kind("field.use", OPERATIONS["test.note"].do, refused=noted)
    monkeypatch.setitem(OPERATIONS, "test.heard", kind)
    client, one = sign_in(make_account()), operation("test.heard", payload={"refuse": True})
    send(client, one, one)
    assert AuditRow.objects.filter(verb="heard", target_id="late").count() == 1
    assert not AuditRow.objects.filter(verb="half").exists()


def test_what_was_received_is_never_changed(done):
    send(sign_in(make_account()), operation())
    for deed in (
        lambda: Operation.objects.update(kind="x"),
        lambda: Operation.objects.all().delete(),
    ):
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            deed()


def test_a_phone_is_known_reported_and_shut_out_when_lost(done):
    account = make_account(role=Role.SAFETY_MANAGER)
    client, pk = sign_in(account), str(uuid7())
    headers = {"X-Field-Device": pk, "X-Field-Unsent": "3;125", "X-Field-App": "0.1.0"}
    assert client.get("/api/v1/field/me", headers=headers).status_code == 200
    device = Device.objects.get()
    assert (device.unsent, device.oldest_unsent_s, device.app_version) == (3, 125, "0.1.0")
    desk = sign_in(account)
    assert desk.post(f"/field-devices/{pk}/block/", {"reason": ""}).status_code == 422
    assert desk.post(f"/field-devices/{pk}/block/", {"reason": "丢失"}).status_code == 302
    assert client.get("/api/v1/field/me", headers=headers).status_code == 401  # signed out
    again = sign_in(account).post(URL, batch(operation()), "application/json", headers=headers)
    assert (again.status_code, again.json()["code"]) == (403, "device_blocked")
    assert not done
    assert desk.post(f"/field-devices/{pk}/unblock/").status_code == 302
    ok = sign_in(account).post(URL, batch(operation()), "application/json", headers=headers)
    assert ok.status_code == 200 and Operation.objects.get().device_id == device.pk


def test_a_phone_of_another_company_is_neither_seen_nor_taken_over(done):
    headers = {"X-Field-Device": str(uuid7())}
    sign_in(make_account()).get("/api/v1/field/me", headers=headers)
    stranger = sign_in(make_account())
    assert stranger.get("/api/v1/field/me", headers=headers).status_code == 200
    assert Device.objects.count() == 1
    assert stranger.get(f"/field-devices/{Device.objects.get().pk}/").status_code == 404
    assert stranger.post(f"/field-devices/{Device.objects.get().pk}/unblock/").status_code == 404


def test_without_a_login_nothing_is_taken(client, done):
    assert client.post(URL, batch(operation()), "application/json").status_code in (401, 403)
    assert client.get("/api/v1/field/me").status_code in (401, 403)


@pytest.mark.django_db(transaction=True)
def test_the_same_deed_at_the_same_moment_is_done_once(done):
    account, one = make_account(), operation()
    clients = [sign_in(account) for _ in range(4)]
    start, found = threading.Barrier(4), []

    def shoot(client):
        start.wait()
        try:
            found.extend(send(client, one))
        finally:
            connection.close()

    threads = [threading.Thread(target=shoot, args=[client]) for client in clients]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(one["duplicate"] for one in found) == [False, True, True, True]
    assert len(done) == 1


RUBBISH = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)  # fmt: skip
FIELDS = st.sampled_from(["id", "kind", "stream", "seq", "payload", "files", "stamp"])


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(FIELDS, RUBBISH, max_size=3), RUBBISH)
def test_rubbish_is_refused_in_words_never_a_fault(done, changes, payload):
    cache.clear()
    client = sign_in(make_account())
    body = json.dumps(batch(operation(payload={"x": payload}) | changes))
    answer = client.post(URL, body, "application/json")
    assert answer.status_code in (200, 400, 422), answer.content
    if answer.status_code == 200:
        assert all(one["state"] != "failed" for one in answer.json()["results"]), body


@pytest.mark.parametrize(
    "body", ["", "[]", "null", "{", '{"operations": 1}', '{"sent": {}}', "9" * 40]
)
def test_a_body_that_is_none(done, body):
    answer = sign_in(make_account()).post(URL, body, "application/json")
    assert answer.status_code in (400, 422)


def test_too_many_and_too_large(done):
    client = sign_in(make_account())
    many = client.post(URL, batch(*[operation() for _ in range(51)]), "application/json")
    assert many.status_code == 422
    large = send(client, operation(payload={"x": "汉" * 22_000}))[0]
    assert large["blockers"][0]["code"] == "payload"
    fits = send(client, operation(payload={"x": "x" * 65_000}))[0]
    assert fits["state"] == "accepted"
