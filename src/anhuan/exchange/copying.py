"""`anhuan exchange copy`: whole tables, by the fast lane or by the rules of a pipe."""

import argparse
import time
from pathlib import Path

import psycopg

from anhuan.exchange.adapters.contract import SourceTrouble, StoreDown
from anhuan.exchange.adapters.postgres import bulk
from anhuan.exchange.adapters.postgres.bulk import Proof
from anhuan.exchange.adapters.postgres.spans import Job
from anhuan.exchange.adapters.secrets import cipher_keys, resolve
from anhuan.exchange.core.copy_rules import Rules
from anhuan.exchange.core.definition import Faulty
from anhuan.node.data_folder import DataFolder
from anhuan.node.trouble import Trouble


def copy(arguments: argparse.Namespace) -> int:
    """Whole PostgreSQL tables into another database, then the proof; 1 when both differ."""
    try:
        return max(_copy(job) for job in _jobs(arguments))
    except Faulty as found:
        text = "；".join(f"{fault.place}: {fault.text}" for fault in found.faults)
        raise Trouble(text, text) from found
    except (SourceTrouble, StoreDown, psycopg.Error) as trouble:
        text = str(trouble).strip().splitlines()[0]
        raise Trouble(f"复制未完成：{text}；再次运行从断处继续", f"not copied: {text}") from trouble


def _jobs(arguments: argparse.Namespace) -> list[Job]:
    """One table that is named, or those of a pipe with its rules."""
    told = (arguments.source, arguments.table, arguments.into)
    if (arguments.pipe is None) == (None in told[:2]) or (arguments.pipe and any(told)):
        text = "请写 --from 与 --table（可加 --into），或只写 --pipe"
        raise Trouble(text, "say --from and --table, or --pipe alone")
    target = resolve(arguments.target)
    if arguments.pipe:
        return _jobs_of_pipe(Path(arguments.pipe), target)
    name, into = arguments.table, arguments.into or arguments.table
    return [Job(f"{name} > {into}", resolve(arguments.source), target, name, into)]


def _jobs_of_pipe(path: Path, target: str) -> list[Job]:
    try:
        document = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Trouble(f"不能读取 {path}：{error.strerror}", f"cannot read {path}") from error
    rules = Rules(document, cipher_keys(DataFolder.from_environment().secrets / "exchange"))
    pipe = rules.pipe()
    if pipe.source.kind != "postgres":
        text = "整表复制只用于 PostgreSQL 源"
        raise Trouble(text, "whole tables are copied out of PostgreSQL only")
    source, is_changed = (
        resolve(pipe.source.url),
        bool(pipe.transforms.steps or pipe.routes[0].when),
    )
    return [
        Job(f"{pipe.name}: {one.name}", source, target, one.name, pipe.target_of(one.name),
            one.key, rules=rules if is_changed else None)
        for one in pipe.tables
    ]  # fmt: skip


def _copy(job: Job) -> int:
    began = time.monotonic()
    print(f"{job.source_table} → {job.target_table}", flush=True)
    rows = bulk.copy(job, lambda count: print(f"+ {count:,} 行", flush=True))
    print(f"本次复制 {rows:,} 行，用时 {time.monotonic() - began:.0f} s，正在比对", flush=True)
    proof = bulk.prove(job)
    bulk.forget(job)
    print(_told(proof))
    return 0 if proof.holds else 1


def _told(proof: Proof) -> str:
    if not proof.columns:
        return f"写入 {proof.written:,} 行，目标表有 {proof.there:,} 行；行有筛选或转换，未逐行比对"
    if proof.holds:
        return f"两侧一致（列 {'、'.join(proof.columns)}）"
    return (
        f"两侧有 {len(proof.unequal)} 段不一致：复制期间源表有写入，"
        "请用 capture: compare 的管道补齐"
    )
