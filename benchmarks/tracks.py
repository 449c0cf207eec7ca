"""Stored trajectories: bytes a point, a person's day, everyone at a moment, who was near a place.

30 days of 1,000 tags at 1 Hz as ten-minute chunks, asked for through the product's own queries,
beside plain rows (tag, t, x, y, floor, radius; indexed) in the same PostgreSQL. A day of some
simulated people is walked once and repeated with shifted times. `--days 3 --tags 200` is quick.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import start

SERVERS = start()
os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"
import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from anhuan.domains.org.models import Account, Company, Person, RoleGrant  # noqa: E402
from anhuan.domains.org.rules import Role  # noqa: E402
from anhuan.domains.positioning.actions import seal_bucket  # noqa: E402
from anhuan.domains.positioning.models import Assignment, Tag  # noqa: E402
from anhuan.domains.positioning.queries.near import who_was_near  # noqa: E402
from anhuan.domains.positioning.queries.sealing import verify_tracks  # noqa: E402
from anhuan.domains.positioning.queries.tracks import everyone_at, track  # noqa: E402
from anhuan.kernel import clock  # noqa: E402
from anhuan.kernel.chunks import Track, coarse_r68, encode  # noqa: E402

DAY_S, BUCKET_S = 86_400, 600
BUCKETS = DAY_S // BUCKET_S
WALKERS = 24  # different days; everybody else repeats one of them
WANTED = {"bytes_per_point": 3.0, "person_day_ms": 20.0, "everyone_at_ms": 60.0, "near_ms": 500.0}
_COPY = """COPY positioning_trackchunk
  (company_id, tag_id, bucket, count, min_x_cm, min_y_cm, max_x_cm, max_y_cm, payload)
  FROM STDIN (FORMAT BINARY)"""
_TYPES = ["uuid", "uuid", "timestamptz", "int4", "int4", "int4", "int4", "int4", "bytea"]


def day_of(seed: int, start_ms: int) -> Track:
    """A person's day: walks of 1.2 m/s, stays, a stair now and then, correlated error."""
    rng = np.random.default_rng(seed)
    t = start_ms + 1000 * np.arange(DAY_S) + rng.integers(0, 40, DAY_S)
    walking = np.repeat(rng.random(DAY_S // 60) < 0.3, 60)
    heading = np.cumsum(rng.normal(0, 0.15, DAY_S))
    x = 200 + 150 * np.sin(np.cumsum(walking * 1.2 * np.cos(heading)) / 150)
    y = 150 + 100 * np.sin(np.cumsum(walking * 1.2 * np.sin(heading)) / 100)
    noise = rng.normal(0, 0.065, (2, DAY_S))
    for k in range(1, DAY_S):
        noise[:, k] += 0.9 * noise[:, k - 1]
    still = np.where(walking, 1.0, 0.15)  # a tag at rest keeps one place
    floor = 1 + np.repeat(rng.integers(0, 4, DAY_S // 1800), 1800)
    radius = coarse_r68(30 + 25 * np.abs(np.sin(np.arange(DAY_S) / 90)))
    cm = lambda v: np.round(100 * v).astype(np.int64)  # noqa: E731
    return Track(t, cm(x + noise[0] * still), cm(y + noise[1] * still), floor, radius)


def buckets(day: Track) -> Iterator[Track]:
    """A day cut into ten minutes."""
    for first in range(0, DAY_S, BUCKET_S):
        yield Track(*(column[first : first + BUCKET_S] for column in day))


def shifted(track: Track, by_ms: int) -> bytes:
    """The same ten minutes on another day, packed."""
    return encode(track._replace(t_ms=track.t_ms + by_ms))


def plant(tags: int, since: datetime) -> tuple[Company, Account, list[Person], list[UUID]]:
    """A company, somebody who may look, people with tags."""
    company = Company.objects.create(code="bench", name="基准")
    account = Account.objects.create_user("bench", password=None, company=company)
    RoleGrant.objects.create(account=account, role=Role.SAFETY_MANAGER)
    people = Person.objects.bulk_create(
        Person(company=company, number=f"P{k}", name=f"人{k}", kind="employee", sex="male")
        for k in range(tags)
    )
    rows = Tag.objects.bulk_create(Tag(company=company, number=f"T{k}") for k in range(tags))
    Assignment.objects.bulk_create(
        Assignment(tag=tag, person=person, since=since - timedelta(days=1))
        for tag, person in zip(rows, people, strict=True)
    )
    return company, account, people, [tag.pk for tag in rows]


def store(company: Company, tags: list[UUID], days: int, start: datetime) -> dict[str, Any]:
    """All chunks; how large and how fast."""
    start_ms = clock.to_ms(start)
    walked = [list(buckets(day_of(seed, start_ms))) for seed in range(min(WALKERS, len(tags)))]
    took, payload = 0.0, 0
    for day in range(days):
        packed = [[shifted(chunk, day * DAY_S * 1000) for chunk in one] for one in walked]
        payload += sum(len(body) for one in packed for body in one)
        began = time.perf_counter()
        midnight = start + timedelta(days=day)
        with connection.cursor() as cursor:
            cursor.execute("SELECT ensure_track_partition(%s)", [midnight])
            with cursor.copy(_COPY) as copy:
                copy.set_types(_TYPES)
                for row in rows_of(company, tags, walked, packed, midnight):
                    copy.write_row(row)
        took += time.perf_counter() - began
    points = days * len(tags) * DAY_S
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE positioning_trackchunk")
        cursor.execute(
            """SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits
                WHERE inhparent = 'positioning_trackchunk'::regclass"""
        )
        size = int(cursor.fetchone()[0])
    payload_points = days * len(walked) * DAY_S
    return {
        "points": points, "bytes": size, "bytes_per_point": round(size / points, 3),
        "payload_bytes_per_point": round(payload / payload_points, 3),
        "stored_points_per_s": round(points / took),
    }  # fmt: skip


def rows_of(
    company: Company,
    tags: list[UUID],
    walked: list[list[Track]],
    packed: list[list[bytes]],
    midnight: datetime,
) -> Iterator[tuple[Any, ...]]:
    """A day's chunks in the order the engine writes them: bucket by bucket."""
    for k in range(BUCKETS):
        at = midnight + timedelta(seconds=k * BUCKET_S)
        boxes = [
            tuple(map(int, (c.x_cm.min(), c.y_cm.min(), c.x_cm.max(), c.y_cm.max())))
            for c in (one[k] for one in walked)
        ]
        for n, tag in enumerate(tags):
            m = n % len(walked)
            yield (company.pk, tag, at, BUCKET_S, *boxes[m], packed[m][k])


def store_rows(tags: list[UUID], start: datetime) -> dict[str, Any]:
    """One day of the same people as plain rows."""
    start_ms = clock.to_ms(start)
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE TABLE bench_rows (tag uuid, t timestamptz, x_cm int, y_cm int,
               floor smallint, r68_cm int)"""
        )
        began = time.perf_counter()
        with cursor.copy("COPY bench_rows FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["uuid", "timestamptz", "int4", "int4", "int2", "int4"])
            days = [day_of(seed, start_ms) for seed in range(min(WALKERS, len(tags)))]
            for n, tag in enumerate(tags):
                day = days[n % len(days)]
                for t, x, y, floor, r68 in zip(*(c.tolist() for c in day), strict=True):
                    copy.write_row((tag, clock.from_ms(t), x, y, floor, r68))
        cursor.execute("CREATE INDEX ON bench_rows (tag, t)")
        cursor.execute("CREATE INDEX ON bench_rows (t)")
        took = time.perf_counter() - began
        cursor.execute("VACUUM ANALYZE bench_rows")
        cursor.execute("SELECT pg_total_relation_size('bench_rows')")
        size = int(cursor.fetchone()[0])
    points = len(tags) * DAY_S
    return {
        "points": points, "bytes_per_point": round(size / points, 1),
        "stored_points_per_s": round(points / took),
    }  # fmt: skip


def timed(ask: Callable[[int], Any], times: int) -> dict[str, float]:
    """Milliseconds of asking, warm: on the wall, and of our own CPU (PostgreSQL's comes on top)."""
    ask(0)
    took, busy = [], []
    for k in range(times):
        began, worked = time.perf_counter(), time.process_time()
        ask(k)
        took.append(1000 * (time.perf_counter() - began))
        busy.append(1000 * (time.process_time() - worked))
    return {
        "median_ms": round(statistics.median(took), 2), "max_ms": round(max(took), 2),
        "cpu_ms": round(statistics.median(busy), 2),
    }  # fmt: skip


def rows_of_day(tag: UUID, start: datetime) -> list[tuple[Any, ...]]:
    """One person's day out of plain rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t, x_cm, y_cm, floor, r68_cm FROM bench_rows "
            "WHERE tag = %s AND t >= %s AND t < %s ORDER BY t",
            [tag, start, start + timedelta(days=1)],
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def rows_at(at: datetime) -> list[tuple[Any, ...]]:
    """Everyone's last row of the minute before a moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (tag) tag, t, x_cm, y_cm, floor FROM bench_rows "
            "WHERE t > %s AND t <= %s ORDER BY tag, t DESC",
            [at - timedelta(minutes=1), at],
        )
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def rows_near(x_m: float, y_m: float, radius_m: float, start: datetime) -> list[tuple[Any, ...]]:
    """Who was in a circle in a day, out of plain rows: first, last, closest."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tag, min(t), max(t), min((x_cm - %s) ^ 2 + (y_cm - %s) ^ 2) FROM bench_rows "
            "WHERE t >= %s AND t < %s AND x_cm BETWEEN %s AND %s AND y_cm BETWEEN %s AND %s "
            "AND (x_cm - %s) ^ 2 + (y_cm - %s) ^ 2 <= %s GROUP BY tag",
            [
                100 * x_m, 100 * y_m, start, start + timedelta(days=1),
                100 * (x_m - radius_m), 100 * (x_m + radius_m),
                100 * (y_m - radius_m), 100 * (y_m + radius_m),
                100 * x_m, 100 * y_m, (100 * radius_m) ** 2,
            ],
        )  # fmt: skip
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def sealed_day(company: Company, start: datetime) -> dict[str, float]:
    """Sealing a day into the audit chain and checking it, and what the seals add to a point."""
    worked = time.process_time()
    seals = [
        seal_bucket(company.pk, start + timedelta(seconds=BUCKET_S * k)) for k in range(BUCKETS)
    ]
    sealed, began = time.process_time(), time.perf_counter()
    verdict = verify_tracks(company, start, start + timedelta(days=1))
    assert verdict.is_whole and verdict.buckets == BUCKETS
    return {
        "seal_cpu_s": round(sealed - worked, 2), "check_s": round(time.perf_counter() - began, 2),
        "chunks": verdict.chunks,
        "bytes_per_point": round(
            sum(len(one.leaves) for one in seals) / sum(one.points for one in seals), 3
        ),
    }  # fmt: skip


PLACES = ((200.0, 150.0), (60.0, 80.0), (330.0, 210.0), (120.0, 230.0))


def measure(tags: int, days: int, row_tags: int) -> dict[str, Any]:
    """Store, ask, compare."""
    start = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    start -= timedelta(days=days + 1)
    company, account, people, ids = plant(tags, start)
    chunks = store(company, ids, days, start)
    middle = start + timedelta(days=days // 2)

    def day(k: int) -> int:
        who, when = people[k * 37 % tags], start + timedelta(days=k % days)
        found = track(account, who.pk, when, when + timedelta(days=1), step_ms=1)
        return sum(piece.points for piece in found.segments)

    def moment(k: int) -> int:
        return len(everyone_at(account, middle + timedelta(seconds=7_919 * k % DAY_S)).rows)

    def near(k: int) -> int:
        when = start + timedelta(days=k % days)
        found = who_was_near(account, *PLACES[k % 4], None, 10.0, when, when + timedelta(days=1))
        return len(found)

    assert day(1) == DAY_S
    assert moment(1) == tags
    person, everyone = timed(day, 40), timed(moment, 20)
    nearby = {**timed(near, 12), "people": [near(k) for k in range(4)], "radius_m": 10}
    rows = store_rows(ids[:row_tags], middle)
    row_person = timed(lambda k: rows_of_day(ids[k % row_tags], middle), 10)
    row_near = timed(lambda k: rows_near(*PLACES[k % 4], 10.0, middle), 8)
    row_everyone = timed(lambda k: rows_at(middle + timedelta(seconds=7_919 * k % DAY_S)), 20)
    return {
        "tags": tags, "days": days, "chunks": chunks, "person_day": person,
        "everyone_at": everyone, "near": nearby, "seals": sealed_day(company, middle),
        "wanted": WANTED,
        "of_wanted": {
            "bytes_per_point": round(chunks["bytes_per_point"] / WANTED["bytes_per_point"], 3),
            "person_day": round(person["median_ms"] / WANTED["person_day_ms"], 3),
            "everyone_at": round(everyone["median_ms"] / WANTED["everyone_at_ms"], 3),
            "near": round(float(nearby["median_ms"]) / WANTED["near_ms"], 3),
        },
        "plain_rows": {**rows, "tags": row_tags, "days": 1, "person_day": row_person,
                       "everyone_at": row_everyone, "near": row_near},
        "times_smaller_than_rows": round(rows["bytes_per_point"] / chunks["bytes_per_point"], 1),
        "times_faster_person_day": round(row_person["median_ms"] / person["median_ms"], 1),
        "load_average": os.getloadavg()[0],
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON (always so)")
    parser.add_argument("--tags", type=int, default=1000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--row-tags", type=int, default=50, help="tags stored as plain rows too")
    asked = parser.parse_args()
    SERVERS.wait()
    call_command("migrate", verbosity=0)
    found = measure(asked.tags, asked.days, min(asked.row_tags, asked.tags))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
