"""Where everybody is, for those above: every twenty seconds (AQ 3064.3-2025 8.2: 30 s at most)."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Site
from anhuan.domains.plant.queries import known_site
from anhuan.domains.positioning.models import Assignment
from anhuan.domains.reporting.actions.intake import About
from anhuan.domains.reporting.actions.slots import Found
from anhuan.domains.reporting.queries.targets import code_of

GONE = "lost"
HEARD_WITHIN = timedelta(minutes=5)  # older positions are no positions: the engine stands still


def positions(company: Company, at: datetime) -> Iterator[Found]:
    """One row with everybody on it whose tag is heard; people only, vehicles have a line of
    their own at the province. Nothing where nobody is; a row without lines where people were and
    nothing is heard any more (AQ 3064.1-2025 A.2 7: no stale value goes for a new one)."""
    site, held = known_site(company), list(_held(company))
    if held and site is not None:
        found = [_line(site, one) for one in held
                 if one.tag.latest.t >= at - HEARD_WITHIN]  # fmt: skip
        row = {"COMPANY_CODE": code_of(company), "COLLECT_TIME": at, "POSITIONS": found}
        yield Found(row, About(key="*", title="人员位置"))


def _held(company: Company) -> Iterable[Assignment]:
    """Who had a tag that was heard when the engine last said so."""
    held = Assignment.objects.filter(
        tag__company=company, until__isnull=True, person__isnull=False, tag__latest__isnull=False
    )
    return held.exclude(tag__latest__state=GONE).select_related("tag__latest")


def _line(site: Site, held: Assignment) -> dict[str, Any]:
    one = held.tag.latest
    lon, lat = site.georeference.to_lonlat(one.x_m, one.y_m)
    return {
        "PERSON_ID": str(held.person_id), "CARD_NO": held.tag.number, "TIME": one.t,
        "LONGITUDE": round(lon, 7), "LATITUDE": round(lat, 7), "FLOOR": str(one.floor),
        "ZONE_ID": str(one.area_id) if one.area_id else None,
    }  # fmt: skip
