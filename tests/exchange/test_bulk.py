"""`anhuan exchange copy`: a whole table by the fast lane, also after a kill, and the proof."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from anhuan.exchange.adapters.postgres import bulk
from anhuan.exchange.adapters.postgres.digests import PostgresTables
from anhuan.exchange.adapters.postgres.spans import Job
from tests.exchange.pair import Pair, wait_for
from tests.exchange.test_flow import ROWS
from tests.exchange.test_kills import hold, is_waiting

WIDE = """
    create table wide (code text, part int, note text, at timestamptz,
        primary key (code, part))
"""
FILL_WIDE = """
    insert into wide select chr(97 + n % 26) || (n % 7)::text || case when n % 2 = 0 then 'É' else
        'e' end, n, repeat('x', 200), '2026-01-01'::timestamptz + n * interval '1 s'
    from generate_series(1, 20000) n
"""


def command(pair: Pair, *words: str) -> list[str]:
    return [sys.executable, "-m", "anhuan", "exchange", "copy", "--from", "env:PLANT_DB",
            "--to", "env:PROVINCE_DB", *words]  # fmt: skip


def environment(pair: Pair) -> dict[str, str]:
    return os.environ | {"PLANT_DB": pair.plant_db, "PROVINCE_DB": pair.province_db}


def run(pair: Pair, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        command(pair, *words), env=environment(pair), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def filled(pair: Pair) -> Iterator[Pair]:
    pair.plant_do(ROWS.format(1, 3_000))
    yield pair


@pytest.mark.clause("EXC-063")
def test_a_table_is_copied_proven_and_copied_again_only_into_an_empty_one(filled: Pair) -> None:
    code, said = run(filled, "--table", "hazard")
    assert (code, "两侧一致" in said, "本次复制 3,000 行" in said) == (0, True, True), said
    assert filled.wait_equal()[0] == 3_000
    code, said = run(filled, "--table", "hazard")
    assert code != 0 and "目标表 hazard 已有数据，请先清空" in said
    filled.province_do("truncate hazard")
    assert run(filled, "--table", "public.hazard")[0] == 0, "what was copied before is forgotten"
    assert filled.wait_equal()[0] == 3_000


def test_what_was_done_before_a_kill_is_not_copied_again(filled: Pair) -> None:
    job = Job("hazard > hazard", filled.plant_db, filled.province_db, "hazard", "hazard",
              rows_in_a_range=500, at_once=1)  # fmt: skip
    counts: list[int] = []

    class Enough(Exception):
        """So far."""

    def told(rows: int) -> None:
        counts.append(rows)
        if len(counts) == 3:
            raise Enough

    with pytest.raises(Enough):
        bulk.copy(job, told)
    kept = filled.province_do("select count(*) from hazard")[0][0]
    with hold(filled.province_db, "lock table exchange.copied in exclusive mode"):
        child = subprocess.Popen(command(filled, "--table", "hazard"), env=environment(filled),
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        wait_for(is_waiting(filled, filled.province_db))
        child.kill()
        child.wait()
    code, said = run(filled, "--table", "hazard")
    assert code == 0, said
    again = sum(int(line.split()[1].replace(",", "")) for line in said.splitlines()
                if line.startswith("+"))  # fmt: skip
    assert 0 < again <= 3_000 - kept + 500 and kept >= 1_500
    assert filled.wait_equal()[0] == 3_000


def test_keys_of_several_columns_cut_out_of_a_sample(pair: Pair) -> None:
    pair.plant_do(WIDE, FILL_WIDE, "vacuum analyze wide")
    pair.province_do(WIDE)
    tables = PostgresTables(pair.plant_db)
    parts = tables.parts("wide", 2_000)
    tables.close()
    assert 6 <= len(parts) <= 14, "about ten parts, out of a sample of its pages"
    code, said = run(pair, "--table", "wide")
    assert (code, "两侧一致" in said) == (0, True), said
    query = "select count(*), sum(hashtextextended(w::text, 0)::numeric) from wide w"
    assert pair.plant_do(query) == pair.province_do(query)


def test_what_is_written_meanwhile_is_named_by_the_proof(filled: Pair) -> None:
    code, _ = run(filled, "--table", "hazard")
    assert code == 0
    filled.plant_do("update hazard set title = '改' where id = 7")
    job = Job("x", filled.plant_db, filled.province_db, "hazard", "hazard", rows_in_a_range=500)
    (found,) = bulk.prove(job).unequal
    assert found.after is None and found.until == ("500",)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--table", "nothing"], "没有表 nothing"),
        (["--table", "hazard", "--into", "public.narrow"], "目标表 public.narrow 没有列 title"),
    ],
)
def test_what_does_not_fit_is_said_before_anything_is_written(
    filled: Pair, words: list[str], text: str
) -> None:
    filled.province_do("create table narrow (id int primary key)")
    code, said = run(filled, *words)
    assert code != 0 and text in said and "Traceback" not in said
    assert filled.province_do("select count(*) from narrow") == [(0,)]


def test_a_server_that_is_away_is_said_in_a_sentence(pair: Pair) -> None:
    done = subprocess.run(
        command(pair, "--table", "hazard"), capture_output=True, text=True, check=False,
        env=environment(pair) | {"PLANT_DB": "postgresql://nobody@127.0.0.1:1/nothing"},
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode != 0 and "复制未完成" in said and "Traceback" not in said
