"""The crew changes while work goes on, by phone; never without a network."""

import pytest

from anhuan.domains.org.rules import Role
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.tests.make import make_member, working

pytestmark = pytest.mark.django_db


def test_somebody_joins_a_running_work_with_a_certificate_and_somebody_leaves(plant, phone):
    permit = str(working(plant).pk)
    fitter = make_member(plant.company, Role.WORKER, name="焊工二").person
    shown = {"trade": "welding", "number": "T37010219900202", "valid_until": "2028-01-01"}
    who = {"joining": str(fitter.pk), "leaving": [str(plant.worker.person_id)]}
    who |= {"permit": permit, "reason": "换班"}
    late = phone("guardian").do("permit.change_crew", ago_s=600, **who)
    assert late["state"] == "refused"
    done = phone("guardian").do("permit.change_crew", **who, **shown)
    assert done["state"] == "accepted", done
    rows = Permit.objects.get(pk=permit).people
    assert rows.get(person=fitter).certificates[0]["number"] == shown["number"]
    assert rows.get(person=plant.worker.person).left_at is not None
