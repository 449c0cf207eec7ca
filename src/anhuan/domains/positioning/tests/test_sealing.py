"""Stored tracks cannot be changed quietly: the database refuses, and the check names what was."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from anhuan.domains.audit.actions import seal_waiting
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.audit.queries import verify_chain
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import TrackChunk, TrackSeal
from anhuan.domains.positioning.queries.sealing import (
    stored_leaves,
    unsealed_buckets,
    verify_tracks,
)
from anhuan.domains.positioning.rules.sealing import Finding, Wrong, digest_of, packed_leaves
from anhuan.domains.positioning.tests import factories as make
from anhuan.kernel import clock
from anhuan.kernel.chunks import encode

pytestmark = pytest.mark.django_db
DAY = datetime(2026, 10, 20, tzinfo=UTC)
NEXT = DAY + timedelta(minutes=10)
NOW = DAY + timedelta(days=30)
ALL = DAY - timedelta(days=1), NOW


@pytest.fixture
def plant():
    return make.make_company()


@pytest.fixture
def tags(plant):
    """Two tags with twenty minutes each, sealed."""
    found = [make.make_tag(plant) for _ in range(2)]
    for tag in found:
        make.seal(tag, make.make_points(DAY, range(0, 1200, 60)))
    assert actions.seal_stored(NOW) == 2
    return found


def tamper(sql, *params, table="positioning_trackchunk"):
    """As somebody would who has the database's password and switches the trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(sql, params)
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_what_was_stored_is_sealed_once_and_found_whole(plant, tags):
    assert actions.seal_stored(NOW) == 0
    verdict = verify_tracks(plant, *ALL)
    assert (verdict.buckets, verdict.chunks, verdict.unsealed) == (2, 4, 0)
    assert verdict.is_whole
    rows = AuditRow.objects.filter(verb="seal_tracks")
    assert {row.after["digest"] for row in rows} == set(
        TrackSeal.objects.values_list("digest", flat=True)
    )
    seal_waiting()
    assert verify_chain()["ok"]


def test_the_last_hour_is_left_to_the_engine(plant):
    make.seal(make.make_tag(plant), make.make_points(DAY, range(3)))
    assert actions.seal_stored(DAY + timedelta(minutes=59)) == 0
    assert unsealed_buckets(plant.pk, *ALL) == [DAY]
    assert actions.seal_stored(DAY + timedelta(minutes=60)) == 1


def test_the_database_refuses_to_change_or_delete_a_track_or_a_seal(tags):
    for act in (
        lambda: TrackChunk.objects.update(count=1),
        lambda: TrackChunk.objects.filter(tag_id=tags[0].pk).delete(),
        lambda: TrackSeal.objects.update(digest="0" * 64),
        lambda: TrackSeal.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("payload", encode(make.make_points(DAY, range(0, 600, 60), x_m=300))),
        ("max_x_cm", 99_999),  # would hide somebody from a search by place
        ("count", 1),
    ],
)
def test_an_altered_chunk_is_named_by_tag_and_time(plant, tags, column, value):
    tamper(
        f"UPDATE positioning_trackchunk SET {column} = %s WHERE tag_id = %s AND bucket = %s",
        value, tags[1].pk, DAY,
    )  # fmt: skip
    assert verify_tracks(plant, *ALL).findings == [Finding(DAY, Wrong.ALTERED, tags[1].pk)]


def test_a_chunk_taken_away_or_put_in_is_named(plant, tags):
    tamper("DELETE FROM positioning_trackchunk WHERE tag_id = %s AND bucket = %s", tags[0].pk, DAY)
    third = make.make_tag(plant)
    make.seal(third, make.make_points(NEXT, range(3)))
    assert verify_tracks(plant, *ALL).findings == [
        Finding(DAY, Wrong.MISSING, tags[0].pk),
        Finding(NEXT, Wrong.ADDED, third.pk),
    ]


def test_a_seal_made_to_fit_does_not_fit_the_audit_chain(plant, tags):
    """Whoever alters a chunk and seals it anew must also alter a row of the chain."""
    tamper(
        "UPDATE positioning_trackchunk SET count = 1 WHERE tag_id = %s AND bucket = %s",
        tags[0].pk, DAY,
    )  # fmt: skip
    packed = packed_leaves(stored_leaves(plant.pk, DAY)[0])
    tamper(
        "UPDATE positioning_trackseal SET leaves = %s, digest = %s WHERE bucket = %s",
        packed, digest_of(clock.to_ms(DAY), packed), DAY, table="positioning_trackseal",
    )  # fmt: skip
    assert verify_tracks(plant, *ALL).findings == [Finding(DAY, Wrong.SEAL_ALTERED)]


def test_a_seal_taken_away_with_its_chunks_is_missed(plant, tags):
    tamper("DELETE FROM positioning_trackchunk WHERE bucket = %s", DAY)
    tamper(
        "DELETE FROM positioning_trackseal WHERE bucket = %s", DAY, table="positioning_trackseal"
    )
    assert verify_tracks(plant, *ALL).findings == [Finding(DAY, Wrong.SEAL_MISSING)]


def test_what_was_pruned_by_policy_is_not_missed(plant, tags):
    later = DAY + timedelta(days=500)
    actions.prune_tracks(plant, 400, later)
    assert not TrackSeal.objects.exists()
    assert verify_tracks(plant, *ALL).is_whole
