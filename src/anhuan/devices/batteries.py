"""How full tags are: charged in the rack, emptier by the hour."""

from random import Random

from anhuan.devices.mover import Mover
from anhuan.devices.plant.tags import tags

HOUR_S = 3600.0


class Batteries:
    """Charge of each tag in percent, a pure function of how long it has been out."""

    def __init__(self) -> None:
        self._life_h = {tag.number: tag.battery_h for tag in tags()}
        self.forced: dict[str, int] = {}  # a scenario's word goes first

    def pct(self, mover: Mover, t_s: float) -> int:
        """Charge now, 0–100."""
        if mover.tag in self.forced:
            return self.forced[mover.tag]
        charged = Random(f"{mover.tag} {mover.stay.from_s}").uniform(88, 100)
        out_h = max(0.0, t_s - mover.stay.from_s) / HOUR_S
        return max(25, int(charged - 100 * out_h / self._life_h[mover.tag]))
