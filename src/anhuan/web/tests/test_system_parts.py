"""Several engine workers are one line, and a table of who holds what."""

from datetime import UTC, datetime, timedelta

from anhuan.node.health_rules import judge_process
from anhuan.web.live.heartbeats import Board
from anhuan.web.system_parts import parts_panel

T0 = datetime(2026, 11, 21, 8, tzinfo=UTC)


def beat(worker, parts, leases, state="ok", troubles=None):
    detail = {"worker": worker, "host": "box", "pid": 7, "parts": parts, "leases": leases,
              "troubles": troubles or {}}  # fmt: skip
    return {"process": "engine", "pid": 7, "t": T0.isoformat(), "state": state, "lag_s": 0.1,
            "detail": detail}  # fmt: skip


def held(by, free_s=0.0):
    return {"worker": by, "epoch": 3, "free_s": free_s}


LEASES = {"p.judge": held("a"), "p.solve.0": held("b"), "p.solve.1": held("", 12.0)}
JUDGE = {"p.judge": {"lag_s": 0.2, "tags": 9, "troubles": {}}}
SOLVER = {"p.solve.0": {"lag_s": 4.5, "tags": 5, "troubles": {}}}


def test_the_worst_of_all_workers_is_how_the_engine_is():
    board = Board()
    board.hear(beat("a", JUDGE, LEASES), T0)
    board.hear(beat("b", SOLVER, LEASES, "degraded", {"p.solve.1": "nobody holds it"}), T0)
    board.hear(beat("a", JUDGE, LEASES), T0 + timedelta(seconds=1))
    part = judge_process(board.heard["engine"], T0 + timedelta(seconds=1))
    assert (part.is_ok, part.why, part.figures["lag_s"]) == (False, "degraded", 4.5)
    assert set(part.figures["detail"]["parts"]) == {"p.judge", "p.solve.0"}
    assert part.figures["detail"]["troubles"] == {"p.solve.1": "nobody holds it"}


def test_a_worker_that_fell_silent_is_no_trouble_once_others_have_its_parts():
    board = Board()
    board.hear(beat("dead", SOLVER, LEASES, "degraded", {"x": "y"}), T0)
    later = T0 + timedelta(seconds=11)
    board.hear(beat("a", {**JUDGE, **SOLVER}, {"p.judge": held("a")}), later)
    assert judge_process(board.heard["engine"], later).figures["detail"]["workers"] == 1
    assert board.heard["engine"][1]["state"] == "ok"


def test_the_table_names_holder_lag_and_what_nobody_holds():
    board = Board()
    board.hear(beat("a", JUDGE, LEASES), T0)
    board.hear(beat("b", SOLVER, LEASES), T0)
    panel = parts_panel(judge_process(board.heard["engine"], T0).as_dict())
    assert panel is not None
    rows = [[str(cell) for cell in row] for row in panel.table.rows]
    assert [row[0] for row in rows] == ["p · 判定", "p · 解算 1", "p · 解算 2"]
    assert [row[2:5] for row in rows] == [
        ["box:7", "0.2", "9"],
        ["box:7", "4.5", "5"],
        ["", "", ""],
    ]
    assert "无进程负责 12 s" in rows[2][1]


def test_one_process_alone_has_no_such_table():
    assert parts_panel({"ok": True, "detail": {"troubles": {}}}) is None
    assert parts_panel({}) is None
