"""Job areas, sounders, gates and settings of the database, as the engine takes them."""

from datetime import timedelta

import pytest

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import GatePassage
from anhuan.domains.positioning.queries import job_areas as queries
from anhuan.domains.positioning.tests import factories as make
from anhuan.engine.adapters.configuration import load_plant
from anhuan.engine.adapters.orders import PASS, Order, carry_out
from anhuan.engine.core.fences import contains
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def plant():
    company = make.make_company()
    make.make_site(company)
    return company


def with_tag(company, name):
    person, tag = make.make_person(company, name), make.make_tag(company)
    make.bind(tag, person)
    return person, tag


@pytest.mark.clause("POS-101", "AQL-072")
def test_a_permit_draws_its_area_and_the_engine_watches_it(plant):
    guard, guards_tag = with_tag(plant, "监护人")
    worker, workers_tag = with_tag(plant, "作业人")
    area = make.make_job_area(
        plant, guardians=[guard], workers=[worker], source=("permit", "DH-2026-007"), max_people=3
    )
    (zone,) = load_plant(plant).config_at(clock.now()).fences
    assert (zone.id, zone.active, zone.over_limit) == (area.pk, True, 3)
    assert zone.job.guardians == {guards_tag.pk}
    assert zone.job.workers == {workers_tag.pk}
    assert not load_plant(plant).config_at(clock.now() + 9 * HOUR).fences[0].active
    assert list(queries.job_areas_of(plant, ("permit", "DH-2026-007"))) == [area]
    assert OutboxEvent.objects.filter(type="positioning.config.changed").exists()


def test_a_passage_over_mqtt_is_written_and_nobody_harms_nothing(plant):
    person = make.make_person(plant)
    for number in (person.number, "NOBODY"):
        told = {"person": number, "way": "in", "gate": "east"}
        carry_out(plant, Order(PASS, "gate:east", clock.to_ms(clock.now()), inputs=told))
    assert [(p.person, p.gate, p.way) for p in GatePassage.objects.all()] == [
        (person, "east", "in")
    ]


def test_what_a_plant_tunes_reaches_the_engine(plant):
    area = make.make_area(plant)
    make.make_sounder(plant, area, number="S-1")
    make.make_sounder(plant, area, number="S-2")
    actions.change_settings(
        SYSTEM, plant, over_at_limit=False, crowd_radius_m=7.5, crowd_longer_than_s=30,
        gas_near_m=80.0,
    )  # fmt: skip
    loaded = load_plant(plant)
    settings = loaded.config.settings
    assert (settings.over_at_limit, settings.crowding.radius_m) == (False, 7.5)
    assert settings.crowding.longer_than_ms == 30_000
    assert (loaded.gas_near_m, loaded.sounders) == (80.0, {area.pk: ("S-1", "S-2")})
    with pytest.raises(Refused):
        actions.change_settings(SYSTEM, plant, crowd_longer_than_s=61)


@pytest.mark.clause("GBW-116")
def test_a_confined_space_is_guarded_from_outside(plant):
    guard, guards_tag = with_tag(plant, "监护人")
    worker, _ = with_tag(plant, "作业人")
    tank = make.box(40, 40)
    area = make.make_job_area(plant, guardians=[guard], workers=[worker], space=tank)
    job, space = load_plant(plant).config_at(clock.now()).fences
    assert (job.id, job.job.guardians) == (area.pk, {guards_tag.pk})
    assert (space.barred, space.job, space.may_enter) == ({guards_tag.pk}, None, None)
    assert contains(job, 35.0, 45.0, 1.0, 1)  # one guards from beside it
    assert not contains(space, 35.0, 45.0, 1.0, 1) and contains(space, 45.0, 45.0, 1.0, 1)


@pytest.mark.clause("GBW-116")
def test_a_guardian_registered_as_entrant_is_refused(plant):
    guard, _ = with_tag(plant, "监护人")
    with pytest.raises(Refused) as refused:
        make.make_job_area(plant, guardians=[guard], workers=[guard], space=make.box(40, 40))
    assert "guardian_works" in {one.code for one in refused.value.blockers}
