"""The worker computes trials of fences in a process of the engine's."""

import os
import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.tests import factories as make
from anhuan.web import trials

pytestmark = pytest.mark.django_db
T0 = datetime(2026, 11, 21, 8, tzinfo=UTC)


def after(minutes):
    return T0 + timedelta(minutes=minutes)


@pytest.fixture
def plant():
    company = make.make_company(code="plant")
    make.make_site(company)
    seed_kinds(company)
    return company


@pytest.mark.django_db(transaction=True)
def test_the_worker_computes_in_a_process_of_its_own(plant, monkeypatch):
    tag = make.make_tag(plant)
    make.bind(tag, make.make_person(plant))
    make.seal(tag, make.make_points(after(1), range(60), 5.0, 5.0))
    asked = actions.ask_trial(SYSTEM, make.make_fence(plant), T0, after(30), after(120))
    database = connection.settings_dict
    url = "postgresql://{USER}:{PASSWORD}@/{NAME}?host={HOST}&port={PORT}".format(**database)
    monkeypatch.setitem(os.environ, "DATABASE_URL", url)
    assert trials.run_waiting(after(121)) == 1
    asked.refresh_from_db()
    assert (asked.state, asked.error) == ("done", "")
    assert asked.figures["alarms"] == 1


def test_a_trial_that_fails_says_so(plant, monkeypatch):
    asked = actions.ask_trial(SYSTEM, make.make_fence(plant), T0, after(30), after(120))
    monkeypatch.setattr(trials, "COMMAND", (sys.executable, "-c", "import sys; sys.exit(3)", "--"))
    assert trials.run_waiting(after(121)) == 1
    asked.refresh_from_db()
    assert (asked.state, asked.error[:4]) == ("failed", "计算出错")
