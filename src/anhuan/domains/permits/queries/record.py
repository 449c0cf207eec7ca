"""What has been written on a permit so far, each read once and only when asked for."""

from collections.abc import Collection
from functools import cached_property
from typing import TypeVar

from django.db.models import Model, QuerySet

from anhuan.domains.permits.models import (
    Approval,
    Briefing,
    BriefingMark,
    Entry,
    GasTest,
    Handover,
    LateField,
    MeasureCheck,
    Part,
    Permit,
    PermitAlarm,
    PermitPerson,
    Photo,
    Remark,
    RiskRow,
    Suspension,
)
from anhuan.domains.permits.models.crew import WORKING_PARTS
from anhuan.domains.permits.queries.permits import linked_with
from anhuan.domains.permits.rules.states import State

M = TypeVar("M", bound=Model)


class Record:
    """People, evidence and signatures of a permit, as they count now: of its round and turn."""

    permit: Permit
    held: Collection[str] | None = None  # `content.Source`s with rows, where all was read at once

    def _read(self, source: str, rows: QuerySet[M]) -> list[M]:
        """The rows; none without asking when it is known that the permit has none of them."""
        return [] if self.held is not None and source not in self.held else list(rows)

    @property
    def state(self) -> State:
        """Where it stands."""
        return State(self.permit.state)

    @cached_property
    def people(self) -> list[PermitPerson]:
        """Everybody on the permit now."""
        rows = self.permit.people.filter(left_at__isnull=True)
        return list(rows.select_related("person__employer", "person__department"))

    def having(self, *parts: str) -> list[PermitPerson]:
        """Those in one of these parts."""
        return [one for one in self.people if one.part in parts]

    @property
    def crew(self) -> list[PermitPerson]:
        """Whoever works and must be briefed."""
        return self.having(*WORKING_PARTS)

    @property
    def guardians(self) -> list[PermitPerson]:
        """Whoever guards the work."""
        return self.having(Part.GUARDIAN)

    @cached_property
    def tests(self) -> list[GasTest]:
        """Tests of this round, the newest sampling first."""
        rows = self.permit.gas_tests.filter(round=self.permit.round)
        return self._read("gas", rows.order_by("-sampled_at", "-id"))

    @property
    def test(self) -> GasTest | None:
        """The newest of them."""
        return self.tests[0] if self.tests else None

    @cached_property
    def measures(self) -> list[MeasureCheck]:
        """Those of this round."""
        return list(self.permit.measures.filter(round=self.permit.round))

    @cached_property
    def risks(self) -> list[RiskRow]:
        """The analysis of this round."""
        return list(self.permit.risks.filter(round=self.permit.round))

    @cached_property
    def briefing(self) -> Briefing | None:
        """The newest of this round."""
        rows = self.permit.briefings.filter(round=self.permit.round)
        found = self._read("briefing", rows.order_by("-given_at", "-id")[:1])
        return found[0] if found else None

    @cached_property
    def marks(self) -> list[BriefingMark]:
        """Who has signed that briefing, in order."""
        if self.briefing is None:
            return []
        rows = self.briefing.marks.select_related("person")
        return self._read("heard", rows.order_by("signed_at"))

    @cached_property
    def unbriefed(self) -> list[PermitPerson]:
        """Workers who have not signed the briefing in force, which is the newest: what is added is
        signed again by all. All of them while there is none."""
        signed = {one.person_id for one in self.marks}
        rows = {one.person_id: one for one in self.crew if one.person_id not in signed}
        return list(rows.values())

    @cached_property
    def _levels(self) -> list[Approval]:
        return list(self.permit.approvals.order_by("order", "id"))

    @cached_property
    def approvals(self) -> list[Approval]:
        """Those of this round and turn, in order."""
        now = ("approval", self.permit.round, self.permit.turn)
        return [one for one in self._levels if (one.stage, one.round, one.turn) == now]

    @cached_property
    def acceptances(self) -> list[Approval]:
        """The signatures under the acceptance, in order."""
        return [one for one in self._levels if one.stage == "acceptance"]

    @property
    def open_approvals(self) -> list[Approval]:
        """Those whose turn it is: of the approval, or after the work of the acceptance."""
        rows = self.acceptances if self.state is State.FINISHED else self.approvals
        waiting = [one for one in rows if one.decided_at is None]
        first = min((one.order for one in waiting), default=0)
        return [one for one in waiting if one.order == first]

    @cached_property
    def linked(self) -> list[Permit]:
        """Permits linked with this one, and the others of its job: number, kind and state."""
        if self.permit._state.adding:
            return []
        return list(linked_with(self.permit).only("number", "kind", "state"))

    @cached_property
    def entries(self) -> list[Entry]:
        """Who and what went in, and came out."""
        return self._read("in", self.permit.entries.select_related("person"))

    @cached_property
    def handovers(self) -> list[Handover]:
        """The guard and the shift handed on, in order."""
        rows = self.permit.handovers.select_related("giver", "taker")
        return self._read("handover", rows.order_by("at"))

    @cached_property
    def photos(self) -> list[Photo]:
        """Every picture and recording, in order."""
        return self._read("photo", self.permit.photos.select_related("by__person"))

    @cached_property
    def alarms(self) -> list[PermitAlarm]:
        """Everything that ever rang for it, in order."""
        return list(self.permit.alarms.order_by("started_at"))

    @property
    def ringing(self) -> list[PermitAlarm]:
        """What has not ended."""
        return [one for one in self.alarms if one.ended_at is None]

    @cached_property
    def rests(self) -> list[Suspension]:
        """Every time it was stopped, in order."""
        return self._read("stop", self.permit.suspensions.all())

    @cached_property
    def remarks(self) -> list[Remark]:
        """What supervisors had to say."""
        return self._read("remark", self.permit.remarks.all())

    @cached_property
    def late_fields(self) -> list[LateField]:
        """Boxes of the form that were filled in on the way, of this round."""
        return self._read("field", self.permit.late_fields.filter(round=self.permit.round))

    @property
    def stop(self) -> Suspension | None:
        """The suspension it rests in."""
        return next((one for one in reversed(self.rests) if one.resumed_at is None), None)
