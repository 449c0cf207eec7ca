"""What the asker may do to a permit now, and why the rest cannot be done yet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from anhuan.desk.details import Action
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.who import RIGHT_OF
from anhuan.domains.permits.rules.states import Deed
from anhuan.kernel.errors import Blocker

Deeds = Mapping[Deed, Sequence[Blocker]]
# Done measure by measure on the page, or by the system.
_ELSEWHERE = (Deed.CONFIRM_MEASURE, Deed.RETURN_TO_TESTING, Deed.EXPIRE, Deed.LEAVE)
_STOPS = (Deed.SUSPEND, Deed.REVOKE)
_ENDS = (Deed.VOID, Deed.CANCEL, Deed.REJECT, Deed.REJECT_RESERVATION)


@dataclass(frozen=True, slots=True)
class Way:
    """A deed in the list beside the page."""

    label: str
    url: str
    blockers: Sequence[Blocker]


def url_of(permit: Permit, deed: Deed) -> str:
    """The page of a deed."""
    return reverse(f"permits:{deed}", args=[permit.pk])


def head_buttons(permit: Permit, deeds: Deeds, main: Deed | None) -> Iterator[Action]:
    """The next step, and stopping the work, always in the title line."""
    for deed in (Deed.REJECT_RESERVATION, Deed.REJECT, Deed.SUSPEND):
        if deed in deeds and not deeds[deed]:
            yield Action(deed.label, url_of(permit, deed), RIGHT_OF[deed], style="danger")
    if main in (Deed.ANALYSE, Deed.SIGN_BRIEFING) and Deed.APPLY in deeds:
        yield Action("修改申请", url_of(permit, Deed.APPLY), RIGHT_OF[Deed.APPLY])
    if main is not None and main in deeds and main not in _ELSEWHERE:
        yield Action(
            main.label, url_of(permit, main), RIGHT_OF[main], style="primary",
            blockers=deeds[main],
        )  # fmt: skip


def other_ways(permit: Permit, deeds: Deeds, main: Deed | None) -> list[Way]:
    """Everything else that has a place in this state."""
    shown = (main, Deed.SUSPEND, Deed.REJECT, Deed.REJECT_RESERVATION, *_ELSEWHERE)
    return [
        Way(deed.label, url_of(permit, deed), blockers)
        for deed, blockers in deeds.items() if deed not in shown
    ]  # fmt: skip
