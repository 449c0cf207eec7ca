"""Lines for a job-hazard analysis: the library's, then what others wrote for such work there.

Other slices know dangers of places too. They put a function into `SOURCES` when the product starts
(`web/wiring.py`); what it says stands between the library and the past.
"""

from collections.abc import Callable, Iterable, Iterator

from anhuan.domains.permits.models import HazardEntry, Permit, RiskRow
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.hazards import HazardRow, suggest
from anhuan.domains.permits.rules.states import State
from anhuan.kernel import clock

HazardSource = Callable[[Permit], Iterable[HazardRow]]
SOURCES: list[HazardSource] = []
_MOST_PAST = 20
_DONE = (State.ACCEPTED, State.ARCHIVED)


def suggestions(permit: Permit) -> list[HazardRow]:
    """Library lines that fit, the most particular first; what other slices know of the place;
    then lines of past permits of the same kind at the same place or equipment. A line that was
    said before is not repeated (PTW-044, PTW-124)."""
    look = Look(permit, None, clock.now())
    rows = HazardEntry.objects.filter(company=permit.company_id, is_retired=False)
    flags = frozenset(flag.value for flag in look.facts.flags)
    library = suggest((one.row for one in rows), look.kind, look.level, places_of(permit), flags)
    known = (one for source in SOURCES for one in source(permit))
    return list(_once([*library, *known, *_past(permit)]))


def _once(rows: Iterable[HazardRow]) -> Iterator[HazardRow]:
    seen: set[tuple[str, str]] = set()
    for one in rows:
        if (one.step, one.hazard) not in seen:
            seen.add((one.step, one.hazard))
            yield one


def places_of(permit: Permit) -> frozenset[str]:
    """The kinds of place the permit is at."""
    found = (permit.area and permit.area.kind, permit.structure and permit.structure.kind)
    return frozenset(one for one in found if one)


def _past(permit: Permit) -> list[HazardRow]:
    rows = RiskRow.objects.filter(
        permit__company=permit.company_id, permit__kind=permit.kind, permit__state__in=_DONE
    ).exclude(permit=permit.pk)  # fmt: skip
    if permit.structure_id:
        rows = rows.filter(permit__structure=permit.structure_id)
    elif permit.area_id:
        rows = rows.filter(permit__area=permit.area_id)
    found: dict[tuple[str, str], HazardRow] = {}
    for one in rows.order_by("-id")[: 10 * _MOST_PAST]:
        key = f"past:{one.pk}"
        row = HazardRow(key, one.step, one.hazard, one.consequence, one.measure)
        found.setdefault((one.step, one.hazard), row)
    return list(found.values())[:_MOST_PAST]
