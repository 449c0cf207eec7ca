"""A plant in memory, and messages its devices would send. No database, no NATS."""

from collections import deque
from datetime import UTC, datetime
from math import dist
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson

from anhuan.domains.org.models import Company
from anhuan.domains.positioning.rules.fences import Subject
from anhuan.engine.adapters.beat import process
from anhuan.engine.adapters.beats import BEAT_MS, Beats
from anhuan.engine.adapters.configuration import Plant
from anhuan.engine.adapters.engine import Engine
from anhuan.engine.adapters.holders import Holder, core_tag
from anhuan.engine.adapters.messages import Message
from anhuan.engine.adapters.zones import Named, Schedule, Zones
from anhuan.engine.core import config as core
from anhuan.engine.core.pipeline import Pipeline
from anhuan.kernel.geo import Georeference

START_MS = 1_795_305_600_000  # a full minute
ALWAYS = Schedule((), None, None)
PLACES = {f"A{i}{j}": (20.0 * i, 20.0 * j, 5.0) for i in range(6) for j in range(6)}
TANK_FARM, YARD, FORBIDDEN = UUID(int=1001), UUID(int=1002), UUID(int=2001)


def tag_id(k: int) -> UUID:
    """The id of the k-th tag."""
    return UUID(int=k + 1)


def square(x: float, y: float, side: float) -> tuple[core.Shape, ...]:
    """One square, south-west corner at (x, y)."""
    return (core.Polygon(((x, y), (x + side, y), (x + side, y + side), (x, y + side))),)


def holder(k: int, kind: str = "staff") -> Holder:
    """Person k with tag k."""
    subject = UUID(int=10_000 + k)
    rights = Subject(id=subject, kinds=frozenset({kind}))
    return Holder(tag_id(k), f"T{k}", f"人员{k}", kind, subject, rights)


def make_plant(tags: int = 4, limit: int | None = 3, **settings: object) -> Plant:
    """100 × 100 m with a tank farm (40..60), a yard around all, and a place nobody may enter."""
    areas = (
        core.Area(YARD, square(-5, -5, 110)),
        core.Area(TANK_FARM, square(40, 40, 20), over_limit=limit),
    )
    fences = (core.Fence(FORBIDDEN, square(80, 80, 15), may_enter=frozenset()),)
    names = {
        YARD: Named(YARD, "厂区", YARD, (50, 50), "1", "road"),
        TANK_FARM: Named(TANK_FARM, "一号罐区", TANK_FARM, (50, 50), "1", "tank_farm"),
        FORBIDDEN: Named(FORBIDDEN, "危险区", None, (87, 87), "3"),
    }
    holders = {tag_id(k): holder(k) for k in range(tags)}
    config = core.Config(
        anchors=tuple(core.Anchor(n, *place) for n, place in PLACES.items()),
        tags=tuple(core_tag(one) for one in holders.values()),
        areas=areas,
        fences=fences,
        settings=core.Settings(clock_behind_ms=600_000, **settings),
    )
    return Plant(
        company=Company(code="plant", name="测试"),
        config=config,
        holders=holders,
        zones=Zones(areas, fences, names, {FORBIDDEN: ALWAYS}, 0),
        anchors={number: UUID(int=500 + k) for k, number in enumerate(PLACES)},
        georeference=Georeference(118.7, 37.9),
        time_zone=ZoneInfo("Asia/Shanghai"),
        low_battery_pct=20,
    )


def make_engine(plant: Plant | None = None) -> Engine:
    """A new engine at START_MS."""
    plant = plant or make_plant()
    return Engine(plant, Pipeline(plant.config, START_MS), clock_ms=START_MS)


def iso(t_ms: int) -> str:
    """As devices write it."""
    return datetime.fromtimestamp(t_ms / 1000, UTC).isoformat(timespec="milliseconds")


def report(number: str, t_ms: int, x: float, y: float, **changes: object) -> dict:
    """A range report with exact ranges to the six nearest anchors."""
    near = sorted((dist((x, y, 1.0), place), n) for n, place in PLACES.items())[:6]
    obs = [{"anchor": n, "range_m": m} for m, n in near]
    return {"tag": number, "t": iso(t_ms), "tech": "uwb-twr", "obs": obs, **changes}


class Wire:
    """The stream as the engine reads it: messages in, beats through."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.beats = Beats(held=deque(), end_ms=engine.clock_ms)
        self.seq = 0
        self.log: list[Message] = []

    def send(self, subject: str, body: object, at_ms: int) -> Message:
        """A message stored at `at_ms`."""
        self.seq += 1
        data = body if isinstance(body, bytes) else orjson.dumps(body)
        message = Message(self.seq, at_ms, f"anhuan.v1.{subject}", data)
        self.beats.held.append(message)
        self.log.append(message)
        return message

    def run(self, until_ms: int) -> None:
        """Work through everything up to a moment."""
        for beat in self.beats.due(until_ms + BEAT_MS):
            process(self.engine, beat)

    def walk(self, seconds: int, place: dict[str, tuple[float, float]], start_ms: int) -> int:
        """Tags reported once a second where `place` says; returns the time after."""
        for second in range(seconds):
            t_ms = start_ms + 1000 * second
            body = [report(number, t_ms, x, y) for number, (x, y) in place.items()]
            self.send("ranging.gw1", body, t_ms + 30)
            self.run(t_ms + 900)
        return start_ms + 1000 * seconds

    def stroll(
        self, number: str, start: tuple[float, float], end: tuple[float, float], start_ms: int
    ) -> int:
        """One tag that goes straight at 1.5 m/s; returns the time after."""
        seconds = max(1, round(dist(start, end) / 1.5))
        for k in range(seconds + 1):
            share = k / seconds
            at = tuple(a + share * (b - a) for a, b in zip(start, end, strict=True))
            start_ms = self.walk(1, {number: at}, start_ms)
        return start_ms
