"""Vehicle terminals and the process they talk to: real TCP, real NATS, real PostgreSQL."""

import asyncio
import os
import random
import time

import nats
import orjson
import pytest
from django.db.models import Sum

from anhuan.devices.jt808 import frames
from anhuan.devices.jt808.frames import Fix, Who
from anhuan.devices.jt808.terminal import Terminal as Simulated
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.positioning.models import DeadLetterCount
from anhuan.domains.positioning.tests import factories as make
from anhuan.domains.vehicles import actions
from anhuan.domains.vehicles.models import Knock, Terminal
from anhuan.kernel.geo import wgs84_to_gcj02
from anhuan.node.ports import free_port
from tests.jt808.running import Line, Process, process, wait_for

pytestmark = pytest.mark.django_db(transaction=True)
LON, LAT = 118.700123, 37.900456


@pytest.fixture
def company():
    return make.make_company(code="plant")


@pytest.fixture
def running(company):
    with process(free_port()) as found:
        yield found


def phone() -> str:
    return f"139{random.randrange(10**8):08}"


def enrol(company, **changes):
    vehicle = make.make_vehicle(company)
    facts = {"phone": phone(), "coordinates": "wgs84", **changes}
    return actions.enrol_terminal(SYSTEM, company, vehicle, **facts)


def known_to(running: Process, terminal: Terminal, *, is_2019=False) -> Who:
    """The terminal's own view; waits until the process has read that it is enrolled."""
    who = Who(terminal.phone, "SIM0001", "鲁E00001", is_2019)

    def is_known() -> bool:
        with Line(running.port, who) as line:
            return line.ask(0x0100, frames.registration(who)).body[2] == 0

    nudge()
    wait_for(is_known)
    return who


def nudge() -> None:
    """What the relay would say after an enrolment."""

    async def say() -> None:
        bus = await nats.connect(os.environ["NATS_URL"])
        await bus.publish("cfg.plant.changed", b"{}")
        await bus.drain()

    asyncio.run(say())


def stored(subject: str) -> list:
    """Everything INGEST holds of a subject, entries in order."""

    async def fetch() -> list:
        bus = await nats.connect(os.environ["NATS_URL"])
        stream, found = bus.jetstream(), []
        try:
            reading = await stream.subscribe(subject, stream="INGEST", ordered_consumer=True)
            while True:
                message = await reading.next_msg(timeout=1.5)
                body = orjson.loads(message.data)
                found += body if isinstance(body, list) else [body]
        except TimeoutError:
            return found
        finally:
            await bus.close()

    return asyncio.run(fetch())


def refused(reason: str) -> int:
    rows = DeadLetterCount.objects.filter(reason=reason)
    return rows.aggregate(n=Sum("count"))["n"] or 0


def here(t_s: float, **changes) -> Fix:
    return Fix(t_s, LON, LAT, 12.0, **changes)


@pytest.mark.parametrize("is_2019", [False, True])
def test_a_terminal_registers_signs_in_and_is_located(running, company, is_2019):
    terminal = enrol(company, fastest_kmh=15, report_every_s=2)
    simulated = Simulated(known_to(running, terminal, is_2019=is_2019), "127.0.0.1", running.port)
    now = int(time.time())
    simulated.report(here(now))
    simulated.start()
    try:
        wait_for(lambda: simulated.confirmed == 1)
        (place,) = stored(f"anhuan.v1.location.{terminal.phone}")
        assert place["provider_id"] == terminal.tag.number
        assert place["position"]["coordinates"] == [LON, LAT]
        assert place["speed"] == pytest.approx(3.33)
        terminal.refresh_from_db()
        assert (terminal.device, terminal.is_2019) == ("SIM0001", is_2019)
        assert len(terminal.code_sm3) == 64 and terminal.code_sm3 != simulated._code
        wait_for(lambda: Terminal.objects.filter(pk=terminal.pk, set_at__isnull=False).exists())
        assert simulated.set == {0x29: 2, 0x55: 15, 0x56: 3}
    finally:
        simulated.stop()


def test_gcj_places_are_put_back(running, company):
    terminal = enrol(company, coordinates="gcj02")
    with Line(running.port, known_to(running, terminal)) as line:
        line.sign_in()
        line.hear()  # parameters
        shown = frames.moved(here(int(time.time())), *wgs84_to_gcj02(LON, LAT))
        assert line.ask(0x0200, frames.position(shown)).body[-1] == 0
    (place,) = stored(f"anhuan.v1.location.{terminal.phone}")
    assert place["position"]["coordinates"] == pytest.approx([LON, LAT], abs=2e-6)  # 0.2 m


def test_an_unknown_terminal_is_refused_and_listed(running, company):
    who = Who(phone(), "STRANGE", "鲁E99999")
    with Line(running.port, who) as line:
        assert line.ask(0x0100, frames.registration(who)).body[2] == 4
        assert line.ask(0x0102, b"guess").body[-1] == 1
        assert line.ask(0x0200, frames.position(here(time.time()))).body[-1] == 1
    knock = wait_for(lambda: Knock.objects.filter(phone=who.phone, plate="鲁E99999").first())
    assert (knock.device, knock.reason) == ("STRANGE", "unknown_terminal")
    wait_for(lambda: refused("unknown_terminal") == 2 and refused("not_signed_in") == 1)
    assert stored(f"anhuan.v1.location.{who.phone}") == []


def test_another_device_and_a_wrong_code_are_refused(running, company):
    terminal = enrol(company)
    who = known_to(running, terminal)
    other = Who(who.phone, "OTHER", "鲁E00001")
    with Line(running.port, other) as line:
        assert line.ask(0x0100, frames.registration(other)).body[2] == 3
        assert line.ask(0x0102, frames.authentication(other, "0" * 32)).body[-1] == 1
    reasons = Knock.objects.filter(phone=who.phone).values_list("reason", flat=True)
    wait_for(lambda: {"other_device", "bad_code"} <= set(reasons.all()))
    actions.release_terminal(SYSTEM, terminal)  # the device was exchanged
    nudge()
    known_to(running, terminal)


def test_killed_the_process_loses_nothing(company):
    port = free_port()
    terminal = enrol(company)
    began = int(time.time()) - 400
    with process(port) as running:
        simulated = Simulated(known_to(running, terminal), "127.0.0.1", port)
        simulated.start()
        try:
            for k in range(300):
                simulated.report(here(began + k))
                time.sleep(0.01)
                if k in (100, 200):
                    running.kill()
                if k in (130, 230):
                    running.start()
            wait_for(lambda: simulated.undelivered == 0)
        finally:
            simulated.stop()
    times = [one["timestamp_generated"] for one in stored(f"anhuan.v1.location.{terminal.phone}")]
    assert len(set(times)) == 300


def test_the_driver_is_told_and_the_emergency_key_is_heard(running, company):
    terminal = enrol(company)
    simulated = Simulated(known_to(running, terminal), "127.0.0.1", running.port)
    simulated.start()
    try:
        now = int(time.time())
        simulated.report(here(now, is_pressed=True))
        simulated.report(here(now + 1))
        wait_for(lambda: simulated.confirmed == 2)
        keys = stored(f"anhuan.v1.button.{terminal.tag.number}")
        assert [(one["key"], one["pressed"]) for one in keys] == [("sos", True), ("sos", False)]

        async def tell() -> None:
            bus = await nats.connect(os.environ["NATS_URL"])
            words = orjson.dumps({"cmd": "alarm", "text": "您已超速，请减速"})
            await bus.publish(f"anhuan.v1.down.{terminal.tag.number}", words)
            await bus.drain()

        asyncio.run(tell())
        wait_for(lambda: simulated.texts == ["您已超速，请减速"], 10)
    finally:
        simulated.stop()


def test_whatever_comes_in_is_counted_and_others_go_on(running, company):
    """Noise, broken frames, half messages and a flood beside an honest terminal."""
    terminal = enrol(company)
    who = known_to(running, terminal)
    noise = random.Random(808)
    good = frames.frame(who, 0x0200, 1, frames.position(here(time.time())))
    broken = bytes([*good[:20], good[20] ^ 0x10, *good[21:]])
    strangers = [Line(running.port, Who(phone(), "X", "X")) for _ in range(20)]
    for line in strangers:
        line.raw(noise.randbytes(5000) + broken)
        line.raw(frames.frame(line.who, 0x0704, 0, b"\x00\x05\x00"))
    flooder = Line(running.port, Who(phone(), "F", "F"))
    beat = frames.frame(flooder.who, 0x0002, 0, b"")
    with Line(running.port, who) as line:
        line.sign_in()
        line.hear()
        flooder.raw(beat * 1000)
        assert line.ask(0x0200, frames.position(here(int(time.time())))).body[-1] == 0
    while flooder.hear():
        pass  # cut off in the end
    wait_for(lambda: refused("bad_checksum") >= 20 and refused("flood") == 1)
    assert refused("bad_shape") >= 20
    for line in (*strangers, flooder):
        line.socket.close()
    assert running.listens()


def test_a_message_in_parts_is_taken_whole_and_then_confirmed(running, company):
    terminal = enrol(company)
    who, now = known_to(running, terminal), int(time.time())
    bodies = [frames.position(here(now - 60 + k)) for k in range(60)]
    body = frames.batch(bodies, is_backlog=True)
    pieces = [body[k : k + 900] for k in range(0, len(body), 900)]
    with Line(running.port, who) as line:
        line.sign_in()
        line.hear()
        for part, piece in enumerate(pieces, 1):
            line.raw(in_part(who, 100 + part, len(pieces), part, piece))
        answers = [line.hear() for _ in pieces]
    assert [(one.kind, one.body[-1]) for one in answers] == [(0x8001, 0)] * len(pieces)
    assert {int.from_bytes(one.body[:2]) for one in answers} == {101, 102, 103}
    assert len(stored(f"anhuan.v1.location.{terminal.phone}")) == 60


def in_part(who, serial, parts, part, piece):
    """A frame with bit 13 set."""
    head = (0x0704).to_bytes(2) + (len(piece) | 0x2000).to_bytes(2)
    head += bytes.fromhex(who.phone.zfill(12)) + serial.to_bytes(2)
    whole = head + parts.to_bytes(2) + part.to_bytes(2) + piece
    check = 0
    for byte in whole:
        check ^= byte
    whole += bytes([check])
    return b"\x7e" + whole.replace(b"\x7d", b"\x7d\x01").replace(b"\x7e", b"\x7d\x02") + b"\x7e"


def test_a_retired_terminal_is_hung_up(running, company):
    terminal = enrol(company)
    with Line(running.port, known_to(running, terminal)) as line:
        line.sign_in()
        line.hear()
        actions.retire_terminal(SYSTEM, terminal, "报废")
        nudge()
        assert line.hear() is None
