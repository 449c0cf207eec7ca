"""The system page and who may see it."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.alarms.tests.make import T0, make_account, make_company
from anhuan.node.child_state import ChildState, write_states
from anhuan.web.live.heartbeats import Board
from anhuan.web.watch import watch

pytestmark = pytest.mark.django_db
BACKEND = "anhuan.web.backend.AccountBackend"


@pytest.mark.parametrize(("role", "status"), [("operator", 200), ("plant_head", 403)])
def test_who_may_see_it(client, role, status):
    client.force_login(make_account(make_company(), role), backend=BACKEND)
    assert client.get(reverse("system:state")).status_code == status


def test_it_says_what_was_restarted_and_what_is_kept(client, settings, tmp_path):
    settings.DATA = tmp_path
    (tmp_path / "run").mkdir()
    engine = ChildState(
        "engine", "up", 17, 1_795_000_000.0, 2, "killed by SIGKILL", 1_794_999_990.0
    )
    write_states(tmp_path / "run", [engine])
    client.force_login(make_account(make_company(), "operator"), backend=BACKEND)
    page = client.get(reverse("system:state")).content.decode()
    for wanted in ("定位引擎 于 ", "重启，共 2 次", "killed by SIGKILL", "≥ 365 天", "PostgreSQL"):
        assert wanted in page, wanted


def test_a_process_that_falls_silent_raises_an_alarm_that_returns():
    make_company()
    board = Board()
    board.hear({"process": "engine", "state": "ok"}, T0)
    assert watch(board, T0) == 0
    later = T0.replace(second=11)
    assert watch(board, later) == 1
    alarm = Alarm.objects.select_related("kind").get()
    assert (alarm.kind.code, alarm.title) == ("system", "定位引擎停止响应")
    watch(board, later)
    assert Alarm.objects.count() == 1
    board.hear({"process": "engine", "state": "ok"}, later)
    watch(board, later)
    assert Alarm.objects.get().returned_at == later
    assert json.dumps(board.health(later)["processes"])


def test_an_engine_that_loads_its_code_is_given_90_seconds():
    make_company()
    board = Board()
    starting = {"state": "degraded", "detail": {"troubles": {"engine": "starting"}}}
    board.hear({"process": "engine", **starting}, T0)
    assert watch(board, T0 + timedelta(seconds=90)) == 0
    assert watch(board, T0 + timedelta(seconds=91)) == 1
