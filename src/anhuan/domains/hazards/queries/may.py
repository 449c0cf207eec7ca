"""May somebody do this now? Every reason against it at once; the action refuses with the same."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from anhuan.domains.hazards.models import Hazard
from anhuan.domains.hazards.queries.case import case_of
from anhuan.domains.hazards.queries.hazards import settings_of
from anhuan.domains.hazards.queries.who import part_of, parts_of, ranks_of
from anhuan.domains.hazards.rules.case import Asked, Case, missing_ranks, rank_for
from anhuan.domains.hazards.rules.guards import GUARDS
from anhuan.domains.hazards.rules.lifecycle import TABLE, Step, deeds_from, states_of, step_for
from anhuan.domains.hazards.rules.settings import Settings
from anhuan.domains.hazards.rules.states import Deed, State, Who
from anhuan.domains.org.models import Account
from anhuan.kernel.errors import Blocker

GONE = (Deed.RESTORE, Deed.NOTE)


@dataclass
class Look:
    """One hazard, who looks, when; read once. `given` None: asking before anything is filled in."""

    hazard: Hazard
    account: Account | None
    now: datetime
    given: Mapping[str, Any] | None = None

    @cached_property
    def settings(self) -> Settings:
        """The plant's figures."""
        return settings_of(self.hazard.company)

    @cached_property
    def case(self) -> Case:
        """The hazard as the rules look at it."""
        return case_of(self.hazard)

    @cached_property
    def parts(self) -> set[Who]:
        """The asker's parts."""
        if self.account is None:
            return {Who.SYSTEM}
        return parts_of(self.account, self.hazard, self.case, self.settings)

    @property
    def asked(self) -> Asked:
        """For the guards."""
        return Asked(
            self.case, self.now, self.settings, self.given or {}, is_asking=self.given is None,
            account=self.account.pk if self.account else None,
            person=self.account.person_id if self.account else None,
        )  # fmt: skip

    @property
    def rank(self) -> str | None:
        """Which acceptance the asker would give."""
        held = ranks_of(self.account, self.hazard) if self.account else ()
        return rank_for(held, self.case, self.settings)

    def part(self, row: Step) -> Who | None:
        """The asker's part in a row of the table."""
        return part_of(self.account, self.hazard, row, self.parts)


def may(
    hazard: Hazard, deed: Deed, account: Account, now: datetime,
    given: Mapping[str, Any] | None = None,
) -> list[Blocker]:  # fmt: skip
    """Every reason why the account may not do the deed at `now`; empty: it may."""
    return reasons(Look(hazard, account, now, given), deed)


def deeds_of(hazard: Hazard, account: Account, now: datetime) -> dict[Deed, list[Blocker]]:
    """What has a place in this state and is the account's to do, each with what stands against."""
    look = Look(hazard, account, now)
    rows = ((deed, TABLE[look.case.state, deed]) for deed in deeds_from(look.case.state))
    mine = [(deed, row) for deed, row in rows if look.part(row) is not None]
    gone = look.case.is_deleted
    shown = [deed for deed, _ in mine if (deed in GONE if gone else deed is not Deed.RESTORE)]
    return {deed: reasons(look, deed) for deed in shown}


def reasons(look: Look, deed: Deed) -> list[Blocker]:
    """As `may`, for a look that is already there."""
    row = step_for(look.case.state, deed)
    if row is None:
        return [_out_of_place(look, deed)]
    found = list(_of_row(look, row))
    return list({one.code: one for one in found}.values())


def _of_row(look: Look, row: Step) -> Iterator[Blocker]:
    if look.case.is_deleted and row.deed not in GONE:
        yield Blocker("deleted", "这条隐患已删除，要办理请先恢复")
    if look.part(row) is None:
        who = "、".join(one.label for one in row.who if one is not Who.SYSTEM)
        yield Blocker("not_yours", f"“{row.deed.label}”由{who}办理")
    for name in row.guards:
        yield from GUARDS[name](look.asked)


def _out_of_place(look: Look, deed: Deed) -> Blocker:
    state = look.case.state
    where = "、".join(one.label for one in states_of(deed)) or "其他状态"
    return Blocker("out_of_place", f"现在是“{state.label}”，“{deed.label}”只在“{where}”时办理")


def next_state(look: Look, row: Step) -> State:
    """Where the deed leads: it stays while an acceptance is still missing."""
    if row.when != "all_accepted":
        return row.next
    rank = look.rank
    after = replace(look.case, accepted_ranks=(*look.case.accepted_ranks, rank or ""))
    return row.state if missing_ranks(after, look.settings) else row.next
