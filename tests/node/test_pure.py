"""Decisions of the box that need no server: pauses, disk, health, words."""

from datetime import UTC, datetime, timedelta

import pytest

from anhuan.node.backoff import pause_s, streak_after
from anhuan.node.bench import FOLDER, told
from anhuan.node.bounded_log import BoundedLog
from anhuan.node.child import describe_exit
from anhuan.node.disk import DiskLimits, Prunable, Prune, Room, decide, room_for
from anhuan.node.health_rules import judge_nats, judge_postgres, judge_process, overall
from anhuan.node.up import accounts_table

GIB = 1024**3
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("streak", "pause"),
    [(1, 0.2), (5, 0.2), (6, 2), (7, 4), (8, 8), (9, 16), (10, 30), (11, 30), (10_000, 30)],
)
def test_five_fast_restarts_then_slower_and_never_an_end(streak, pause):
    assert pause_s(streak) == pause


def test_a_minute_of_life_makes_good():
    assert streak_after(9, lived_s=59.9) == 10
    assert streak_after(9, lived_s=60) == 1


@pytest.mark.parametrize(
    ("free", "total", "room"),
    [
        (5 * GIB, 100 * GIB, Room.PLENTY),
        (5 * GIB - 1, 100 * GIB, Room.NEARLY_FULL),
        (50 * GIB, 1000 * GIB, Room.PLENTY),
        (50 * GIB - 1, 1000 * GIB, Room.NEARLY_FULL),  # 5 %
        (1 * GIB, 100 * GIB, Room.NEARLY_FULL),
        (1 * GIB - 1, 100 * GIB, Room.FULL),
        (3 * GIB, 10 * GIB, Room.PLENTY),  # a small disk is not warned of for ever
    ],
)
def test_how_much_room_there_is(free, total, room):
    assert room_for(free, total, DiskLimits()) is room


def test_prune_only_when_full_cheapest_first_and_no_more_than_needed():
    things = [Prunable("transport", 3 * GIB), Prunable("old_logs", GIB // 4)]
    assert decide(2 * GIB, 100 * GIB, things).prune == ()
    assert decide(GIB - 1, 100 * GIB, things).prune == (Prune("old_logs", GIB // 4),)
    assert [p.name for p in decide(0, 100 * GIB, things).prune] == ["old_logs", "transport"]
    assert decide(0, 100 * GIB, []).prune == ()  # nothing to throw away is no reason to fall over


def test_postgres_is_well_when_it_answers_soon():
    assert judge_postgres(3.0, is_recovering=False).is_ok
    assert judge_postgres(None, is_recovering=False).why == "no answer"
    assert judge_postgres(3.0, is_recovering=True).why == "recovering"
    assert judge_postgres(501.0, is_recovering=False).why == "slow"


def test_nats_is_well_when_jetstream_answers():
    assert judge_nats(0, {"engine": 3}).as_dict()["ingest_pending"] == {"engine": 3}
    assert not judge_nats(None, {}).is_ok


@pytest.mark.parametrize(
    ("silent_s", "beat", "why"),
    [
        (10, {"state": "ok", "lag_s": 3.0}, ""),
        (10.1, {"state": "ok", "lag_s": 0.0}, "silent"),
        (0, {"state": "degraded", "lag_s": 0.0}, "degraded"),
        (0, {"state": "ok", "lag_s": 3.1}, "lagging"),
    ],
)
def test_a_process_is_judged_by_its_last_heartbeat(silent_s, beat, why):
    part = judge_process((NOW - timedelta(seconds=silent_s), beat), NOW)
    assert (part.is_ok, part.why) == (not why, why)


def test_all_is_well_only_when_all_are():
    well, ill = judge_nats(0, {}), judge_process(None, NOW)
    assert overall([well, well])
    assert not overall([well, ill])


@pytest.mark.parametrize(
    ("code", "words"), [(0, "exit 0"), (3, "exit 3"), (-9, "killed by SIGKILL")]
)
def test_an_end_in_words(code, words):
    assert describe_exit(code) == words


def test_the_accounts_stand_in_columns_whatever_the_script():
    table = accounts_table(
        [
            {"role": "值班员", "user": "operator"},
            {"role": "admin", "user": "root"},
        ]
    )
    assert table == ["role    user    ", "值班员  operator", "admin   root    "]
    assert accounts_table([]) == []


def test_a_log_keeps_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr("anhuan.node.bounded_log.LARGEST_BYTES", 100)
    log = BoundedLog(tmp_path / "engine.log")
    for number in range(100):
        log.write(b"line %d of a talkative process\n" % number)
    log.close()
    assert len(list(tmp_path.iterdir())) == 5
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 700
    assert log.last_lines()[-1] == "line 99 of a talkative process"


def test_every_benchmark_takes_json():
    shared = {one.stem for one in FOLDER.glob("_*.py") if '"--json"' in one.read_text()}
    for file in FOLDER.glob("[a-z]*.py"):
        text = file.read_text()
        assert '"--json"' in text or any(f"{one} import" in text for one in shared), file


def test_what_a_benchmark_said_is_one_line_or_a_table():
    said = '{"n": 12000,\n "twr": {"rmse_m": 0.5}, "ok": true}\n'
    assert told(said, is_json=True) == '{"n": 12000, "twr": {"rmse_m": 0.5}, "ok": true}\n'
    assert told(said, is_json=False).splitlines() == [
        "n         12,000",
        "twr",
        "  rmse m  0.5",
        "ok        yes",
    ]
    assert told("Traceback", is_json=True) == "Traceback"
