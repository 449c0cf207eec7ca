"""What was compiled besides the warm-up in a long run of everything: `python -m …compiled 1900`.

A process of its own, for in the tests' others have compiled what they liked.
"""

import sys

import django

django.setup()

from dataclasses import replace  # noqa: E402
from math import dist, log10  # noqa: E402 - after setup

from numba.core.registry import CPUDispatcher  # noqa: E402

from anhuan.engine.adapters import checkpoint  # noqa: E402
from anhuan.engine.adapters.beat import process  # noqa: E402
from anhuan.engine.core.warmup import warmup  # noqa: E402
from anhuan.engine.tests.plants import PLACES, START_MS, Wire, iso, make_engine  # noqa: E402
from anhuan.engine.tests.test_recorded_hour import an_hour, plant_of_everything  # noqa: E402
from anhuan.kernel import chunk_loops  # noqa: E402

SPOT = (30.0, 30.0, 1.0)


def compiled():
    """How many versions there are of each compiled function, by name."""
    return {
        f"{name}.{key}": len(value.signatures)
        for name, module in list(sys.modules.items())
        if name.startswith("anhuan.")
        for key, value in list(vars(module).items())
        if isinstance(value, CPUDispatcher) and value.py_func.__module__ == name
    }


def other_radios(wire, t_ms):
    """Every technology the engine knows, a position solved elsewhere, and a minute late."""
    near = sorted(PLACES, key=lambda n: dist(PLACES[n], SPOT))[:5]
    d = {n: dist(PLACES[n], SPOT) for n in near}
    for k, age_ms in enumerate((0, 500, 1000, 1500, -60_000)):
        t = iso(t_ms + age_ms)
        bodies = [
            ("T1", "uwb-tdoa", [{"anchor": n, "tdoa_m": d[n] - d[near[0]]} for n in near[1:]]),
            ("T2", "ble-rssi", [{"anchor": n, "rssi_dbm": -59 - 22 * log10(d[n])} for n in near]),
            ("T3", "ble-aoa", [{"anchor": n, "azimuth_deg": 10.0 * k, "elevation_deg": -20.0,
                                "range_m": d[n]} for n in near[:2]]),
            ("T4", "rfid", [{"anchor": near[0]}]),
        ]  # fmt: skip
        for tag, tech, obs in bodies:
            body = {"tag": tag, "t": t, "tech": tech, "obs": obs, "ref": near[0]}
            wire.send("ranging.gw2", body, t_ms + max(age_ms, 1600))
    place = {"provider_id": "T5", "crs": "local", "timestamp_generated": iso(t_ms),
             "position": {"type": "Point", "coordinates": [30, 30]}, "accuracy": 2.0}  # fmt: skip
    wire.send("location.gnss", place, t_ms + 1700)


def with_whole_numbers(plant):
    """Its figures as a person may type them and a database may give them: 15, not 15.0."""
    settings = plant.config.settings
    crowding = replace(settings.crowding, radius_m=int(settings.crowding.radius_m))
    tuning = settings.tuning._replace(still_m=int(settings.tuning.still_m))
    settings = replace(settings, crowding=crowding, tuning=tuning, tag_height_m=1)
    return replace(plant, config=replace(plant.config, settings=settings))


def main() -> int:
    """Names of what was compiled late, on stdout; 1 if there is any."""
    warmup()
    chunk_loops.warmup()
    before, wire = compiled(), Wire(make_engine(with_whole_numbers(plant_of_everything())))
    an_hour(wire)
    end_ms = START_MS + 1000 * int(sys.argv[1])
    for beat in wire.beats.due(end_ms):
        process(wire.engine, beat)
    wire.beats.held.clear()
    other_radios(wire, end_ms)
    wire.run(end_ms + 5_000)
    checkpoint.freeze(wire.engine, "stream", wire.engine.seq)
    assert wire.engine.troubles == {}, wire.engine.troubles
    after = compiled()
    late = [f"{k}: {before.get(k, 0)} → {n}" for k, n in after.items() if n > before.get(k, 0)]
    sys.stdout.write(f"{len(before)} functions, {sum(before.values())} versions; late: {late}\n")
    return int(bool(late))


if __name__ == "__main__":
    sys.exit(main())
