"""`/live/alarms`: what a reader has put together is what a fresh reader would be given."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.domains.alarms import actions
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.queries import open_cards
from anhuan.domains.alarms.rules import AlarmUpdate
from anhuan.domains.alarms.tests.make import T0, make_account, make_alarm, make_company
from anhuan.domains.outbox.actions import number_waiting
from anhuan.domains.outbox.queries import company_events_after
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused
from anhuan.web.database import in_thread
from anhuan.web.live.open_alarms import begin, change_of
from anhuan.web.live.tests.reading import hub_running, parse, reading
from anhuan.web.relay.tests.running import relaying

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("anhuan.web.live.tests.addresses"),
]
CODES = count()


def apply(cards, heard):
    """What the page does (`islands/src/alarms/list.ts`)."""
    if heard.event == "snapshot":
        return {card["id"]: card for card in heard.data["alarms"]}
    card = heard.data["alarm"]
    rest = {key: value for key, value in cards.items() if key != card["id"]}
    return rest if card["closed"] else rest | {card["id"]: card}


class Plant:
    """A company on which random things are done."""

    def __init__(self):
        self.company = make_company(f"live{next(CODES)}")
        self.account = make_account(self.company, name=f"op-{self.company.code}")
        self.minute = 0

    def do(self, what, which):
        condition, self.minute = f"c{which}", self.minute + 1
        at = T0 + timedelta(minutes=self.minute)
        alarm = Alarm.objects.filter(company=self.company, condition=condition).first()
        with suppress(Refused):
            if what in SOURCES:
                SOURCES[what](self, condition, at)
            elif alarm:
                DESK[what](alarm.pk, self.account)


SOURCES = {
    "raise": lambda p, c, at: make_alarm(p.company, condition=c, raised_at=at),
    "return": lambda p, c, at: actions.return_alarm(p.company, c, at),
    "update": lambda p, c, at: actions.update_alarm(p.company, AlarmUpdate(c, at, text=str(at))),
    "number": lambda p, c, at: number_waiting({}),
}
DESK = {
    "acknowledge": actions.acknowledge,
    "handle": lambda pk, by: actions.handle(pk, by, "real", "已处理"),
    "close": actions.close,
    "shelve": lambda pk, by: actions.shelve(pk, by, clock.now() + timedelta(hours=1), "检修"),
}


WHATS = ("raise", *SOURCES, *DESK)
DEEDS = st.lists(st.tuples(st.sampled_from(WHATS), st.integers(0, 2)), max_size=14)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=DEEDS, after=DEEDS)
def test_snapshot_and_events_make_a_fresh_snapshot(before, after):
    plant = Plant()
    for deed in before:
        plant.do(*deed)
    beginning = begin(plant.company.code, "")
    cards = apply({}, parse(beginning.messages[0].body))
    assert list(cards.values()) == open_cards(plant.company.code)
    for deed in after:
        plant.do(*deed)
    number_waiting({})
    for event in company_events_after(plant.company.code, "alarm.", beginning.seq):
        sent = change_of(event)
        if sent.event_id not in beginning.included:
            cards = apply(cards, parse(sent.body))
    fresh = {card["id"]: card for card in open_cards(plant.company.code)}
    assert cards == fresh


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=DEEDS, missed=DEEDS)
def test_a_reader_that_comes_back_has_missed_nothing(before, missed):
    plant = Plant()
    for deed in before:
        plant.do(*deed)
    number_waiting({})
    first = begin(plant.company.code, "")
    cards = apply({}, parse(first.messages[0].body))
    for deed in missed:
        plant.do(*deed)
    number_waiting({})
    for sent in begin(plant.company.code, str(first.seq)).messages:
        cards = apply(cards, parse(sent.body))
    assert cards == {card["id"]: card for card in open_cards(plant.company.code)}


async def a_plant():
    return await in_thread(Plant)


@pytest.mark.clause("AQL-029")
async def test_an_alarm_reaches_the_page_at_once():
    plant = await a_plant()
    async with hub_running(), relaying(), reading(plant.account, "alarms") as stream:
        assert (await stream.next()).data == {"alarms": []}
        alarm = await in_thread(make_alarm, plant.company)
        heard = await stream.next(event="change")
        assert heard.data["type"] == "alarm.raised"
        assert heard.data["alarm"]["id"] == str(alarm.pk)
        assert heard.data["alarm"]["state"] == "unacknowledged"
        assert int(heard.id) > 0


async def test_the_last_id_is_good_in_another_process_after_a_restart():
    plant = await a_plant()
    async with relaying():
        async with hub_running(), reading(plant.account, "alarms") as stream:
            await stream.next()
            await in_thread(make_alarm, plant.company)
            last_id = (await stream.next()).id
        await in_thread(plant.do, "acknowledge", 0)
        for condition in ("x", "y", "z"):
            await in_thread(make_alarm, plant.company, condition=condition)
        await asyncio.sleep(0.5)
        async with hub_running(), reading(plant.account, "alarms", last_id) as stream:
            heard = [await stream.next() for _ in range(3)]
    assert [h.event for h in heard] == ["change"] * 3
    assert [int(h.id) for h in heard] == sorted(int(h.id) for h in heard)
    conditions = await in_thread(
        lambda: [Alarm.objects.get(pk=h.data["alarm"]["id"]).condition for h in heard]
    )
    assert conditions == ["x", "y", "z"]


@pytest.mark.parametrize("last_id", ["999999999", "garbage", "-1", ""])
async def test_an_id_that_means_nothing_gets_a_fresh_snapshot(last_id):
    plant = await a_plant()
    async with hub_running(), reading(plant.account, "alarms", last_id) as stream:
        assert (await stream.next()).event == "snapshot"


async def test_nobody_sees_the_alarms_of_another_company():
    plant, other = await a_plant(), await a_plant()
    async with hub_running(), relaying(), reading(plant.account, "alarms") as stream:
        await stream.next()
        await in_thread(make_alarm, other.company)
        mine = await in_thread(make_alarm, plant.company)
        assert (await stream.next()).data["alarm"]["id"] == str(mine.pk)
