"""What a regulator may ask for on the command line: are the tracks whole, and may I have them?"""

import argparse
import json
from datetime import UTC, datetime

import pyarrow.parquet as parquet
import pytest
from django.db import connection

from anhuan.domains.audit.models import AuditRow
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.tests import factories as make
from anhuan.node import export
from anhuan.node.checks import Grade
from anhuan.node.doctor_tracks import check_tracks
from anhuan.node.trouble import Trouble

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 11, 18, 2, tzinfo=UTC)  # ten in the morning in the plant


@pytest.fixture
def plant():
    return make.make_company(code="sh")


@pytest.fixture
def tag(plant):
    tag = make.make_tag(plant, number="T-7")
    make.bind(tag, make.make_person(plant))
    make.seal(tag, make.make_points(DAY, range(1200)))
    actions.seal_stored(datetime(2026, 11, 22, tzinfo=UTC))
    return tag


def asked(file, start="2026-11-18", end="2026-11-18", company=None):
    return argparse.Namespace(what="tracks", start=start, end=end, company=company, file=file)


def test_the_doctor_finds_tracks_whole(tag):
    (check,) = check_tracks(is_full=True)
    assert (check.grade, check.says) == (Grade.OK, "2 of 2 seals checked, all whole")


def test_the_doctor_names_the_tag_and_the_ten_minutes_somebody_altered(tag):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('anhuan.late_tracks', 'on', true)")
        cursor.execute("UPDATE positioning_trackchunk SET min_x_cm = 0 WHERE bucket = %s", [DAY])
    (check,) = check_tracks(is_full=False)
    assert check.grade is Grade.FAIL
    assert check.says == "T-7 at 2026-11-18 10:00: altered"


def test_a_plant_without_tracks_is_no_trouble(plant):
    (check,) = check_tracks(is_full=False)
    assert check.grade is Grade.SKIPPED


def test_tracks_are_exported_from_the_command_line_and_the_chain_knows(tag, tmp_path, capsys):
    file = tmp_path / "tracks.parquet"
    assert export.run(asked(file)) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"file": str(file), "points": 1200, "bytes": file.stat().st_size}
    assert parquet.read_table(file).num_rows == 1200
    assert list(tmp_path.iterdir()) == [file]
    assert AuditRow.objects.get(verb="export_tracks").actor_name == "系统"


def test_a_moment_cuts_to_the_second(tag, tmp_path):
    file = tmp_path / "tracks.parquet"
    export.run(asked(file, "2026-11-18T10:00:05", "2026-11-18T10:00:15"))
    assert parquet.read_table(file).num_rows == 10


@pytest.mark.parametrize(
    ("start", "end", "word"),
    [("2026-11-19", "2026-11-18", "结束时间"), ("gestern", "2026-11-18", "看不懂时间")],
)
def test_what_cannot_be_meant_is_one_sentence(tag, tmp_path, start, end, word):
    with pytest.raises(Trouble, match=word):
        export.run(asked(tmp_path / "x.parquet", start, end))
    assert list(tmp_path.iterdir()) == []


def test_with_several_plants_one_must_be_named(tag, tmp_path):
    make.make_company(code="other")
    with pytest.raises(Trouble, match="--company"):
        export.run(asked(tmp_path / "x.parquet"))
    assert export.run(asked(tmp_path / "x.parquet", company="sh")) == 0
