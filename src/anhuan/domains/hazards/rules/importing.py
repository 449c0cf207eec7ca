"""Hazards from a sheet: how far along a row says it is."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from anhuan.domains.hazards.rules.codes import Level
from anhuan.domains.hazards.rules.states import State
from anhuan.kernel.errors import Blocker

_JUDGED = ("level", "kind", "unit")
_GIVEN = ("rectifier", "due_at")
_DONE = ("cause", "treatment", "result", "submitted_at")
_GOOD = ("acceptor_name", "accepted_at")


def state_of_row(row: Mapping[str, Any]) -> State:
    """The furthest stage of which the row says anything."""
    for names, state in ((_GOOD, State.ACCEPTED), (("result", "submitted_at"), State.SUBMITTED),
                         (_GIVEN, State.RECTIFYING), (_JUDGED, State.ASSESSED)):  # fmt: skip
        if any(row.get(name) is not None for name in names):
            return state
    return State.REPORTED


_STAGES = ((State.ASSESSED, _JUDGED), (State.RECTIFYING, _GIVEN), (State.SUBMITTED, _DONE),
           (State.ACCEPTED, _GOOD))  # fmt: skip


def row_blockers(
    row: Mapping[str, Any], labels: Mapping[str, str], now: datetime
) -> Iterator[Blocker]:
    """What a row that far along lacks, and times that cannot be."""
    order = [state for state, _ in _STAGES]
    state = state_of_row(row)
    reached = order[: order.index(state) + 1] if state in order else []
    for stage, names in _STAGES:
        for name in names if stage in reached else ():
            if row.get(name) is None:
                text = f"写到“{state.label}”的隐患须填“{labels[name]}”"
                yield Blocker(f"{name}_missing", text)
    if row.get("level") == Level.MAJOR and not row.get("basis"):
        yield Blocker("basis_missing", "重大隐患须填“判定依据”")
    yield from _time_blockers(row, labels, now)


def _time_blockers(
    row: Mapping[str, Any], labels: Mapping[str, str], now: datetime
) -> Iterator[Blocker]:
    moments = [name for name in ("found_at", "submitted_at", "accepted_at") if row.get(name)]
    for name in moments:
        if row[name] > now:
            yield Blocker(f"{name}_future", f"“{labels[name]}”晚于现在")
    for before, after in pairwise(moments):
        if row[after].date() < row[before].date():
            yield Blocker(f"{after}_early", f"“{labels[after]}”早于“{labels[before]}”")
