"""Every rule against its definition in plain words, on small plants with times on the limits."""

from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.engine.core import counts, jobs, nearness, passing, presence, silence, still, vehicles
from anhuan.engine.core.config import PEOPLE, Fence, Job, Kind, Polygon, Settings, Tag
from anhuan.engine.core.fences import compile_zones
from anhuan.engine.core.ruled import ruled_of
from anhuan.engine.core.scene import Scene
from anhuan.engine.core.tests.plants import square, uid
from anhuan.engine.core.track.state import NEVER

NOW = 1_000_000
TAGS, ZONES = 4, 4
LIMITS = Settings()


@dataclass
class World:
    """A small plant by name: what the definitions look at."""

    tags: list[Tag]
    zones: list[Fence]
    active: list[int | None]
    visits: dict[tuple[int, int], int]  # (zone, tag): entered
    passed: dict[tuple[int, int], int]
    heard: list[int | None]
    still: list[int]
    speed: list[float]
    left: dict[tuple[str, str], int] = field(default_factory=dict)
    settled: bool = True

    def since(self, zone: int, tag: int) -> int:
        return max(self.visits[zone, tag], self.active[zone])

    def is_judged(self, zone: int, tag: int) -> bool:
        return (zone, tag) in self.visits and self.active[zone] is not None

    def scene(self) -> Scene:
        rows = sorted(self.visits)
        ints = lambda values: np.array(list(values), np.int64)  # noqa: E731
        known = lambda values: ints(NEVER if v is None else v for v in values)  # noqa: E731
        return Scene(
            now_ms=NOW, settled=self.settled, tags=tuple(self.tags),
            number={tag.id: k for k, tag in enumerate(self.tags)}, zones=tuple(self.zones),
            ruled=ruled_of(self.zones), kind=ints(tag.kind for tag in self.tags),
            heard_ms=known(self.heard), x=np.zeros(TAGS), y=np.zeros(TAGS),
            floor=ints([1] * TAGS), speed_mps=np.array(self.speed),
            still_since_ms=ints(self.still), counted=np.array([h is not None for h in self.heard]),
            inside_tag=ints(tag for _, tag in rows), inside_zone=ints(zone for zone, _ in rows),
            inside_since_ms=ints(self.visits[row] for row in rows),
            active_since_ms=known(self.active),
            passed=tuple((z, t, at) for (z, t), at in self.passed.items()),
        )  # fmt: skip


seconds = st.integers(0, 130).map(lambda s: NOW - s * 1000)
some_tags = st.frozensets(st.integers(0, TAGS - 1).map(lambda k: uid(k + 1)), max_size=3)
maybe = lambda strategy: st.none() | strategy  # noqa: E731


@st.composite
def fences(draw, number):
    near = draw(maybe(st.integers(0, ZONES - 1)))
    job = draw(maybe(st.builds(Job, some_tags, some_tags, some_tags)))
    return Fence(
        uid(800 + number), (square(0, 0, 20),),
        may_enter=draw(maybe(some_tags)), must_stay=draw(some_tags),
        max_stay_s=draw(maybe(st.sampled_from([30.0, 60.0]))),
        still_after_s=draw(maybe(st.sampled_from([30.0, 60.0]))),
        speed_limit_kmh=draw(maybe(st.sampled_from([18.0, 36.0]))),
        over_limit=draw(maybe(st.integers(0, 3))), under_limit=draw(maybe(st.integers(0, 3))),
        counted=draw(st.sampled_from([PEOPLE, frozenset({Kind.VEHICLE})])),
        job=job, keeps_tags=draw(st.booleans()),
        near_of=None if near is None else uid(800 + near), exempt=draw(some_tags),
    )  # fmt: skip


@st.composite
def worlds(draw):
    pairs = st.tuples(st.integers(0, ZONES - 1), st.integers(0, TAGS - 1))
    zones = [draw(fences(k)) for k in range(ZONES)]
    tags = [Tag(uid(k + 1), f"T{k}", draw(st.sampled_from(Kind))) for k in range(TAGS)]
    visits = draw(st.dictionaries(pairs, seconds))
    heard = [draw(maybe(seconds)) for _ in tags]
    for _, tag in visits:
        heard[tag] = NOW if heard[tag] is None else heard[tag]
    active = [draw(maybe(seconds)) for _ in zones]
    passed = {
        pair: at for pair, at in draw(st.dictionaries(pairs, seconds, max_size=2)).items()
        if pair not in visits and active[pair[0]] is not None
        and (zones[pair[0]].may_enter is not None or zones[pair[0]].job)
    }  # fmt: skip
    left = {
        (str(uid(800 + z)), str(uid(t + 1))): at
        for (z, t), at in draw(st.dictionaries(pairs, seconds)).items()
    }
    return World(
        tags, zones, active, visits, passed, heard,
        [draw(seconds) for _ in tags], [draw(st.sampled_from([0.0, 5.0, 5.1, 10.1])) for _ in tags],
        left, draw(st.booleans()),
    )  # fmt: skip


def raised(found, rule):
    return {(d.zone, d.tag) for d in found if d.rule == rule}


def pairs_where(world, holds):
    """Ids of the (zone, tag) for which a definition holds."""
    return {
        (world.zones[z].id, world.tags[t].id)
        for z in range(ZONES) for t in range(TAGS) if holds(z, t)
    }  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(worlds())
def test_presence_is_as_defined(world):
    state = presence.PresenceState(left_ms=dict(world.left))
    found = presence.step(state, world.scene())
    zone, ids = world.zones, [tag.id for tag in world.tags]

    def forbidden(z, t):
        return zone[z].may_enter is not None and ids[t] not in zone[z].may_enter

    def missing(z, t, came):
        if world.active[z] is None or not world.settled or ids[t] not in zone[z].must_stay:
            return False
        left = world.left.get((str(zone[z].id), str(ids[t])))
        has_left = left is not None and left >= world.active[z]
        return (z, t) not in world.visits and has_left is came

    def has_post(t):
        return any(world.active[z] is not None and ids[t] in zone[z].must_stay
                   for z in range(ZONES))  # fmt: skip

    def at_own(t):
        return any(world.is_judged(z, t) and ids[t] in zone[z].must_stay for z in range(ZONES))

    def strays(z, t):
        at_anothers = (
            world.is_judged(z, t) and zone[z].must_stay and ids[t] not in zone[z].must_stay
        )
        return bool(at_anothers) and has_post(t) and not at_own(t) and world.tags[t].kind in PEOPLE

    def out_of_plant(z, t):
        was_in = (str(zone[z].id), str(ids[t])) in world.left
        return (zone[z].keeps_tags and was_in and not world.is_judged(z, t)
                and world.tags[t].kind in PEOPLE)  # fmt: skip

    assert raised(found, "entered") == pairs_where(
        world, lambda z, t: forbidden(z, t) and (world.is_judged(z, t) or (z, t) in world.passed)
    )
    assert raised(found, "left") == pairs_where(world, lambda z, t: missing(z, t, True))
    assert raised(found, "absent") == pairs_where(world, lambda z, t: missing(z, t, False))
    assert raised(found, "strayed") == pairs_where(world, strays)
    assert raised(found, "left_plant") == pairs_where(world, out_of_plant)
    assert raised(found, "overstayed") == pairs_where(
        world,
        lambda z, t: world.is_judged(z, t) and zone[z].max_stay_s is not None
        and NOW - world.since(z, t) > zone[z].max_stay_s * 1000,
    )  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(worlds())
def test_jobs_are_as_defined(world):
    found = jobs.step(jobs.JobState(), world.left, world.scene(), LIMITS)
    ids = [tag.id for tag in world.tags]

    def is_in(z, tag):
        return any(world.is_judged(z, t) and ids[t] == tag for t in range(TAGS))

    def deserted(z, t):
        job, active = world.zones[z].job, world.active[z]
        if job is None or active is None or is_in(z, ids[t]):
            return False
        left = world.left.get((str(world.zones[z].id), str(ids[t])), NEVER) >= active
        if ids[t] in job.guardians:
            late = world.settled and NOW - active > 60_000
            return not any(is_in(z, guard) for guard in job.guardians) and (left or late)
        return ids[t] in job.workers and left

    def intrudes(z, t):
        job = world.zones[z].job
        is_there = world.is_judged(z, t) or (z, t) in world.passed
        return job is not None and is_there and ids[t] not in job.everyone

    assert raised(found, "job_left") == pairs_where(world, deserted)
    assert raised(found, "intruded") == pairs_where(world, intrudes)


@settings(max_examples=120, deadline=None)
@given(worlds())
def test_stillness_silence_and_approach_are_as_defined(world):
    scene = world.scene()

    def is_still(z, t):
        limit = world.zones[z].still_after_s
        if limit is None or not world.is_judged(z, t) or world.tags[t].kind not in PEOPLE:
            return False
        return world.heard[t] - max(world.still[t], world.active[z]) > limit * 1000

    def approaches(z, t):  # z: the place approached
        is_near = any(
            world.is_judged(k, t) and zone.near_of == world.zones[z].id
            and world.tags[t].id not in zone.exempt
            for k, zone in enumerate(world.zones)
        )  # fmt: skip
        return is_near and (z, t) not in world.visits and world.tags[t].kind in PEOPLE

    at_once = Settings(near_after_ms=0)
    found = still.step(still.StillState(), scene)
    assert raised(found, "still") == pairs_where(world, is_still)
    found = nearness.step(nearness.NearnessState(), scene, at_once)
    assert raised(found, "near_high_risk") == pairs_where(world, approaches)
    found = silence.step(silence.SilenceState(), scene, LIMITS)
    assert {d.tag for d in found} == {
        tag.id for tag, heard in zip(world.tags, world.heard, strict=True)
        if heard is not None and NOW - heard > 60_000
    }  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(worlds(), st.booleans())
def test_counts_and_speeds_are_as_defined(world, at_limit):
    scene, limits = world.scene(), Settings(over_at_limit=at_limit, count_on_after_ms=0)
    found = counts.step(counts.CountState(), counts.count_inside(scene), scene, limits)

    def number(z):
        return sum(
            (z, t) in world.visits and world.tags[t].kind in world.zones[z].counted
            for t in range(TAGS)
        )

    def over(z):
        limit = world.zones[z].over_limit
        return limit is not None and (number(z) >= limit if at_limit else number(z) > limit)

    def under(z):
        limit = world.zones[z].under_limit
        return limit is not None and world.settled and number(z) < limit

    judged = [z for z in range(ZONES) if world.active[z] is not None]
    of = lambda rule: {d.zone for d in found if d.rule == rule}  # noqa: E731
    assert of("over_count") == {world.zones[z].id for z in judged if over(z)}
    assert of("under_count") == {world.zones[z].id for z in judged if under(z)}

    fast = vehicles.step(vehicles.VehicleState(), scene, Settings(speeding_after_ms=0))
    assert {d.tag for d in fast} == {tag for t, tag in ids_of(world) if is_fast(world, t)}


def ids_of(world) -> list[tuple[int, UUID]]:
    return [(t, tag.id) for t, tag in enumerate(world.tags)]


def is_fast(world, t):
    heard = world.heard[t]
    if world.tags[t].kind is not Kind.VEHICLE or heard is None or NOW - heard > 10_000:
        return False
    return any(
        world.is_judged(z, t) and zone.speed_limit_kmh is not None
        and world.speed[t] * 3.6 > zone.speed_limit_kmh
        for z, zone in enumerate(world.zones)
    )  # fmt: skip


grid = st.integers(-30, 30).map(float)
corner = st.tuples(grid, grid)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(corner, min_size=3, max_size=6, unique=True), corner, corner,
    st.none() | st.frozensets(st.integers(1, 3)), st.integers(1, 3),
)  # fmt: skip
def test_ways_through_a_zone_are_as_defined(ring, a, b, floors, floor):
    zone = Fence(uid(800), (Polygon(tuple(ring)),), floors=floors, may_enter=frozenset())
    zones = compile_zones((zone,))
    needed = passing.depths_needed(zones)
    one = lambda value: np.array([value])  # noqa: E731
    way = passing.Way(
        one(0), one(0), one(1000), one(a[0]), one(a[1]), one(b[0]), one(b[1]), one(1.0), one(floor)
    )
    found = passing.passings(zones, needed, np.array([True]), way)
    is_long = np.hypot(b[0] - a[0], b[1] - a[1]) >= 2.0 * needed[0]
    assert bool(found) is bool(is_long and passing.passes(zone, float(needed[0]), a, b, 1.0, floor))
