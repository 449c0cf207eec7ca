"""What every chapter of a permit's story knows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from anhuan.devices.seeding.permits.cast import Cast
from anhuan.devices.seeding.permits.works import Work
from anhuan.domains.org.models import Account
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.states import State

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
_ORDER = (
    State.RESERVED, State.RESERVE_APPROVED, State.DRAFTED, State.ANALYSED, State.TESTED,
    State.MEASURES_CONFIRMED, State.BRIEFED, State.APPROVING, State.ISSUED, State.VERIFIED,
    State.WORKING, State.SUSPENDED, State.FINISHED, State.ACCEPTED, State.ARCHIVED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Teller:
    """One permit. `zero`: the planned start; `booked`: when it was asked for; `now`: today."""

    work: Work
    cast: Cast
    now: datetime
    zero: datetime
    booked: datetime
    permit: Permit

    @property
    def point(self) -> dict[str, str]:
        """Whoever signs scans the point code at the place."""
        return {"point": self.work.place}

    @property
    def applicant(self) -> Account:
        """Storage and loading ask for their own work, all else is asked for by maintenance."""
        return self.cast.sown.accounts[applicant_of(self.work)]

    @property
    def head(self) -> Account:
        """The head of the place's department."""
        return self.cast.head_of(self.work.unit)

    def by(self, part: str) -> Account:
        """Somebody on the permit."""
        return self.cast.on_permit(self.permit, part)

    def look(self) -> Look:
        """The permit as it is now in the database."""
        return Look(Permit.objects.get(pk=self.permit.pk), None, self.now)

    def at(self, minutes: float) -> datetime:
        """A moment before or after the planned start."""
        early = timedelta(minutes=self.work.early_min) if minutes < 0 else timedelta()
        return self.zero + timedelta(minutes=minutes) - early

    def goes_on(self, state: State) -> bool:
        """Whether the story is told beyond this state."""
        until = self.work.until
        return until in _ORDER and _ORDER.index(until) > _ORDER.index(state)


def applicant_of(work: Work) -> str:
    """The login that asks for a work."""
    return "operator" if work.unit == "LOG" else "fitter"
