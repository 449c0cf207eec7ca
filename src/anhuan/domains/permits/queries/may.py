"""May somebody do this now? Every reason against it at once; the action refuses with the same."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.conditions import (
    CONDITIONS,
    briefing_done,
    gas_passed,
    measures_done,
)
from anhuan.domains.permits.queries.guards import GUARDS
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.who import nobody, part_of, signable
from anhuan.domains.permits.rules.lifecycle import TABLE, Step, deeds_from, states_of, step_for
from anhuan.domains.permits.rules.states import CLOSED, Deed, State, Who
from anhuan.kernel.errors import Blocker


def may(
    permit: Permit, deed: Deed, account: Account, now: datetime,
    given: Mapping[str, Any] | None = None,
) -> list[Blocker]:  # fmt: skip
    """Every reason why the account may not do the deed at `now`; empty: it may."""
    return reasons(Look(permit, account, now, given), deed)


def deeds_of(permit: Permit, account: Account, now: datetime) -> dict[Deed, list[Blocker]]:
    """What has a place in this state and is the account's to do, each with what stands against it.

    What a deed will be given (a reason, a reading) is not known yet and not asked for.
    """
    return deeds_at(Look(permit, account, now, {"asking": True}))


def deeds_at(look: Look) -> dict[Deed, list[Blocker]]:
    """The same of a look that only asks."""
    rows = ((deed, TABLE[look.state, deed]) for deed in deeds_from(look.state))
    found = {deed: reasons(look, deed) for deed, row in rows if part_of(look, row) is not None}
    return {deed: why for deed, why in found.items() if not _is_for_others(why)}


def _is_for_others(why: list[Blocker]) -> bool:
    """Never this account's, as it asked for it itself."""
    return any(one.code in ("own_reservation", "own_cancel") for one in why)


def reasons(look: Look, deed: Deed) -> list[Blocker]:
    """As `may`; notes the asker's part in `look.part`."""
    row = step_for(look.state, deed)
    found = [] if row else [_out_of_place(look, deed)]
    row = row or (None if look.state in CLOSED else _nearest(deed))
    if row is None:
        return found
    look.part = part_of(look, row)
    if look.part in (Who.LEVEL, Who.ACCEPTOR):
        found_level = signable(look)
        look.signing = found_level[0] if found_level else None
    if look.part is None:
        found.append(nobody(row))
    found.extend(blocker for name in row.guards for blocker in GUARDS[name](look))
    return list(_once(found))


def _out_of_place(look: Look, deed: Deed) -> Blocker:
    where = "、".join(dict.fromkeys(state.label for state in states_of(deed)))
    text = f"作业票{look.state.label}，不能“{deed.label}”；只能在：{where}"
    return Blocker("out_of_order", text, "GB 30871-2022 4.6")


def _nearest(deed: Deed) -> Step | None:
    """Some row of the deed: what else stands against it is told along with the wrong state."""
    return next((TABLE[state, deed] for state in states_of(deed)), None)


def _once(found: list[Blocker]) -> Iterator[Blocker]:
    seen: set[tuple[str, str]] = set()
    for one in found:
        if (one.code, one.text) not in seen:
            seen.add((one.code, one.text))
            yield one


def next_state(look: Look, row: Step) -> State:
    """Where the deed leaves the permit; `look` is fresh, after the deed's rows were written."""
    return row.next if CONDITIONS[row.when](look) else row.state


def walk_on(look: Look, state: State) -> State:
    """Past the steps whose evidence is there already: after a new test of the air, what was
    confirmed and briefed in this round still is."""
    while (after := _next_done(look, state)) is not None:
        state = after
    return state


def _next_done(look: Look, state: State) -> State | None:
    if state is State.ANALYSED and look.needs_gas:
        return State.TESTED if gas_passed(look) else None
    if state in (State.ANALYSED, State.TESTED):
        return State.MEASURES_CONFIRMED if measures_done(look) else None
    if state is State.MEASURES_CONFIRMED:
        return State.BRIEFED if briefing_done(look) else None
    return None
