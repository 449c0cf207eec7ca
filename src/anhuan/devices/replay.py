"""`anhuan replay DATASET PATH`: recorded hardware through the running system, then the figures."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from anhuan.devices.datasets.recording import Recording
from anhuan.devices.replaying.ground import NS_PER_MS, Laid, length_ms, offset
from anhuan.devices.replaying.line import Line
from anhuan.devices.replaying.opening import open_recording
from anhuan.devices.replaying.player import play
from anhuan.devices.replaying.timing import OLDEST_MS, begin_ms, sealed_at_ms
from anhuan.kernel import clock
from anhuan.node.trouble import Trouble

if TYPE_CHECKING:
    from anhuan.devices.replaying.stored import Stored

SPEEDS = (0.1, 40.0)  # faster than that a gateway would flood the engine
SEAL_SOON_S = 75.0  # wait for the seal that long; otherwise the open tail will do
READY_MS = 1_000  # from reading the clock to the first report


def run(arguments: argparse.Namespace) -> int:
    """Play one run and print how far the stored track is from the truth."""
    speed = float(arguments.speed)
    if not SPEEDS[0] <= speed <= SPEEDS[1]:
        raise Trouble(
            f"--speed 应在 {SPEEDS[0]:g} 到 {SPEEDS[1]:g} 之间",
            f"--speed must be between {SPEEDS[0]:g} and {SPEEDS[1]:g}",
        )
    recording = open_recording(arguments.dataset, arguments.path)

    import django

    django.setup()
    from anhuan.devices.replaying.result import result_of, told

    result = result_of(*_played(recording, speed))
    print(json.dumps(result, ensure_ascii=False) if arguments.json else told(result))
    return 0


def _played(recording: Recording, speed: float) -> tuple[Laid, Stored]:
    """Set the test site up, send everything, read the stored track, clear the site away."""
    from anhuan.devices.replaying import site as sites
    from anhuan.devices.replaying.stored import wait_for_track, wait_until_known

    company = sites.find_company()
    dx, dy = offset(recording, sites.middle_of_field(company))
    laid = Laid(recording, dx, dy, 0)
    since = clock.now() - timedelta(milliseconds=OLDEST_MS + READY_MS)
    with Line() as line, sites.laid_site(company, laid, since) as site:
        numbers = {name: anchor.number for name, anchor in site.anchors.items()}
        devices = [site.tag.number, *numbers.values()]
        wait_until_known(
            site.tag, list(site.anchors.values()),
            lambda: line.say_alive(devices, clock.now().timestamp()),
        )  # fmt: skip
        laid = replace(laid, shift_ms=_shift_ms(recording, speed))
        play(laid, site.tag.number, numbers, speed, line.send_ranges)
        line.flush()
        last_ms = laid.plant_ms(recording.reports[-1].t_ns)
        return laid, wait_for_track(company, site.tag, last_ms, _seal_wait_s(last_ms))


def _shift_ms(recording: Recording, speed: float) -> int:
    first_ms = recording.reports[0].t_ns // NS_PER_MS
    return begin_ms(clock.now_ms(), length_ms(recording), speed) - first_ms


def _seal_wait_s(last_ms: int) -> float:
    """How long to wait for the seal; none when it is far off."""
    wait_s = (sealed_at_ms(last_ms) - clock.now_ms()) / 1000
    return max(wait_s, 1.0) if wait_s < SEAL_SOON_S else 0.0
