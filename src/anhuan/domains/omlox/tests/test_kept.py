"""Directories kept between reads: one question a read, and what changed is seen at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.omlox.queries import kept
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.queries.scope import Scope


@pytest.fixture
def scope(plant):
    kept.forget_all()
    return Scope(plant.company)


def test_a_second_read_asks_one_question(scope):
    first = kept.directory_for(scope)
    with CaptureQueriesContext(connection) as captured:
        assert kept.directory_for(scope) is first
    assert len(captured) == 1


def test_a_change_is_seen_at_once(plant, scope):
    known = kept.directory_for(scope)
    tag = actions.register_tag(SYSTEM, plant.company, number="T-NEW", technology="uwb")
    fresh = kept.directory_for(scope)
    assert tag.pk in fresh.providers and tag.pk not in known.providers


def test_what_a_client_adds_is_seen_at_once(plant):
    path, body = f"trackables/{plant.wang.pk}", {"id": str(plant.wang.pk), "type": "virtual"}
    plant.hub.get(path)
    assert plant.hub.ask("put", path, body | {"radius": 3.5}).status_code == 200
    assert plant.hub.get(path)["radius"] == 3.5


def test_after_five_seconds_everything_is_read_again(scope, monkeypatch):
    first = kept.directory_for(scope)
    monkeypatch.setattr(kept, "LATE_S", 0.0)
    assert kept.directory_for(scope) is not first


def test_no_more_are_kept_than_there_is_room_for(plant, scope, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    for number in range(4):
        kept.directory_for(Scope(plant.company, frozenset({plant.company.pk, number})))
    assert len(kept._kept) == 2
