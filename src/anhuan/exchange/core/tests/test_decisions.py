"""Merging, drift, digests, conflicts, drafting."""

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.exchange.core import asking, chunks, drift
from anhuan.exchange.core.chunks import Difference, Digest, Range
from anhuan.exchange.core.conflict import Policy, Rule, Sided, resolve
from anhuan.exchange.core.definition import Pipe, read
from anhuan.exchange.core.drafting import Burial, Change, Drafter
from anhuan.exchange.core.drift import Column
from anhuan.exchange.core.envelope import LARGEST_BODY, Envelope, Op, pack, unpack
from anhuan.exchange.core.merge import row_of, steps
from anhuan.exchange.core.paging import next_most, pages
from anhuan.exchange.core.portions import is_ready

ops = st.sampled_from([Op.INSERT, Op.UPDATE, Op.DELETE])


@given(st.lists(st.tuples(ops, st.integers(1, 4), st.integers(0, 9)), max_size=40))
def test_merging_ends_as_one_by_one(changes: list[tuple[Op, int, int]]) -> None:
    messages, one_by_one, merged = [], dict[str, Any](), dict[str, Any]()
    for seq, (op, key, value) in enumerate(changes, 1):
        body = orjson.dumps({"id": key, "v": value})
        messages.append(Envelope("", seq, op, "t", "", str(key), body))
        one_by_one.pop(str(key), None)
        if op is not Op.DELETE:
            one_by_one[str(key)] = {"id": key, "v": value}
    for step in steps(messages):
        for effect in step.effects.values():
            for gone in effect.gone():
                merged.pop(gone.key, None)
            merged |= {there.key: row_of(there) for there in effect.there()}
    assert merged == one_by_one


A, B = Column("id", "integer", True), Column("n", "numeric(12,3)")


@pytest.mark.parametrize(
    ("found", "harmless", "words"),
    [
        ([A, B], True, "没有变化"),
        ([B, A], True, "没有变化"),
        ([A, B, Column("c", "text")], True, "新增列 c"),
        ([A], False, "缺少列 n"),
        ([A, Column("n", "numeric(14,3)")], False, "类型改变 n"),
        ([Column("id", "integer"), Column("n", "numeric(12,3)", True)], False, "主键改变"),
    ],
)
def test_drift(found: list[Column], harmless: bool, words: str) -> None:
    change = drift.compare([A, B], found)
    assert (change.is_harmless, change.text) == (harmless, words)
    assert drift.decode(drift.encode(found)) == found
    assert (drift.schema_id("t", [A, B]) == drift.schema_id("t", found)) == (found == [A, B])


keys = st.tuples(st.integers(0, 30).map(str))


@given(st.dictionaries(keys, st.integers(0, 3)), st.dictionaries(keys, st.integers(0, 3)))
def test_a_difference_names_exactly_what_differs(here: Any, there: Any) -> None:
    found = chunks.compare(here, there)
    mended = dict(there)
    for key in found.surplus:
        del mended[key]
    mended |= {key: here[key] for key in found.missing + found.changed}
    assert mended == here
    assert len(found) == sum(here.get(k) != there.get(k) for k in here.keys() | there.keys())


def test_ranges_and_what_stays_wrong() -> None:
    spans = chunks.cut([("3",), ("7",)])
    assert spans == [Range(None, ("3",)), Range(("3",), ("7",)), Range(("7",), None)]
    one, other = [Digest(1, 5)] * 3, [Digest(1, 5), Digest(1, 6), Digest(1, 5)]
    assert chunks.differing(spans, one, other) == [spans[1]]
    first = Difference([("1",)], [("2",)], [("3",), ("4",)])
    assert chunks.still(first, Difference([("2",)], [("2",)], [("4",)])) == Difference(
        [], [("2",)], [("4",)]
    )
    question = asking.Question("r", "t", ["a"], spans)
    assert asking.decode(orjson.loads(asking.encode(question))) == question
    assert asking.decode_digests(asking.encode_digests([Digest(1, 2**90)])) == [Digest(1, 2**90)]
    assert asking.decode_rows(asking.encode_rows({("1", "b"): 7})) == {("1", "b"): 7}


OURS, THEIRS = {"id": "1", "a": "ours", "t": "2026-01-02T00:00:00Z"}, {"id": "1", "a": "theirs"}


@pytest.mark.parametrize(
    ("policy", "theirs", "stands"),
    [
        (Policy(Rule.SOURCE, "here"), THEIRS, "ours"),
        (Policy(Rule.SOURCE, "there"), THEIRS, "theirs"),
        (Policy(Rule.CLOCK, "there", "t"), THEIRS | {"t": "2026-01-01T23:59:59Z"}, "ours"),
        (Policy(Rule.CLOCK, "here", "t"), THEIRS | {"t": "2026-01-02T00:00:01Z"}, "theirs"),
        (Policy(Rule.CLOCK, "here", "t"), THEIRS | {"t": "2026-01-02T08:00:00+08:00"}, "ours"),
        (Policy(Rule.CLOCK, "there", "t"), THEIRS | {"t": "2026-01-02T08:00:00+08:00"}, "theirs"),
        (Policy(Rule.CLOCK, "there", "t"), THEIRS, "ours"),
        (Policy(Rule.FIELD, "here", fields={"a": "there"}), THEIRS, "theirs"),
        (Policy(Rule.FIELD, "there", fields={"a": "here"}), THEIRS, "ours"),
    ],
)
@pytest.mark.clause("EXC-051")
def test_both_sides_decide_the_same(policy: Policy, theirs: dict[str, Any], stands: str) -> None:
    here, there = Sided("here", OURS), Sided("there", theirs)
    assert resolve(policy, here, there)["a"] == stands
    assert resolve(policy, there, here)["a"] == stands


PIPE = """
version: 1
pipe: p
source: {kind: postgres, url: x, tables: [{name: t}]}
transforms: [{filter: {field: state, in: [open, shut]}}, {codes: {field: state, map: {open: '1'}}}]
routes:
  - {to: all, transport: {kind: tcp, url: "tcp://x:1"}}
  - {to: a1, transport: {kind: tcp, url: "tcp://x:1"}, when: {field: org, in: [A1]}}
"""


def sent(op: Op, **row: str) -> list[tuple[str, str] | str]:
    pipe = read(PIPE)
    assert isinstance(pipe, Pipe)
    change = Change(op, "t", {"id": "1"} | row, ("id",))
    return [
        one.code if isinstance(one, Burial) else (one[0], one[1].op.value)
        for one in Drafter(pipe, {}).of(change)
    ]


def test_a_row_no_message_can_hold_is_told_with_its_longest_column() -> None:
    """And what is kept of it can be read again."""
    pipe = read(PIPE)
    assert isinstance(pipe, Pipe)
    row = {"id": "1", "state": "open", "note": "x" * (LARGEST_BODY + 1)}
    (burial,) = Drafter(pipe, {}).of(Change(Op.INSERT, "t", row, ("id",)))
    assert isinstance(burial, Burial)
    assert burial.code == "too_large"
    assert "16.8 MB" in burial.reason and "note" in burial.reason
    kept = unpack(pack(burial.draft, 0, ""))
    assert orjson.loads(kept.body) == {"id": "1", "state": "open"}


def test_a_page_of_wide_rows_is_small_and_grows_where_they_are_narrow() -> None:
    wide, narrow = [{"a": "x" * 200_000, "b": None}] * 200, [{"a": "x"}] * 200
    assert next_most(200, wide) == 83
    assert next_most(1, [{"a": "x" * (20 << 20)}]) == 1
    assert next_most(200, narrow) == 1600
    assert next_most(1600, narrow) == 5000
    assert [len(page) for page in pages([{"a": "x" * (3 << 20)}] * 8)] == [6, 2]
    assert [len(page) for page in pages(iter([{"a": "x"}] * 10_000))] == [5000, 5000]
    assert list(pages([])) == []


@pytest.mark.clause("EXC-061")
def test_routes_by_organisation_and_content() -> None:
    assert sent(Op.INSERT, state="open", org="A1") == [("p@all", "I"), ("p@a1", "I")]
    assert sent(Op.INSERT, state="open", org="B2") == [("p@all", "I")]
    assert sent(Op.UPDATE, state="open", org="B2") == [("p@all", "U"), ("p@a1", "D")]
    assert sent(Op.UPDATE, state="draft", org="A1") == [("p@all", "D"), ("p@a1", "D")]
    assert sent(Op.DELETE) == [("p@all", "D"), ("p@a1", "D")]
    assert sent(Op.UPDATE, state="shut", org="A1") == ["unknown_code"]


@pytest.mark.parametrize(
    ("rows", "size", "is_inside", "is_late", "ready"),
    [
        (0, 0, False, False, False),
        (1, 100, False, True, True),
        (1, 100, True, True, False),  # it has no position, however late it is
        (4_999, 0, False, False, False),
        (5_000, 0, False, False, True),
        (5_000, 0, True, False, False),
        (9_999, 0, True, True, False),
        (10_000, 0, True, False, True),  # for the sake of memory
        (1, 8 << 20, False, False, True),
        (1, (16 << 20) - 1, True, False, False),
        (1, 16 << 20, True, False, True),
    ],
)
def test_a_portion_ends_with_a_transaction_unless_it_is_too_large(
    rows, size, is_inside, is_late, ready
):
    assert is_ready(rows, size, is_inside=is_inside, is_late=is_late) is ready
