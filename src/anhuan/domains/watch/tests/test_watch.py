"""A day in the control room: roster, log, hand-over, holes that ring, alarms answered."""

from datetime import timedelta

import pytest
from django.urls import reverse

from anhuan.domains.alarms.actions import acknowledge, seed_kinds
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.tests.make import make_alarm
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.notify.models import Notice
from anhuan.domains.org.actions import delete_shift
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, sign_in
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.tests.make import at, make_plant, reserved
from anhuan.domains.watch import actions
from anhuan.domains.watch.queries import gaps_of, was_on_watch
from anhuan.domains.watch.tests.make import EIGHT, make_keeper, make_post, make_shift, turns_of
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
END = EIGHT + 12 * HOUR


@pytest.fixture
def company():
    found = make_company()
    seed_kinds(found)
    return found


@pytest.fixture
def room(company):
    """Two turns, one keeper on each."""
    make_shift(company, 0), make_shift(company, 1)
    with at(EIGHT):
        post = make_post(company)
        first, second = turns_of(post)
        one, other = make_keeper(company, "张三"), make_keeper(company, "李四")
        actions.seat(one, first, [one.person])
        actions.seat(one, second, [other.person])
    return post, first, second, one, other


def texts(refused):
    return [one.code for one in refused.value.blockers]


@pytest.mark.clause("POS-019")
def test_a_shift_hands_on_what_is_open_signed_by_two_logins(company, room):
    _, first, _, one, other = room
    with at(END - 5 * MINUTE) as hand:
        alarm = make_alarm(company)
        permit = reserved(make_plant(hand, company))
        Permit.objects.filter(pk=permit.pk).update(
            state="suspended",
            issued_at=hand.now(),
            started_at=hand.now(),
            valid_until=hand.now() + HOUR,
        )
        actions.note(one, first, "T-201 液位正常")
        with pytest.raises(Refused) as refused:
            actions.give(other, first, "无")
        assert texts(refused) == ["not_on_watch"]
        handed = actions.give(one, first, "P-101 振动偏大，已报修")
        assert [row["id"] for row in handed.situation["alarms"]] == [str(alarm.pk)]
        assert [row["id"] for row in handed.situation["permits"]] == [str(permit.pk)]
        with pytest.raises(Refused) as refused:
            actions.take(one, first)
        assert texts(refused) == ["not_on_next_watch", "same_account"]
        actions.take(other, first, "已核对")
        with pytest.raises(Refused) as refused:
            actions.note(one, first, "事后补记")
        assert texts(refused) == ["already_given"]
        page = sign_in(one).get(reverse("watch:turn", args=[first.pk])).content.decode()
    assert "P-101 振动偏大" in page and permit.number in page and alarm.title in page
    signed = AuditRow.objects.filter(verb__in=("watch_give", "watch_take")).order_by("at")
    assert {row.actor_id for row in signed} == {one.pk, other.pk}


@pytest.mark.clause("POS-019")
def test_a_hole_in_the_watch_rings_once_and_is_on_the_page(company, room):
    post, first, second, one, _ = room
    late = END + 30 * MINUTE
    with at(late):
        assert gaps_of(post, late) == []
        assert actions.remind_gaps(late) == 0
    later = late + MINUTE
    with at(later):
        assert [(g.hole, g.key) for g in gaps_of(post, later)] == [("no_log", str(first.pk))]
        assert actions.remind_gaps(later) == 2  # both keepers
        assert actions.remind_gaps(later + HOUR) == 0
        assert "没有交接班记录" in Notice.objects.filter(account=one).get().title
        actions.seat(one, second, [])
        assert [g.hole for g in gaps_of(post, later)] == ["no_log", "nobody"]
        page = sign_in(one).get(reverse("watch:turns")).content.decode()
    assert "值班有 2 处缺口" in page and "值班人数不足" in page
    with at(END + 11 * HOUR):
        assert "no_shift" in [g.hole for g in gaps_of(post, END + 11 * HOUR)]


@pytest.mark.clause("POS-019")
def test_an_alarm_says_whether_who_acknowledged_it_was_on_watch(company, room):
    _, first, _, one, other = room
    with at(EIGHT + HOUR):
        mine, theirs = make_alarm(company, condition="a"), make_alarm(company, condition="b")
        Alarm.objects.update(raised_at=EIGHT + HOUR)
        acknowledge(mine.pk, one)
        acknowledge(theirs.pk, other)
        assert was_on_watch(one, EIGHT + HOUR) == first
        client = sign_in(one)
        shown = client.get(reverse("alarms:alarm", args=[mine.pk])).content.decode()
        assert "在班：中控室" in shown
        shown = client.get(reverse("alarms:alarm", args=[theirs.pk])).content.decode()
        assert "（不在班）" in shown
        facts = client.get(reverse("watch:turn", args=[first.pk])).content.decode()
    assert "值班人确认" in facts


def test_what_was_handed_over_keeps_its_shift_and_its_people(company, room):
    _, first, second, one, _ = room
    with at(END):
        actions.give(one, first, "无遗留")
        with pytest.raises(Refused) as refused:
            actions.seat(one, first, [])
        assert texts(refused) == ["already_given"]
        with pytest.raises(Refused) as refused:
            delete_shift(one, first.shift)
        assert texts(refused) == ["in_use"]
        delete_shift(one, second.shift)  # nothing was written of it


def test_the_same_over_rest_and_others_plants_see_nothing(company, room):
    _, first, _, one, _ = room
    with at(END):
        client, address = sign_in(one), reverse("watch:api_give", args=[first.pk])
        answer = client.post(address, {"remarks": "无"}, content_type="application/json")
        assert answer.status_code == 200 and answer.json()["handover"]["taken_by"] is None
        answer = client.post(address, {"remarks": "无"}, content_type="application/json")
        assert answer.status_code == 422
        assert answer.json()["blockers"][0]["code"] == "already_given"
        assert (
            client.get(reverse("watch:api_turns")).json()["results"][1]["handover"]["remarks"]
            == "无"
        )
        stranger = sign_in(make_account(make_company(), Role.OPERATOR))
        assert stranger.get(reverse("watch:turn", args=[first.pk])).status_code == 404


def test_turns_to_come_are_listed_apart_the_next_one_first(company, room):
    post, _, _, one, _ = room
    make_shift(company, 2), make_shift(company, 6)
    with at(EIGHT + HOUR):
        actions.open_turns(EIGHT + HOUR)
        client, last = sign_in(one), str(turns_of(post)[-1].pk)
        assert last not in client.get(reverse("watch:turns")).content.decode()
        page = client.get(reverse("watch:coming")).content.decode()
    first, *later = [page.index(f"/watch/{turn.pk}/") for turn in turns_of(post)[1:]]
    assert later == sorted(later) and first < later[0] and str(turns_of(post)[0].pk) not in page


def test_the_list_is_printed_and_exported(company, room):
    _, _, _, one, _ = room
    client = sign_in(one)
    book = client.get(reverse("watch:turns"), {"format": "xlsx"})
    paper = client.get(reverse("watch:turns"), {"format": "pdf"})
    assert book.getvalue()[:2] == b"PK" and paper.getvalue()[:5] == b"%PDF-"
