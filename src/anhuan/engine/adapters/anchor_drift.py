"""The anchors' running self-check: every few minutes, what the filters found of their ranges."""

from __future__ import annotations

from dataclasses import dataclass

from anhuan.engine.adapters.devices import Devices, Residual
from anhuan.engine.core.plant import Plant
from anhuan.engine.core.track.residuals import drift_of

LEAST_RANGES = 200  # fewer say nothing of an anchor


@dataclass(slots=True)
class DriftWatch:
    """When the counts were begun."""

    since_ms: int = 0

    def look(self, plant: Plant, devices: Devices, now_ms: int, every_ms: int) -> None:
        """Hand the residuals on when they are due, and begin to count anew."""
        if not self.since_ms:
            self.since_ms = now_ms
        if now_ms - self.since_ms < every_ms:
            return
        self.since_ms, counts = now_ms, plant.site.residuals
        found = drift_of(counts)
        for k, anchor in enumerate(plant.config.anchors):
            n = int(found.ranges[k])
            if n >= LEAST_RANGES:
                residual = Residual(now_ms, n, float(found.residual_m[k]), float(found.refused[k]))
                devices.found_residual(anchor.number, residual)
        counts[:] = 0
