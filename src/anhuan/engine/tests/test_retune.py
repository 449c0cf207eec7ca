"""An alarm test with other thresholds: the engine's rules really judge by them, side by side."""

from datetime import datetime, timedelta

import pytest

from anhuan.domains.alarms.actions import seed_kinds
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.calibration import actions
from anhuan.domains.calibration.queries.retuning import outcomes_of
from anhuan.domains.calibration.tests import factories as calibration
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.plant.actions import save_area
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.actions import fences
from anhuan.domains.positioning.tests import factories as make
from anhuan.engine import retune as process
from anhuan.kernel import clock
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db
MIN = timedelta(minutes=1)


@pytest.fixture
def plant():
    company = make.make_company(code="plant")
    make.make_site(company)
    seed_kinds(company)
    return company


@pytest.fixture
def began():
    found = clock.now() - 120 * MIN
    return found.replace(minute=found.minute // 10 * 10, second=0, microsecond=0)


def gather(plant, began, spread_m=10.0):
    """Four people `spread_m` apart in a row for 90 s; before and after they are far from it."""
    for k in range(4):
        tag = make.make_tag(plant)
        make.bind(tag, make.make_person(plant))
        points = make.make_points(began - MIN, range(60 * 8), 0.0, 50.0)
        seconds = range(60 * 8)
        inside = [180 <= s < 270 for s in seconds]
        points.x_cm[:] = [round(100 * (100 + spread_m * k / 3)) if near else 100 * 200 * (k + 2)
                          for near in inside]  # fmt: skip
        make.seal(tag, points)


def session(plant, began, should=True):
    test = calibration.make_alarm_test(plant, started_at=began)
    calibration.make_event(test, began + 2 * MIN, 85, kind="crowd_orange", should_alarm=should)
    return test


def tried(test, name, **tuning):
    run = process.run(actions.ask_retune(SYSTEM, test, name=name, tuning=tuning).pk)
    assert (run.state, run.error) == ("done", "")
    return next(one for one in outcomes_of(test) if one.run.pk == run.pk)


@pytest.mark.clause("AQL-094", "AQL-106", "AQL-107")
def test_thresholds_are_really_judged_by_and_stand_side_by_side(plant, began):
    gather(plant, began)
    test = session(plant, began)
    as_now = tried(test, "现行")
    small = tried(test, "半径 2 m", crowd_radius_m=2.0)
    quick = tried(test, "30 s", crowd_longer_than_s=30.0)
    assert as_now.result.whole.missed == 0 and as_now.run.alarms[0]["kind"] == "crowd_orange"
    assert small.result.whole.missed == 1 and small.result.whole.miss_rate == 1.0
    first = [one.run.alarms[0]["since"] for one in (as_now, quick)]
    assert first[1] < first[0]  # told half a minute sooner
    delay = as_now.result.outcomes[0].delay_s
    assert 60.0 < delay <= 65.0 and 30.0 < quick.result.outcomes[0].delay_s <= 35.0
    assert [one.run.name for one in outcomes_of(test)] == ["现行", "半径 2 m", "30 s"]
    assert not Alarm.objects.exists()  # nothing rang


def test_what_should_not_alarm_counts_as_false_with_a_quicker_threshold(plant, began):
    gather(plant, began)
    test = session(plant, began, should=False)
    test.events.update(until=began + 2 * MIN + timedelta(seconds=50))
    assert tried(test, "现行").result.outcomes[0].alarm is None
    quick = tried(test, "10 s", crowd_longer_than_s=10.0)
    assert quick.result.whole.false_rate == 1.0


def at(monkeypatch, moment, do, *values, **fields):
    """Done as if it were that moment."""
    with monkeypatch.context() as then:
        then.setattr(clock, "now", lambda: moment)
        return do(SYSTEM, *values, **fields)


def test_fences_rule_as_they_were_at_the_recorded_time(plant, began, monkeypatch):
    """Drawn afterwards: silent. Moved away afterwards: it rings where it stood."""
    for k in range(2):
        tag = make.make_tag(plant)
        make.bind(tag, make.make_person(plant))
        points = make.make_points(began, range(600), 0.0, 45.0)
        points.x_cm[:] = 100 * (45 + 100 * k)  # they stand
        make.seal(tag, points)
    save, restricted = fences.save_fence, {"purpose": "restricted"}
    early, late = began + 3 * MIN, began + 6 * MIN
    old = at(monkeypatch, early, save, plant, name="泵区", geometry=make.box(40, 40), **restricted)
    at(monkeypatch, late, save, plant, old, name="改名", geometry=make.box(900, 900))
    save(SYSTEM, plant, name="新禁区", geometry=make.box(140, 40), **restricted)
    test = calibration.make_alarm_test(plant, started_at=began)
    calibration.make_event(test, began + 4 * MIN, 60, kind="boundary")
    (one,) = process.run(actions.ask_retune(SYSTEM, test, name="现行", tuning={}).pk).alarms
    assert one["kind"] == "boundary"
    assert early <= datetime.fromisoformat(one["since"]) <= early + timedelta(seconds=5)


def test_a_fence_moved_in_the_session_ends_its_alarm_and_the_page_says_why(
    plant, began, monkeypatch
):
    tag = make.make_tag(plant)
    make.bind(tag, make.make_person(plant))
    points = make.make_points(began, range(600), 0.0, 45.0)
    points.x_cm[:] = 4500  # stands
    make.seal(tag, points)
    save, moved = fences.save_fence, began + 6 * MIN
    where = {"geometry": make.box(40, 40), "purpose": "restricted"}
    fence = at(monkeypatch, began + 3 * MIN, save, plant, name="泵区", **where)
    at(monkeypatch, moved, save, plant, fence, geometry=make.box(900, 900))
    test = calibration.make_alarm_test(plant, started_at=began)
    calibration.make_event(test, began + 4 * MIN, 200, kind="boundary")
    (one,) = process.run(actions.ask_retune(SYSTEM, test, name="现行", tuning={}).pk).alarms
    assert moved <= datetime.fromisoformat(one["until"]) <= moved + timedelta(seconds=3)
    assert one["why_ended"] == "“泵区”在报警期间被修改（版本 1 → 2），按新的范围和条件判定"
    client = sign_in(make.make_account(plant, Role.SAFETY_MANAGER))
    page = client.get(f"/alarm-tests/{test.pk}/").content.decode()
    assert "试算得到的报警" in page and one["why_ended"] in page


def test_areas_rule_as_they_were_at_the_recorded_time(plant, began, monkeypatch):
    """Its limit lowered, its outline moved or the area made afterwards: judged as it was then."""
    for _ in range(3):
        tag = make.make_tag(plant)
        make.bind(tag, make.make_person(plant))
        points = make.make_points(began, range(600), 0.0, 45.0)
        points.x_cm[:] = 4500
        make.seal(tag, points)
    old = began - 60 * MIN
    draw, values = save_area, {"code": "P1", "name": "泵区", "kind": "production"}
    values |= {"geometry": make.box(40, 40), "max_people": 3}
    area = at(monkeypatch, old, draw, Area(company=plant), values)
    at(monkeypatch, began + 5 * MIN, draw, area, {"max_people": 4})
    at(monkeypatch, began + 90 * MIN, draw, area, {"geometry": make.box(150, 100), "max_people": 1})
    late = {"code": "P2", "name": "后画", "kind": "production", "geometry": make.box(40, 40)}
    save_area(SYSTEM, Area(company=plant), late | {"max_people": 1})
    test = calibration.make_alarm_test(plant, started_at=began)
    calibration.make_event(test, began + MIN, 300, kind="over_count")
    found = process.run(actions.ask_retune(SYSTEM, test, name="现行", tuning={}).pk).alarms
    (one,) = (alarm for alarm in found if alarm["kind"] == "over_count")
    assert one["area_name"] == "泵区"
    ended = datetime.fromisoformat(one["until"]) - (began + 5 * MIN)
    assert timedelta(0) <= ended <= timedelta(seconds=5)
    assert one["why_ended"] == "“泵区”在报警期间被修改，按新的范围和条件判定"


def test_the_page_compares_and_the_form_asks(plant, began):
    gather(plant, began)
    test = session(plant, began)
    tried(test, "半径 2 m", crowd_radius_m=2.0)
    client = sign_in(make.make_account(plant, Role.SAFETY_MANAGER))
    page = client.get(f"/alarm-tests/{test.pk}/").content.decode()
    assert "参数比较" in page and "实际报警" in page and "聚集半径 2 m" in page
    sent = {"name": "20 s", "crowd_longer_than_s": 20, "over_at_limit": "0"}
    assert client.post(f"/alarm-tests/{test.pk}/retunes/create/", sent).status_code == 302
    assert test.retunes.get(name="20 s").tuning == {
        "crowd_longer_than_s": 20.0, "over_at_limit": False,
    }  # fmt: skip
    rows = client.get(f"/api/v1/alarm-tests/{test.pk}/retunes").json()
    assert [row["state"] for row in rows] == ["done", "waiting"]
    assert rows[0]["whole"]["miss_rate"] == 1.0


def test_milder_than_the_standard_or_too_early_is_refused(plant):
    test = calibration.make_alarm_test(plant)
    with pytest.raises(Refused) as refused:
        actions.ask_retune(SYSTEM, test, name=" ", tuning={"crowd_radius_m": 15.1, "nonsense": 1})
    codes = [one.code for one in refused.value.blockers]
    assert codes.count("bad_threshold") == 2
    assert {"name_missing", "no_events", "not_sealed"} <= set(codes)
