"""Signs of life of tags and anchors, gathered until they are written."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from anhuan.engine.adapters.configuration import Plant
from anhuan.engine.adapters.holders import Holder


@dataclass(frozen=True, slots=True)
class Residual:
    """What the filters found of an anchor's ranges up to `at_ms`."""

    at_ms: int
    ranges: int
    residual_m: float
    refused: float  # share, 0..1


@dataclass(slots=True)
class Health:
    """News of one device; None: nothing said."""

    seen_ms: int | None = None
    battery_pct: int | None = None
    faults: list[str] | None = None
    residual: Residual | None = None  # of an anchor

    def update(self, later: Health) -> None:
        """Lay later news over this."""
        self.seen_ms = later.seen_ms if later.seen_ms is not None else self.seen_ms
        self.battery_pct = later.battery_pct if later.battery_pct is not None else self.battery_pct
        self.faults = later.faults if later.faults is not None else self.faults
        self.residual = later.residual or self.residual


News = dict[UUID, Health]


@dataclass(slots=True)
class Devices:
    """Who is known by which number, and what is new about them."""

    by_number: dict[str, Holder] = field(default_factory=dict)
    anchors: dict[str, UUID] = field(default_factory=dict)
    tag_news: News = field(default_factory=dict)
    anchor_news: News = field(default_factory=dict)
    batteries: dict[UUID, int] = field(default_factory=dict)  # told since the last `low` look
    _last_spot: dict[str, int] = field(default_factory=dict)

    def know(self, plant: Plant) -> None:
        """Take over a new configuration."""
        self.by_number = {holder.number: holder for holder in plant.holders.values()}
        self.anchors = dict(plant.anchors)

    def holder(self, number: str) -> Holder | None:
        """Who carries the tag of that number."""
        return self.by_number.get(number)

    def heard_tag(self, number: str, at_ms: int, battery_pct: int | None) -> None:
        """A tag has spoken."""
        holder = self.by_number.get(number)
        if holder is None:
            return
        self.tag_news.setdefault(holder.tag, Health()).update(Health(at_ms, battery_pct))
        if battery_pct is not None:
            self.batteries[holder.tag] = battery_pct

    def heard_anchor(self, number: str, at_ms: int) -> None:
        """Somebody has heard an anchor."""
        anchor = self.anchors.get(number)
        if anchor is not None:
            self.anchor_news.setdefault(anchor, Health()).seen_ms = at_ms

    def found_residual(self, number: str, residual: Residual) -> None:
        """An anchor's ranges have been looked at."""
        anchor = self.anchors.get(number)
        if anchor is not None:
            self.anchor_news.setdefault(anchor, Health()).residual = residual

    def told_status(
        self, number: str, at_ms: int, *, online: bool, battery_pct: int | None,
        faults: list[str] | None,
    ) -> bool:  # fmt: skip
        """A device, or its gateway for it, says how it is; False when nobody knows it."""
        seen_ms = at_ms if online else None
        if holder := self.by_number.get(number):
            self.tag_news.setdefault(holder.tag, Health()).update(
                Health(seen_ms, battery_pct, faults)
            )
            if battery_pct is not None:
                self.batteries[holder.tag] = battery_pct
            return True
        if anchor := self.anchors.get(number):
            news = Health(seen_ms, battery_pct, faults)
            self.anchor_news.setdefault(anchor, Health()).update(news)
            return True
        return False

    def repeats(self, number: str, t_ms: int) -> bool:
        """Whether the tag's last position had this very time."""
        again = self._last_spot.get(number) == t_ms
        self._last_spot[number] = t_ms
        return again

    def take_news(self) -> tuple[News, News]:
        """Tags and anchors with news; nothing is left."""
        taken = self.tag_news, self.anchor_news
        self.tag_news, self.anchor_news = {}, {}
        return taken

    def give_back(self, tags: News, anchors: News) -> None:
        """They could not be written: later news lies over them."""
        for kept, later in ((tags, self.tag_news), (anchors, self.anchor_news)):
            for device, health in later.items():
                kept.setdefault(device, Health()).update(health)
        self.tag_news, self.anchor_news = tags, anchors
