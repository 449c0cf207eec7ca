"""What a personnel system changes is what positioning says of the tag."""

import pytest
from django.test import Client

from anhuan.domains.org.actions import issue_api_token
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_company, make_person
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.domains.plant.tests.factories import make_site
from anhuan.domains.positioning.models import Assignment
from anhuan.domains.positioning.tests.factories import bind, make_tag
from anhuan.engine.adapters.holders import load_holders
from anhuan.kernel import clock
from anhuan.web import wiring

pytestmark = pytest.mark.django_db


def react(company):
    """As the relay does: every event since the last time, once."""
    for event in OutboxEvent.objects.filter(company=company.code, published_at=None):
        for one in wiring.REACTIONS.get(event.type, ()):
            one(event)
        assert not event.type.startswith("org.person.") or list(wiring.signals_of(event))
    OutboxEvent.objects.update(published_at=clock.now())


@pytest.mark.clause("AQL-016")
def test_a_new_name_and_a_leave_in_the_personnel_system_reach_the_tag():
    company = make_company()
    make_site(company)
    person, tag = make_person(company, name="王海涛"), make_tag(company)
    bind(tag, person)
    manager = make_account(company, Role.SAFETY_MANAGER)
    key = issue_api_token(manager, manager, "人事系统")
    personnel = Client(headers={"authorization": f"Token {key}"})
    address = f"/api/v1/people/{person.pk}"
    changed = personnel.patch(address, {"name": "王海波"}, "application/json")
    assert changed.status_code == 200
    react(company)
    assert load_holders(company)[tag.pk].name == "王海波"
    assert personnel.delete(address).status_code == 204
    react(company)
    held = Assignment.objects.get(tag=tag)
    assert held.until is not None and held.person == person, "who held it stays on record"
    holder = load_holders(company)[tag.pk]
    assert holder.subject is None and "王海波" not in holder.name
