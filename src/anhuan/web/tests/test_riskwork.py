"""The register speaks to permits and hears of the plant, through the wiring alone."""

import pytest

from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.permits.queries.suggesting import SOURCES, suggestions
from anhuan.domains.permits.tests.make import at, drafted, make_plant
from anhuan.domains.plant.tests.factories import make_hazard_source
from anhuan.domains.risk.models import Holding
from anhuan.domains.risk.tests.make import make_event, make_measure, make_object, make_unit
from anhuan.web import wiring
from anhuan.web.riskwork import risks_there

pytestmark = pytest.mark.django_db


@pytest.mark.clause("PTW-048")
def test_a_permit_is_offered_the_risks_of_its_place():
    assert risks_there in SOURCES
    assert wiring.HAZARD_SOURCES is SOURCES
    with at() as hand:
        plant = make_plant(hand)
        permit = drafted(plant)
        unit = make_unit(make_object(plant.company, area=permit.area), name="储罐 A")
        make_measure(make_event(unit, name="泄漏着火", hazard="静电"), text="接地完好")
        lines = [one for one in suggestions(permit) if one.key.startswith("risk:")]
    assert [(one.step, one.hazard, one.measure) for one in lines] == [
        ("储罐 A", "泄漏着火：静电", "接地完好")
    ]


def test_a_change_of_responsible_persons_is_noticed_by_the_map_event():
    source = make_hazard_source()
    person = source.company.people.first() or make_object(source.company).person
    source.primary = person
    source.save()
    reaction, *_ = wiring.REACTIONS["plant.map.changed"]
    event = OutboxEvent(company=source.company.code, data={"what": "areas"})
    reaction(event)
    assert not Holding.objects.exists()
    event.data = {"what": "hazard_sources"}
    reaction(event)
    assert Holding.objects.get().person == person
