"""Who may use the socket, for how long, and who sees what on it."""

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.actions import revoke_api_token
from anhuan.domains.org.models import ApiToken
from anhuan.domains.org.rules import Role
from anhuan.domains.positioning.tests import factories as make
from anhuan.web.database import in_thread
from anhuan.web.omlox import door, socket
from anhuan.web.omlox.tests.hub import a_location, a_plant, running, websockets

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("anhuan.domains.omlox.tests.addresses"),
]


async def test_a_token_is_shown_in_the_header_or_in_a_message():
    plant = await a_plant()
    token = await in_thread(plant.token)
    async with running() as server:
        async with server.client() as client:
            assert await client.refusal("subscribe", topic="location_updates") == 10006
            await client.subscribe("location_updates", token=token)
            other = await in_thread(lambda: plant.token(make.make_account(plant.company)))
            params = {"token": other}
            assert await client.refusal("subscribe", topic="fence_events", params=params) == 10004
            params = {"token": "anh_wrong"}
            assert await client.refusal("subscribe", topic="fence_events", params=params) == 10006
        with pytest.raises(websockets.InvalidStatus):
            async with server.client("anh_wrong"):
                pass


async def test_scopes_cut_what_a_token_may():
    plant = await a_plant()
    reads = await in_thread(plant.token, None, ("positions.view",))
    writes = await in_thread(plant.token, None, ("positions.push",))
    async with running() as server:
        async with server.client(reads) as client:
            await client.subscribe("location_updates")
            asked = {"topic": "location_updates", "payload": [a_location(plant)]}
            assert await client.refusal("message", **asked) == 10004
        async with server.client(writes) as client:
            assert await client.refusal("subscribe", topic="location_updates") == 10004


async def test_nobody_sees_beyond_the_own_company_and_department():
    plant, other = await a_plant(), await a_plant()

    def a_leader_elsewhere():
        department = make.make_department(plant.company, "储运车间")
        account = make.make_account(plant.company, Role.SHIFT_LEADER, department)
        tag = plant.carried(make.make_person(plant.company, "赵六", department=department))
        return plant.token(account), tag

    token, tag = await in_thread(a_leader_elsewhere)
    async with running() as server, server.client(token) as client:
        for topic in ("location_updates", "trackable_motions", "fence_events"):
            await client.subscribe(topic)
        await server.engine(other).frame(other.row(other.tag, 105, 105))
        engine = server.engine(plant)
        await engine.frame(plant.row(plant.tag, 105, 105))
        assert await client.silent()
        await engine.frame(plant.row(tag, 105, 105))
        assert [one["provider_id"] for one in await client.news()] == [tag.number]
        assert (await client.news())[0]["name"] == "赵六"
        assert (await client.news())[0]["event_type"] == "region_entry"


async def test_a_revoked_token_ends_its_socket(monkeypatch):
    monkeypatch.setattr(socket, "INTRODUCE_WITHIN_S", 0.2)
    monkeypatch.setattr(socket, "CHECK_EVERY_S", 0.2)
    plant = await a_plant()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        await client.subscribe("location_updates")
        await in_thread(lambda: revoke_api_token(SYSTEM, ApiToken.objects.latest("created_at")))
        assert (await client.hear())["code"] == 10006
        with pytest.raises(websockets.ConnectionClosed):
            await client.hear()


async def test_who_does_not_say_who_he_is_is_shown_out(monkeypatch):
    monkeypatch.setattr(socket, "INTRODUCE_WITHIN_S", 0.2)
    async with running() as server, server.client() as client:
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await client.hear()
    assert closed.value.rcvd.code == 1008


async def test_a_subscription_leaves_an_audit_row():
    plant = await a_plant()
    async with running() as server, server.client(await in_thread(plant.token)) as client:
        await client.subscribe("location_updates")
    rows = await in_thread(lambda: list(AuditRow.objects.filter(verb="view_positions")))
    assert [row.note for row in rows] == ["omlox 接口读取（订阅 location_updates）"]


async def test_strangers_are_capped_by_address_and_in_all(monkeypatch):
    monkeypatch.setattr(door, "MOST_STRANGERS_PER_ADDRESS", 2)
    plant = await a_plant()
    async with running() as server, server.client() as first, server.client():
        with pytest.raises(websockets.InvalidStatus):
            async with server.client():
                pass
        token = await in_thread(plant.token)
        params = {"token": token}
        await first.say("subscribe", topic="location_updates", params=params)
        assert (await first.hear())["event"] == "subscribed"
        async with server.client() as third:  # the first is known now, so there is room again
            assert await third.silent(0.2)


def test_the_door_counts_sockets_strangers_and_addresses():
    def session(known=False):
        return type("S", (), {"identity": object() if known else None})()

    here = door.Door()
    strangers = [session() for _ in range(door.MOST_STRANGERS)]
    assert all(here.enter(one, f"10.0.0.{k // 8}") for k, one in enumerate(strangers))
    assert not here.enter(session(), "10.9.9.9")
    strangers[0].identity = object()
    assert not here.enter(session(True), "10.0.0.1"), "eight strangers of that address are in"
    guests = [session(True) for _ in range(door.MOST_SOCKETS - door.MOST_STRANGERS)]
    assert all(here.enter(one, "10.8.8.8") for one in guests)
    assert not here.enter(session(True), "10.9.9.9") and here.turned_away == 3
    here.leave(guests[0])
    assert here.enter(session(True), "10.9.9.9")
