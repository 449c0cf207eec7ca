"""Who is deposed writes nothing: the record itself refuses, in the same transaction."""

from datetime import UTC, datetime

import pytest

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.positioning.models import DeadLetterCount, EngineState, ZoneVisit
from anhuan.domains.positioning.tests import factories as make
from anhuan.engine.adapters import checkpoint
from anhuan.engine.adapters.configuration import load_plant
from anhuan.engine.adapters.parts import judging, solver_memory
from anhuan.engine.adapters.parts.naming import JUDGE, Part, find_plants, parts_of
from anhuan.engine.adapters.parts.solving import new_solving
from anhuan.engine.core.shares import Place
from anhuan.engine.tests.plants import make_engine
from anhuan.kernel import clock

pytestmark = pytest.mark.django_db
T0_MS = clock.to_ms(datetime(2026, 11, 21, 8, tzinfo=UTC))
CREATED = "2026-11-21T00:00:00Z"


@pytest.fixture
def company():
    found = make.make_company(code="plant")
    seed_kinds(found)
    return found


@pytest.fixture
def plant(company):
    make.make_tag(company)
    return load_plant(company)


def engine_of(plant, epoch):
    engine = make_engine(plant)
    engine.epoch, engine.clock_ms = epoch, T0_MS
    return engine


def row():
    return EngineState.objects.values_list("stream_seq", "epoch").get()


def test_a_later_claim_shuts_the_earlier_owner_out_with_all_it_wanted_to_write(company, plant):
    area, tag = make.make_area(company), plant.config.tags[0].id
    assert checkpoint.claim(company.pk, 0, 3) == 3
    first = engine_of(plant, 3)
    checkpoint.write(checkpoint.freeze(first, CREATED, 10))
    assert row() == (10, 3)
    assert checkpoint.claim(company.pk, 0, 4) == 4
    first.note_visit((tag, area.pk, T0_MS), None)
    first.refusals.note(T0_MS, "anhuan.v1.ranging.x", "bad_json")
    with pytest.raises(checkpoint.Deposed):
        checkpoint.write(checkpoint.freeze(first, CREATED, 20))
    assert row() == (10, 4)
    assert not ZoneVisit.objects.exists()
    assert not DeadLetterCount.objects.exists()
    checkpoint.write(checkpoint.freeze(engine_of(plant, 4), CREATED, 15))
    assert row() == (15, 4)


@pytest.mark.parametrize(("asked", "answer"), [(6, 6), (5, 6), (4, 6), (1, 6)])
def test_an_epoch_is_granted_once_even_if_the_bucket_of_leases_was_lost(company, asked, answer):
    assert checkpoint.claim(company.pk, 2, 5) == 5
    assert checkpoint.claim(company.pk, 2, asked) == answer
    assert checkpoint.epoch_of(company.pk, 2) == max(asked, 5)


def test_a_row_that_was_only_claimed_is_no_checkpoint(company):
    checkpoint.claim(company.pk, 1, 1)
    assert checkpoint.read(company.pk, 1) is None


def test_a_solver_begins_with_the_memory_of_the_engine_that_was_whole(company, plant):
    checkpoint.claim(company.pk, 0, 1)
    whole = engine_of(plant, 1)
    whole.heard_ms = T0_MS - 40
    checkpoint.write(checkpoint.freeze(whole, CREATED, 77))
    solving, position = solver_memory.woken(plant, 0, 1)
    assert (position.seq, position.created, position.at_ms) == (77, CREATED, T0_MS - 40)
    assert solving.clock_ms == T0_MS
    assert [tag.id for tag in solving.solver.plant.tags] == [t.id for t in plant.config.tags]


def test_a_solver_goes_on_from_its_own_memory_unless_it_is_of_another_division(company, plant):
    solving = new_solving(plant, 0, 1)
    solving.clock_ms, solving.place = T0_MS, Place(CREATED, 99, T0_MS - 10)
    checkpoint.write(solver_memory.freeze(solving, 1))
    assert solver_memory.woken(plant, 0, 1)[1].seq == 99
    other, position = solver_memory.woken(plant, 0, 2)
    assert (other.of, position.seq) == (2, 0)
    assert position.from_ms is not None


def test_the_judge_goes_on_where_it_was_in_both_streams_and_knows_what_it_took(company, plant):
    judge, *_ = judging.woken(plant, 2)
    judge.engine.clock_ms = T0_MS
    judge.events, judge.fixes = Place(CREATED, 50, T0_MS - 9), Place(CREATED, 7, T0_MS - 8)
    judge.shares.takes("solve.0/2", 3, Place(CREATED, 40, T0_MS - 20), T0_MS)
    judge.shares.takes("solve.1/2", 5, Place(CREATED, 44, T0_MS - 15), T0_MS)
    checkpoint.write(judge.frozen())
    again, events, fixes = judging.woken(plant, 2)
    assert (events.seq, fixes.seq) == (50, 7)
    assert again.shares.taken == judge.shares.taken
    assert EngineState.objects.get().stream_seq == 40  # a whole engine would miss nothing
    assert judging.woken(plant, 3)[0].shares.taken == {}


def test_every_plant_in_use_is_shared(company):
    other = make.make_company(code="b")
    make.make_company(code="c", is_retired=True)
    assert find_plants() == sorted([company, other], key=lambda one: one.pk)
    keys = [part.key for part in parts_of(company, 2)]
    assert keys == ["part.plant.judge", "part.plant.solve.0", "part.plant.solve.1"]
    assert [part.shard for part in parts_of(company, 2)] == [0, 1, 2]
    assert Part(company, None, 2).name == JUDGE
