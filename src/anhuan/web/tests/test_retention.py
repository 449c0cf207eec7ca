"""The page of retention, room on the disk, exports, and what time alone removes."""

import io
from collections import namedtuple
from datetime import UTC, datetime, timedelta

import pyarrow.parquet as parquet
import pytest
from django.db import connection
from django.urls import reverse

from anhuan.desk.models import StoredAnswer
from anhuan.domains.alarms.models import Alarm
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.org.tests.factories import sign_in
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock
from anhuan.node import caretaker
from anhuan.node.data_folder import DataFolder
from anhuan.node.disk import GIB, MIB, decide, is_critical
from anhuan.web import storage, wiring
from anhuan.web.relief import relieve

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 18, 2, tzinfo=UTC)  # ten in the morning in the plant
NOW = datetime(2026, 11, 22, tzinfo=UTC)
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def plant():
    return make.make_company(name="海晟化工")


@pytest.fixture
def wang(plant):
    person = make.make_person(plant, department=make.make_department(plant))
    person.tag = make.make_tag(plant, number="T-1")
    make.bind(person.tag, person)
    make.seal(person.tag, make.make_points(DAY, range(0, 1200)))
    return person


@pytest.fixture
def client(plant):
    return sign_in(make.make_account(plant))


def stored_months():
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT to_char(bucket AT TIME ZONE 'UTC', 'YYYY-MM')"
                       " FROM positioning_trackchunk ORDER BY 1")  # fmt: skip
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize(
    ("role", "page", "export"),
    [
        ("safety_manager", 200, 200),
        ("operator", 200, 200),
        ("administrator", 200, 403),  # looks after the machine, not after people's tracks
        ("regulator", 403, 200),
        ("worker", 403, 403),
    ],
)
def test_who_may_see_what_is_kept_and_who_may_take_tracks_out(plant, role, page, export):
    client = sign_in(make.make_account(plant, role))
    assert client.get(reverse("system:retention")).status_code == page
    assert client.get(reverse("system:check_tracks")).status_code == page
    assert client.get(reverse("system:export_tracks")).status_code == export


# --- the page -------------------------------------------------------------------------------------


def test_the_page_says_what_is_kept_how_long_and_how_large_it_will_be(client, wang):
    actions.seal_stored(clock.now())
    page = client.get(reverse("system:retention")).content.decode()
    for wanted in ("400\u00a0天", "≥ 365 天", "1095\u00a0天", "存满时预计", "磁盘剩余", "尚未核验"):
        assert wanted in page, wanted


def test_the_forecast_grows_with_the_policy_and_the_data(plant, wang):
    actions.seal_stored(NOW)
    tracks = storage.sizes(NOW)[0]
    assert tracks.keep_days == 400
    assert tracks.per_day_bytes > 0
    assert tracks.expected_bytes == max(400 * tracks.per_day_bytes, tracks.now_bytes)
    from anhuan.domains.audit.actions import SYSTEM

    actions.change_settings(SYSTEM, plant, track_days=800)
    assert storage.sizes(NOW)[0].expected_bytes == 800 * tracks.per_day_bytes


@pytest.mark.parametrize(("free", "left"), [(301, None), (300, 30), (45, 4)])
def test_it_says_when_the_disk_will_be_full(free, left):
    found = [storage.Size("轨迹", 100, 10, 40, "")]  # 300 bytes are still to come, 10 a day
    assert storage.days_left(found, free) == left


def test_a_day_is_checked_at_a_button_and_what_is_wrong_is_named(client, wang):
    actions.seal_stored(NOW)
    url = reverse("system:check_tracks")
    page = client.post(url, {"day": "2026-11-18"}, follow=True).content.decode()
    assert "核验 2 个时段、2 段轨迹，与封存记录一致" in page
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('anhuan.late_tracks', 'on', true)")
        cursor.execute("UPDATE positioning_trackchunk SET count = 1 WHERE bucket = %s", [DAY])
    page = client.post(url, {"day": "2026-11-18"}, follow=True).content.decode()
    assert "1 处不符" in page
    assert "数据被改动" in page and "T-1" in page and "11-18 10:00" in page
    assert Alarm.objects.get().title == "轨迹数据与封存记录不符"
    assert AuditRow.objects.filter(verb="check_tracks").count() == 2


# --- exports --------------------------------------------------------------------------------------


def test_tracks_come_out_as_parquet_with_who_and_where(client, wang):
    answer = client.post(
        reverse("system:export_tracks"), {"first": "2026-11-18", "last": "2026-11-18"}
    )
    table = parquet.read_table(io.BytesIO(b"".join(answer.streaming_content)))
    assert table.num_rows == 1200
    row = table.slice(700, 1).to_pylist()[0]
    assert row["t"] == DAY + timedelta(seconds=700)
    assert (row["tag"], row["name"], row["subject"]) == ("T-1", "王海涛", str(wang.pk))
    assert (row["x_m"], row["y_m"], row["floor"], row["r68_m"]) == (710.0, 20.0, 1, 0.5)
    assert table.schema.metadata[b"company"].decode() == "海晟化工"
    assert "1200 点" in AuditRow.objects.get(verb="export_tracks").note


def test_an_export_has_the_days_asked_for_and_those_in_scope_only(plant, wang):
    make.seal(wang.tag, make.make_points(datetime(2026, 11, 18, 15, 59, 58, tzinfo=UTC), range(4)))
    other = make.make_person(plant)
    tag = make.make_tag(plant)
    make.bind(tag, other)
    make.seal(tag, make.make_points(DAY, range(10)))
    head = make.make_account(plant, "department_head", department=wang.department)
    answer = sign_in(head).post(
        reverse("system:export_tracks"), {"first": "2026-11-19", "last": "2026-11-19"}
    )
    table = parquet.read_table(io.BytesIO(b"".join(answer.streaming_content)))
    assert table.num_rows == 2  # midnight in the plant is 16:00 UTC


@pytest.mark.parametrize(
    ("first", "last"), [("2026-11-19", "2026-11-18"), ("2026-10-01", "2026-11-01")]
)
def test_a_period_that_is_none_or_too_long_is_refused(client, wang, first, last):
    answer = client.post(reverse("system:export_tracks"), {"first": first, "last": last})
    assert answer.status_code == 422
    assert "至多 31 天" in answer.content.decode()


def test_a_period_without_data_is_an_empty_file(client, wang):
    answer = client.post(
        reverse("system:export_tracks"), {"first": "2026-01-01", "last": "2026-01-01"}
    )
    assert parquet.read_table(io.BytesIO(b"".join(answer.streaming_content))).num_rows == 0


# --- room -----------------------------------------------------------------------------------------


@pytest.fixture
def disk(settings, tmp_path, monkeypatch):
    """A disk that has as much room as the test says."""
    settings.DATA = tmp_path
    DataFolder(tmp_path).postgres.mkdir(parents=True)

    def left(free):
        usage = Usage(1000 * GIB, 1000 * GIB - free, free)
        monkeypatch.setattr(caretaker.shutil, "disk_usage", lambda _: usage)

    return left


@pytest.fixture
def years(plant, wang):
    """A month past the legal year, four within it."""
    for year, month in ((2025, 9), (2025, 12), (2026, 3), (2026, 10)):
        make.seal(wang.tag, make.make_points(datetime(year, month, 5, tzinfo=UTC), range(5)))


def test_with_room_nothing_goes(disk, years):
    disk(60 * GIB)
    assert relieve(NOW) == 0
    assert len(stored_months()) == 5


@pytest.mark.clause("AQL-006")
def test_a_full_disk_takes_what_is_past_the_legal_year_and_nothing_else(disk, years):
    disk(300 * MIB)
    assert relieve(NOW) == 1
    assert stored_months() == ["2025-12", "2026-03", "2026-10", "2026-11"]
    assert relieve(NOW) == 0
    assert AuditRow.objects.get(verb="prune").note == "磁盘已满，删除 2025-09"
    assert not Alarm.objects.exists()


def test_at_the_very_end_younger_tracks_go_with_an_alarm_but_never_the_newest(disk, years):
    disk(255 * MIB)
    assert relieve(NOW) == 3
    assert stored_months() == ["2026-10", "2026-11"]
    alarm = Alarm.objects.get()
    assert (alarm.title, alarm.returned_at) == ("磁盘告急，已删除未满一年的轨迹", None)
    assert "2025-12、2026-03" in alarm.text
    assert relieve(NOW) == 0  # no loop: there is nothing more to give
    disk(60 * GIB)
    assert relieve(NOW) == 1
    assert Alarm.objects.get().returned_at == NOW


def test_what_is_cheap_goes_before_the_record():
    from anhuan.node.disk import Prunable

    assert is_critical(decide(255 * MIB, 1000 * GIB, []))
    assert not is_critical(decide(256 * MIB, 1000 * GIB, []))
    assert not is_critical(decide(255 * MIB, 1000 * GIB, [Prunable("transport", GIB)]))


# --- what time alone removes ----------------------------------------------------------------------


def test_answers_to_repeated_writes_are_forgotten_after_a_week():
    account = make.make_account(make.make_company())
    for key, age in (("old", timedelta(days=7, seconds=1)), ("young", timedelta(days=6))):
        StoredAnswer.objects.create(account_id=account.pk, key=key, request_digest="", at=NOW - age)
    (scan,) = (one for one in wiring.SCANS if one.name == "old answers")
    assert scan.look(NOW) == 1
    assert StoredAnswer.objects.get().key == "young"
