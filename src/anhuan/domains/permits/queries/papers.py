"""Somebody holds a paper: is it ours, and is the permit still what it shows?"""

from dataclasses import dataclass

from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.queries.verifying import verify
from anhuan.domains.permits.rules.papers import Checked, Match, match_of, read_code


@dataclass(frozen=True, slots=True)
class Shown:
    """What anybody with the paper may know; no permit when the paper is not ours."""

    checked: Checked
    permit: Permit | None = None


def check_paper(code: str) -> Shown:
    """The permit of a code, and how the paper agrees with it. Whoever has only a permit's id, and
    no paper, learns nothing: the code ends with 80 bits of a signature's digest."""
    read = read_code(code)
    permit = Permit.objects.select_related("company").filter(pk=read[0]).first() if read else None
    if read is None or permit is None:
        return Shown(Checked(Match.UNKNOWN))
    seals = list(permit.signatures.order_by("seq").values_list("sm3", flat=True))
    if match_of(seals, read[1], is_altered=False).match is Match.UNKNOWN:
        return Shown(Checked(Match.UNKNOWN))
    return Shown(match_of(seals, read[1], is_altered=bool(verify(permit))), permit)
