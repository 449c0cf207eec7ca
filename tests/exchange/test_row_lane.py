"""`anhuan exchange copy --pipe`: whole tables by the rules of a pipe."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.exchange.pair import Pair, wait_for
from tests.exchange.test_kills import hold, is_waiting

PLANT = """
    create table worker (id bigint primary key, name text, phone text, is_in boolean,
        area text, weight numeric(6, 2), at timestamptz, note text)
"""
FILL = """
    insert into worker select n, '工 ' || n, '138' || lpad(n::text, 8, '0'), n % 3 = 0,
        'A' || n % 4, n * 0.25, '2026-01-01'::timestamptz + n * interval '1 s',
        (array[null, '', E'tab\\t and\\nend', 'back\\slash', '\\N', 'ünï'])[1 + n % 6]
    from generate_series({}, {}) n
"""
FAR = """
    create table t_worker (id bigint primary key, name text, tel text, inside text,
        area text, weight_kg numeric(6, 2), at timestamptz, note text)
"""
PIPE = """
version: 1
pipe: workers
source:
  {kind: postgres, url: "env:PLANT_DB", tables: [{name: worker, target: t_worker COMPARE}]}
transforms:
  - rename: {phone: tel, is_in: inside, weight: weight_kg}
  - mask: {field: tel, keep_first: 3, keep_last: 4}
  - codes: {field: inside, map: {"true": "1", "false": "0"}}
MORE
routes:
  - to: far
    transport: {kind: tcp, url: "tcp://127.0.0.1:1", token: "env:TOKEN"}
"""
OTHERS = """
    select count(*) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""
COMPARED = ", compare: [id, name, area, weight, at, note]"
Copy = Callable[..., tuple[int, str]]


@pytest.fixture
def filled(pair: Pair) -> Pair:
    pair.plant_do(PLANT, FILL.format(1, 2_000))
    pair.province_do(FAR)
    return pair


@pytest.fixture
def copy(filled: Pair, tmp_path: Path) -> Copy:
    def run(compare: str = COMPARED, more: str = "", *words: str) -> tuple[int, str]:
        path = tmp_path / "workers.yaml"
        path.write_text(PIPE.replace("COMPARE", compare).replace("MORE", more), encoding="utf-8")
        done = subprocess.run(
            command(path, *words), env=environment(filled), capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        return done.returncode, done.stdout + done.stderr

    return run


def command(path: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "anhuan", "exchange", "copy", "--pipe", str(path),
            "--to", "env:PROVINCE_DB", *words]  # fmt: skip


def environment(pair: Pair) -> dict[str, str]:
    return os.environ | {"PLANT_DB": pair.plant_db, "PROVINCE_DB": pair.province_db}


@pytest.mark.clause("EXC-063")
def test_rows_go_by_the_rules_of_the_pipe_and_what_they_leave_is_compared(
    filled: Pair, copy: Copy
) -> None:
    code, said = copy()
    assert code == 0, said
    assert (
        "本次复制 2,000 行" in said and "两侧一致（列 id、name、area、weight_kg、at、note）" in said
    )
    kept = "select id, name, area, {}, at, note from {} order by id"
    assert filled.plant_do(kept.format("weight", "worker")) == filled.province_do(
        kept.format("weight_kg", "t_worker")
    )
    changed = filled.province_do("select tel, inside from t_worker where id < 4 and id > 1")
    assert sorted(changed) == [("138****0002", "0"), ("138****0003", "1")]


def test_rows_that_are_filtered_or_become_several_are_counted(filled: Pair, copy: Copy) -> None:
    code, said = copy("", "  - filter: {field: area, in: [A1, A2]}")
    assert code == 0 and "写入 1,000 行，目标表有 1,000 行" in said, said
    assert filled.province_do("select distinct area from t_worker order by 1") == [("A1",), ("A2",)]


def test_a_row_that_cannot_be_transformed_is_named_and_its_range_is_not_there(
    filled: Pair, copy: Copy
) -> None:
    filled.plant_do("update worker set is_in = null, area = 'A9' where id = 1234")
    rule = '  - codes: {field: area, map: {A0: "0", A1: "1", A2: "2", A3: "3"}}'
    code, said = copy("", rule)
    assert code == 1 and "worker 的行 id = 1234 不能转换" in said and "'A9'" in said, said
    assert filled.province_do("select count(*) from t_worker") == [(0,)]
    filled.plant_do("update worker set area = 'A1' where id = 1234")
    code, said = copy(", compare: [id, name]", rule)
    assert code == 0 and "两侧一致（列 id、name）" in said, said


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ("  - rename: {name: full_name}", "目标表 t_worker 没有列 full_name"),
        ("  - unknown: {}", "没有变换 unknown"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    filled: Pair, copy: Copy, more: str, text: str
) -> None:
    code, said = copy("", more)
    assert code != 0 and text in said, said
    assert filled.province_do("select count(*) from t_worker") == [(0,)]


def test_a_pipe_and_a_table_are_not_both_said(copy: Copy) -> None:
    code, said = copy("", "", "--table", "worker")
    assert code != 0 and "只写 --pipe" in said


def test_a_kill_in_the_middle_leaves_whole_ranges_or_none(
    filled: Pair, copy: Copy, tmp_path: Path
) -> None:
    assert copy()[0] == 0
    filled.province_do("truncate t_worker")
    with hold(filled.province_db, "lock table exchange.copied in exclusive mode"):
        child = subprocess.Popen(
            command(tmp_path / "workers.yaml"), env=environment(filled), stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        wait_for(is_waiting(filled, filled.province_db))  # rows are written, not yet the note
        child.kill()
        child.wait()
    wait_for(lambda: filled.province_do(OTHERS) == [(0,)])
    code, said = copy()
    assert code == 0 and "两侧一致" in said, said
