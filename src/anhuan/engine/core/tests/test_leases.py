"""Leases: never two who trust theirs, epochs that only grow, and nothing left lying."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from anhuan.engine.core.leases import (
    FREE_AFTER_S,
    VALID_S,
    Do,
    Entry,
    Hold,
    Lease,
    Step,
    Watch,
    share,
    steps,
)

PARTS = ["part.a.judge", "part.a.solve.0", "part.a.solve.1", "part.b.judge"]
WORKERS = ["worker.a", "worker.b", "worker.c"]
DRIFT = {"worker.a": 0.0, "worker.b": 1e6, "worker.c": -500.0}  # no two clocks agree


class Store:
    """Entries that change by compare-and-set only."""

    def __init__(self):
        self.entries, self.revision = {}, 0

    def put(self, key, lease=None):
        self.revision += 1
        self.entries[key] = Entry(self.revision, lease)

    def write(self, key, lease, revision):
        known = self.entries.get(key)
        if (known.revision if known else 0) != revision:
            return False
        self.put(key, lease)
        return True


class Worker:
    """A worker as `adapters/parts/worker.py` is one, without the work."""

    def __init__(self, name):
        self.name, self.watch, self.holds = name, Watch(), {}

    def look(self, store, now_s):
        store.put(self.name)
        self.watch.look(now_s, dict(store.entries), PARTS)
        mine = {part: hold.epoch for part, hold in self.holds.items()}
        return steps(self.name, mine, self.watch, now_s)

    def do(self, store, step, now_s):
        if step.do is Do.LOSE:
            del self.holds[step.part]
        elif step.do is Do.GIVE_BACK:
            del self.holds[step.part]
            store.write(step.part, Lease("", step.epoch), step.revision)
        elif store.write(step.part, Lease(self.name, step.epoch), step.revision):
            if step.do is Do.RENEW:
                self.holds[step.part].renewed(now_s)
            else:
                self.holds[step.part] = Hold(step.part, step.epoch, now_s + VALID_S)


class Leases(RuleBasedStateMachine):
    """Workers that work, sleep, die and come back in any order."""

    def __init__(self):
        super().__init__()
        self.store, self.now_s = Store(), 1000.0
        self.workers = {name: Worker(name) for name in WORKERS}
        self.epochs = dict.fromkeys(PARTS, 0)

    def clock(self, name):
        return self.now_s + DRIFT[name]

    @rule(seconds=st.sampled_from([0.1, 0.5, 1.0, 3.9, 4.1, 6.0]))
    def time_passes(self, seconds):
        self.now_s += seconds

    @rule(name=st.sampled_from(WORKERS), cut=st.integers(0, 3))
    def works(self, name, cut):
        """One round; from `cut` on its writes do not get through."""
        worker = self.workers[name]
        for k, step in enumerate(worker.look(self.store, self.clock(name))):
            if step.do is Do.LOSE or k != cut:
                worker.do(self.store, step, self.clock(name))
        self.check_epochs()

    @rule(name=st.sampled_from(WORKERS), seconds=st.sampled_from([0.3, 2.0, 5.0]))
    def decides_sleeps_and_writes(self, name, seconds):
        """Paused between deciding and doing; what it trusts counts from before it asked."""
        worker, asked_s = self.workers[name], self.clock(name)
        todo = worker.look(self.store, asked_s)
        self.now_s += seconds
        for step in todo:
            worker.do(self.store, step, asked_s)
        self.check_epochs()

    @rule(name=st.sampled_from(WORKERS))
    def dies_and_comes_back(self, name):
        self.workers[name] = Worker(name)

    @rule()
    def everybody_works_for_a_while(self):
        """Then every part is held, once, and evenly."""
        for _ in range(14):
            for name, worker in self.workers.items():
                for step in worker.look(self.store, self.clock(name)):
                    worker.do(self.store, step, self.clock(name))
            self.now_s += 1.0
        self.check_epochs()
        held = [part for worker in self.workers.values() for part in worker.holds]
        assert sorted(held) == sorted(PARTS)
        counts = [len(worker.holds) for worker in self.workers.values()]
        assert max(counts) - min(counts) < 2

    def check_epochs(self):
        for part in PARTS:
            entry = self.store.entries.get(part)
            if entry:
                assert entry.lease.epoch >= self.epochs[part]
                self.epochs[part] = entry.lease.epoch

    @invariant()
    def nobody_trusts_what_another_has(self):
        for part in PARTS:
            trusting = [
                worker.holds[part].epoch
                for name, worker in self.workers.items()
                if part in worker.holds and worker.holds[part].is_valid(self.clock(name))
            ]
            assert len(trusting) <= 1


TestLeases = Leases.TestCase
TestLeases.settings = settings(
    max_examples=150, stateful_step_count=40, deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


def alone(now_s=100.0):
    """A worker that has just found an empty store."""
    watch = Watch()
    watch.look(now_s, {"worker.a": Entry(1)}, PARTS)
    return watch


def test_one_alone_takes_everything():
    found = steps("worker.a", {}, alone(), 100.0)
    assert [(s.do, s.part, s.revision, s.epoch) for s in found] == [
        (Do.TAKE, part, 0, 1) for part in sorted(PARTS)
    ]


@pytest.mark.parametrize(("waited_s", "is_free"), [(4.1, False), (4.2, True)])
def test_a_lease_is_free_once_it_stood_unchanged_for_longer_than_it_is_good_for(waited_s, is_free):
    assert VALID_S == 4.0
    entries = {"worker.a": Entry(1), PARTS[0]: Entry(2, Lease("worker.dead", 7))}
    watch = Watch()
    for k in range(5):
        watch.look(100.0 + k * waited_s / 4, entries, PARTS[:1])
    found = steps("worker.a", {}, watch, 100.0 + waited_s)
    assert [(s.do, s.epoch) for s in found] == ([(Do.TAKE, 8)] if is_free else [])


def test_what_stood_unchanged_while_nobody_could_look_proves_nothing():
    """The store was away: its owner could not renew either, and comes first."""
    entries = {"worker.a": Entry(1), PARTS[0]: Entry(2, Lease("worker.b", 7))}
    watch = Watch()
    watch.look(100.0, entries, PARTS[:1])
    watch.look(109.0, entries, PARTS[:1])
    assert steps("worker.a", {}, watch, 109.0) == []
    assert watch.owner(PARTS[0], 109.0 + FREE_AFTER_S - 0.1) == "worker.b"


def test_a_lease_given_back_is_free_at_once():
    watch = Watch()
    watch.look(5.0, {"worker.a": Entry(9), PARTS[0]: Entry(3, Lease("", 4))}, PARTS[:1])
    assert steps("worker.a", {}, watch, 5.0) == [Step(Do.TAKE, PARTS[0], 3, 5)]


def test_who_has_two_more_than_another_gives_one_back():
    watch, mine = Watch(), dict.fromkeys(PARTS[:3], 1)
    entries = {part: Entry(k, Lease("worker.a", 1)) for k, part in enumerate(mine)}
    watch.look(5.0, {**entries, "worker.a": Entry(9), "worker.b": Entry(10)}, PARTS[:3])
    done = [step.do for step in steps("worker.a", mine, watch, 5.0)]
    assert sorted(one.value for one in done) == ["give back", "renew", "renew"]


@pytest.mark.parametrize(("parts", "workers", "most"), [(5, 3, 2), (4, 2, 2), (0, 3, 0), (3, 0, 3)])
def test_shares_are_rounded_up(parts, workers, most):
    assert share(parts, workers) == most
