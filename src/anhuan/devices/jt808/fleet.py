"""The plant's vehicles with terminals, each with its own TCP connection."""

from collections.abc import Callable
from dataclasses import replace

from anhuan.devices.jt808 import frames
from anhuan.devices.jt808.frames import Fix, Who
from anhuan.devices.jt808.terminal import Terminal
from anhuan.devices.plant.vehicles import VEHICLES, Vehicle
from anhuan.kernel.geo import wgs84_to_gcj02

REPORT_EVERY_S = 1


class Fleet:
    """Terminals by tag, connecting. Without a port there are none, and GNSS goes over MQTT."""

    def __init__(self, host: str, port: int) -> None:
        with_terminals = [one for one in VEHICLES if one.phone and port]
        self.terminals = {one.tag: Terminal(who_of(one), host, port) for one in with_terminals}
        self.tells = {one.tag: self._teller(one) for one in with_terminals}
        for terminal in self.terminals.values():
            terminal.start()

    def stop(self) -> None:
        """Hang up everywhere."""
        for terminal in self.terminals.values():
            terminal.stop()

    def _teller(self, vehicle: Vehicle) -> Callable[[Fix], None]:
        terminal = self.terminals[vehicle.tag]
        driven = {"km": 12_000.0}

        def tell(fix: Fix) -> None:
            driven["km"] += fix.speed_kmh / 3600 * REPORT_EVERY_S
            shown = replace(fix, mileage_km=driven["km"])
            if vehicle.is_shifted:
                shown = frames.moved(shown, *wgs84_to_gcj02(fix.lon, fix.lat))
            terminal.report(shown)

        return tell


def who_of(vehicle: Vehicle) -> Who:
    """A vehicle's terminal as it introduces itself."""
    device = f"SIM{vehicle.number[-2:]:0>4}"
    return Who(vehicle.phone, device, vehicle.plate, vehicle.is_2019)
