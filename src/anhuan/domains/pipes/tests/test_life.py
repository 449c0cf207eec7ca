"""Definitions, orders, reports, letters, nodes."""

import pytest
from django.urls import reverse

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.domains.pipes import actions
from anhuan.domains.pipes.models import Deed, Letter, LogLine, Look, Pipe, Receipt
from anhuan.domains.pipes.queries import node_by_key, orders_for, text_of
from anhuan.domains.pipes.tests.make import (
    TEXT,
    letter,
    line,
    look,
    make_node,
    make_pipe,
    report,
)
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
NOW = clock.now()


@pytest.fixture
def admin():
    return make_account(make_company(), Role.ADMINISTRATOR)


@pytest.fixture
def pipe(admin):
    return make_pipe(admin, make_node(admin.company))


def codes(refused) -> set[str]:
    return {one.code for one in refused.value.blockers}


@pytest.mark.clause("EXC-060")
def test_a_definition_is_kept_in_versions_and_ordered_of_its_node(admin, pipe):
    assert (pipe.wish, pipe.number, pipe.side) == ("stopped", 1, "send")
    actions.save_version(admin, pipe, TEXT, "同样", NOW)
    assert pipe.versions.count() == 1, "the same text is no version"
    again = actions.save_version(admin, pipe, TEXT.replace("隐患送", "隐患报"), "改名", NOW)
    actions.set_wish(admin, again, "running")
    ordered = orders_for(pipe.node).definitions
    assert [(one.name, one.number, one.wish) for one in ordered] == [("hazards", 2, "running")]
    assert text_of(again).startswith("version: 2\n")
    with pytest.raises(Refused) as refused:
        actions.save_version(admin, again, "pipe: other\nspeed: 1", "", NOW)
    assert "definition_unknown_name" in codes(refused)
    with pytest.raises(Refused) as refused:
        actions.save_version(admin, again, TEXT.replace("hazards", "other"), "", NOW)
    assert codes(refused) == {"renamed"}
    actions.remove(admin, again, "不用了")
    assert orders_for(pipe.node).definitions == []
    assert list(AuditRow.objects.filter(target_type="pipes.pipe").order_by("at", "pk")
                .values_list("verb", flat=True)) == [
        "pipe_version", "pipe_version", "pipe_wish", "pipe_remove",
    ]  # fmt: skip


@pytest.mark.clause("EXC-064", "EXC-066")
def test_a_report_told_twice_is_one(admin, pipe):
    told = report(
        log=[line("链路中断")], looks=[look()],
        receipts=[{"route": "hazards@province", "first": 1, "last": 9, "manifest": "m",
                   "signature": "s", "public": "p"}],
    )  # fmt: skip
    for _ in range(2):
        actions.hear(pipe.node, told, NOW)
    assert [one.objects.count() for one in (LogLine, Look, Receipt)] == [1, 1, 1]
    future = line("时钟快") | {"at": "2099-01-01T00:00:00+00:00"}
    actions.hear(pipe.node, report(log=[future]), NOW)
    assert LogLine.objects.filter(at__gt=NOW).count() == 0, "nothing happened later than now"
    with pytest.raises(Refused) as refused:
        actions.hear(pipe.node, report(log=[{"id": "no"}]), NOW)
    assert codes(refused) == {"no_report"}


@pytest.mark.clause("EXC-063")
def test_a_letter_is_replayed_once_discarded_with_a_reason_or_over(admin, pipe):
    node = pipe.node
    told = report(letters={"keys": [["hazards", n] for n in (1, 2, 3)],
                           "new": [letter(n) for n in (1, 2, 3)]})  # fmt: skip
    actions.hear(node, told, NOW)
    first, second, third = Letter.objects.order_by("number")
    with pytest.raises(Refused) as refused:
        actions.replay(admin, first, "{", NOW)
    assert codes(refused) == {"no_row"}
    deed = actions.replay(admin, first, '{"id":1,"level":"major"}', NOW)
    assert actions.replay(admin, first, '{"id":1,"level":"major"}', NOW) == deed, "asked once"
    gone = actions.discard(admin, second, "重复数据", NOW)
    orders = orders_for(node)
    assert [one.kind for one in orders.deeds] == ["replay", "discard"]
    done = [{"id": str(deed.pk), "text": ""}, {"id": str(gone.pk), "text": ""}]
    keys = {"keys": [], "new": []}
    assert actions.hear(node, report(done=done, letters=keys), NOW).deeds == []
    states = dict(Letter.objects.values_list("number", "state"))
    assert states == {1: "done", 2: "discarded", 3: "ended"}
    third.refresh_from_db()
    with pytest.raises(Refused) as refused:
        actions.replay(admin, third, "", NOW)
    assert codes(refused) == {"letter_ended"}


@pytest.mark.clause("AQG-005")
def test_a_comparison_tells_keys_and_just_those_are_sent_again(admin, pipe):
    found = look({"missing": [["1"], ["2"]], "changed": [["3"]]})
    actions.hear(pipe.node, report(looks=[found]), NOW)
    kept = Look.objects.get()
    assert (kept.missing, kept.surplus, kept.changed, kept.differences) == (2, 0, 1, 3)
    deed = actions.resend(admin, kept, NOW)
    assert deed.detail == {"look": str(kept.pk), "table": "t", "missing": [["1"], ["2"]],
                           "surplus": [], "changed": [["3"]]}  # fmt: skip
    assert actions.resend(admin, kept, NOW) == deed, "asked once"
    later = look({"missing": [["9"]]})  # compared again before the node has done it
    done = [{"id": str(deed.pk), "text": ""}]
    actions.hear(pipe.node, report(looks=[later], done=done), NOW)
    kept.refresh_from_db()
    assert kept.resent == 3
    assert Look.objects.get(missing=1).resent == 0
    with pytest.raises(Refused) as refused:
        actions.resend(admin, kept, NOW)
    assert codes(refused) == {"resent_already"}
    with pytest.raises(Refused):
        actions.resend(admin, Look(node=pipe.node, missing=0, surplus=0, changed=0), NOW)


@pytest.mark.clause("AQG-005")
def test_more_than_were_told_by_key_are_looked_for_anew_not_half_sent(admin, pipe):
    found = look({"missing": [[str(n)] for n in range(501)]}) | {"missing": 20_000}
    actions.hear(pipe.node, report(looks=[found]), NOW)
    kept = Look.objects.get()
    assert (kept.differences, len(kept.keys["missing"])) == (20_000, 500)
    page = reverse("pipes:look", args=[kept.pk])
    assert "重新比对并补发" in sign_in(admin).get(page).content.decode()
    deed = actions.resend(admin, kept, NOW)
    assert deed.detail == {"look": str(kept.pk), "table": "t", "whole": True}
    assert "重新比对并补发" not in sign_in(admin).get(page).content.decode()
    actions.hear(pipe.node, report(done=[{"id": str(deed.pk), "text": ""}]), NOW)
    kept.refresh_from_db()
    assert kept.resent == 0, "the look that follows says how many"
    assert "重新比对并补发" not in sign_in(admin).get(page).content.decode()


def test_pipes_of_a_nodes_own_folder_are_steered_not_edited(admin):
    node = make_node(admin.company)
    actions.hear(node, report(), NOW)
    found = Pipe.objects.get()
    with pytest.raises(Refused) as refused:
        actions.save_version(admin, found, TEXT, "", NOW)
    assert codes(refused) == {"defined_elsewhere"}
    actions.set_wish(admin, found, "paused")
    orders = orders_for(node)
    assert (orders.definitions, orders.wishes) == ([], {"hazards": "paused"})


@pytest.mark.clause("EXC-059")
def test_a_node_enrols_once_and_its_key_ends_with_it(admin):
    node, token = actions.add_node(admin, admin.company, "前置机", NOW)
    assert token not in str(AuditRow.objects.values_list("after", "note"))
    same, key = actions.enrol(token, NOW)
    assert (same, node_by_key(key)) == (node, node)
    for wrong in (token, "", "guess"):
        with pytest.raises(Refused) as refused:
            actions.enrol(wrong, NOW)
        assert codes(refused) == {"bad_token"}
    assert node_by_key("") is None
    actions.retire_node(admin, same, "报废")
    assert node_by_key(key) is None


def test_alarms_begin_and_end_with_what_is_wrong(admin, pipe):
    seed_kinds(admin.company)
    down = {"route": {"failures": 9, "fault": "Connection refused"}}
    actions.hear(pipe.node, report(**down), NOW)
    for _ in range(2):
        actions.look_at_nodes(NOW)
    alarm = Alarm.objects.get()
    assert (alarm.kind.code, alarm.returned_at) == ("pipe_link", None)
    actions.hear(pipe.node, report(), NOW)
    actions.look_at_nodes(clock.now())
    alarm.refresh_from_db()
    assert alarm.returned_at


def test_what_a_node_could_not_do_is_said(admin, pipe):
    actions.hear(pipe.node, report(), NOW)
    deed = actions.compare(admin, pipe, NOW)
    actions.hear(pipe.node, report(done=[{"id": str(deed.pk), "text": "管道已停止"}]), NOW)
    deed.refresh_from_db()
    assert (deed.state, deed.said) == (Deed.State.REFUSED, "管道已停止")
