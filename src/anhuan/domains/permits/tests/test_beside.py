"""Works beside each other and works of one job: who hears of what, and who is no stranger."""

import pytest

from anhuan.domains.notify.models import Notice
from anhuan.domains.org.rules import Role
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import Permit, PermitPerson
from anhuan.domains.permits.tests.make import approving, make_member
from anhuan.domains.plant.models import Area
from anhuan.domains.plant.tests.factories import box
from anhuan.domains.positioning.models import JobArea

pytestmark = pytest.mark.django_db


def heard(topic):
    rows = Notice.objects.filter(topic__startswith=topic)
    return set(rows.values_list("account", flat=True))


@pytest.mark.clause("GBW-022")
def test_whoever_leads_or_guards_a_work_beside_hears_of_every_turn(plant, hot):
    near = approving(plant, geometry=box(150, 100, 4))  # 46 m away
    far = approving(plant, geometry=box(170, 100, 4))  # 66 m
    permit = actions.start(plant.guardian, hot)
    both = {plant.guardian.pk, plant.leader.pk}
    actions.tell_beside(permit.pk)
    assert heard(f"beside:{permit.pk}:{near.number}") == both
    assert heard(f"beside:{permit.pk}:{far.number}") == set()
    actions.link(plant.applicant, permit, [far])
    actions.tell_beside(permit.pk)
    assert heard(f"beside:{permit.pk}:{far.number}") == both


@pytest.mark.clause("PTW-076")
def test_work_in_a_red_area_is_warned_of_and_in_an_orange_one_is_not(plant, hot):
    area = Area.objects.filter(pk=plant.area.pk)
    permit = actions.start(plant.guardian, hot)
    area.update(risk="orange")
    assert actions.tell_high_risk(permit.pk) == 0
    area.update(risk="red")
    assert actions.tell_high_risk(permit.pk) > 0
    told = heard(f"permit:{permit.pk}:high_risk")
    assert {plant.guardian.pk, plant.safety.pk, plant.boss.pk} <= told


def test_people_of_a_linked_permit_are_no_strangers_until_it_ends(plant, hot):
    permit = actions.start(plant.guardian, hot)
    other = approving(plant, geometry=box(150, 100, 4))
    fitter = make_member(plant.company, Role.WORKER, name="架子工").person
    now = plant.hand.now()
    PermitPerson.objects.create(permit=other, person=fitter, part="worker", joined_at=now)
    dates = {"issued_at": now, "valid_until": other.ends_at}
    Permit.objects.filter(pk=other.pk).update(state="issued", **dates)
    area = JobArea.objects.get(source_id=str(permit.pk))
    leader = plant.leader.person
    assert list(area.admitted.all()) == [leader]  # neither guards nor works, and belongs there
    actions.link(plant.applicant, permit, [Permit.objects.get(pk=other.pk)])
    assert set(area.admitted.all()) == {leader, fitter}
    assert plant.worker.person in area.workers.all()
    Permit.objects.filter(pk=other.pk).update(state="working", started_at=now)
    actions.void(plant.head, other, "改期")
    assert list(area.admitted.all()) == [leader]
