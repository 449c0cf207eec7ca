"""What the board keeps in memory of open permits is never older than their last deed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anhuan.domains.org.rules import Role
from anhuan.domains.permits import actions
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.board import open_cards
from anhuan.domains.permits.queries.kept import KEPT, MOST, Kept
from anhuan.domains.permits.tests.make import issued, make_member, reserved

pytestmark = pytest.mark.django_db


def looked_at(plant):
    """The cards a safety manager sees, and what it cost to read them."""
    with CaptureQueriesContext(connection) as found:
        cards = open_cards(plant.safety, plant.hand.now())
    return {card.permit.pk: card for card in cards}, len(found.captured_queries)


def test_the_second_look_reads_no_permit_again(plant):
    permits = {issued(plant).pk, reserved(plant).pk}
    first, cost = looked_at(plant)
    second, less = looked_at(plant)
    assert set(first) == set(second) == permits
    assert less <= cost - 8  # rows, people, approvals, briefings, stops, names …


def test_a_deed_is_seen_at_the_next_look(plant):
    permit, other = reserved(plant), reserved(plant)
    before, _ = looked_at(plant)
    actions.ask_cancel(plant.applicant, permit, "今天不做了")
    actions.cancel(plant.head, permit)
    after, _ = looked_at(plant)
    assert permit.pk in before
    assert set(after) == {other.pk}


def test_each_sees_only_what_concerns_him(plant):
    permit = issued(plant)
    looked_at(plant)
    stranger = make_member(plant.company, Role.WORKER)
    assert permit.pk not in {card.permit.pk for card in open_cards(stranger, plant.hand.now())}


def test_names_grow_old_and_memory_does_not_grow():
    kept, permits = Kept(), [Permit(version=1) for _ in range(MOST + 5)]
    kept.keep(permits, until_s=100.0)
    keys = [(one.pk, one.version) for one in permits]
    assert len(kept.find(keys, 99.9)) == MOST
    assert not kept.find(keys, 100.0)
    assert not kept.find([(permits[-1].pk, 2)], 0.0)
    assert KEPT is not kept
