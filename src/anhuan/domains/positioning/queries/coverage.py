"""Which places are heard by how many anchors (POS-016, AQ 3064.3 4.6)."""

from dataclasses import dataclass
from datetime import timedelta

from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.models import Anchor
from anhuan.domains.positioning.queries.devices import settings_of
from anhuan.domains.positioning.rules import coverage as rules
from anhuan.kernel import clock


@dataclass(frozen=True, slots=True)
class Cover:
    """How well one area is heard, floor by floor."""

    area: Area
    anchors: int  # hung in it and in use
    floors: list[rules.Heard]
    needs_cover: bool

    @property
    def worst(self) -> rules.Heard:
        """The floor heard least."""
        return min(self.floors, key=lambda one: (one.share, one.least))

    @property
    def is_covered(self) -> bool:
        """Every place of every floor, by the anchors as installed."""
        return all(one.share >= 1 for one in self.floors)

    @property
    def is_covered_now(self) -> bool:
        """The same by the anchors on line."""
        return all(one.share_online >= 1 for one in self.floors)

    @property
    def lacks(self) -> bool:
        """A high-risk place that is not covered as installed."""
        return self.needs_cover and not self.is_covered


def coverage(company: Company, enough: int = rules.ENOUGH) -> list[Cover]:
    """Every area with the share of its ground heard by `enough` anchors, the worst first."""
    heard_since = clock.now() - timedelta(seconds=settings_of(company).anchor_offline_s)
    anchors = list(Anchor.objects.filter(company=company, is_retired=False))
    ears = [
        rules.Ear(a.x_m, a.y_m, a.floor, a.range_limit_m,
                  a.seen_at is not None and a.seen_at >= heard_since)
        for a in anchors
    ]  # fmt: skip
    areas = Area.objects.filter(company=company, is_retired=False).order_by("code")
    found = [_cover(area, anchors, ears, enough) for area in areas]
    return sorted(found, key=lambda c: (not c.lacks, not c.needs_cover, c.worst.share))


def _cover(area: Area, anchors: list[Anchor], ears: list[rules.Ear], enough: int) -> Cover:
    ground = rules.places(area.geometry)
    return Cover(
        area=area,
        anchors=sum(anchor.area_id == area.pk for anchor in anchors),
        floors=[rules.heard(ground, floor, ears, enough) for floor in area.floors or [1]],
        needs_cover=rules.must_cover(area.kind, area.risk),
    )
