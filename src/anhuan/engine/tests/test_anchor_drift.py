"""The anchors' running self-check, from ranges to the ledger."""

from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from anhuan.domains.positioning.models import Anchor
from anhuan.domains.positioning.tests import factories as make
from anhuan.engine.adapters import records
from anhuan.engine.adapters.devices import Health, Residual
from anhuan.engine.tests.plants import START_MS, Wire, make_engine, make_plant, report

TROUBLED = "A22"


def ranging(number, t_ms, x, y, rng):
    """With 5 cm of noise; one anchor is 0.7 m too long."""
    body = report(number, t_ms, x, y)
    for one in body["obs"]:
        one["range_m"] += rng.normal(0, 0.05) + (0.7 if one["anchor"] == TROUBLED else 0.0)
    return body


def watched(every_ms=60_000, seconds=130):
    wire = Wire(make_engine(replace(make_plant(), check_every_ms=every_ms)))
    rng = np.random.default_rng(4)
    for second in range(seconds):
        t_ms = START_MS + 1000 * second
        body = [
            ranging(f"T{k}", t_ms, 40 + 12 * np.cos(second / 15 + k), 40 + 12 * np.sin(
                second / 15 + 2 * k), rng)
            for k in range(4)
        ]  # fmt: skip
        wire.send("ranging.gw", body, t_ms + 30)
        wire.run(t_ms + 900)
    return wire.engine


def test_every_few_minutes_the_ranges_of_each_anchor_are_summed_up():
    engine = watched()
    anchors = engine.plant.anchors
    found = {number: engine.devices.anchor_news[pk].residual for number, pk in anchors.items()
             if pk in engine.devices.anchor_news}  # fmt: skip
    bad = found.pop(TROUBLED)
    others = [one for one in found.values() if one is not None]
    assert bad.ranges >= 200 and others
    assert bad.residual_m > 0.5  # the filter has learnt it as a bias: nothing need be refused
    assert max(abs(one.residual_m) for one in others) < 0.25


def test_nothing_is_said_before_it_is_due():
    engine = watched(every_ms=600_000, seconds=30)
    assert all(one.residual is None for one in engine.devices.anchor_news.values())


@pytest.mark.django_db
def test_residuals_are_written_beside_the_signs_of_life():
    anchor = make.make_anchor(make.make_company())
    residual = Residual(START_MS, 321, 0.456, 0.25)
    records.write_devices({}, {anchor.pk: Health(START_MS, residual=residual),
                               UUID(int=5): Health(residual=residual)})  # fmt: skip
    found = Anchor.objects.get()
    assert (found.residual_m, found.refused_share, found.residual_ranges) == (0.456, 0.25, 321)
    records.write_devices({}, {anchor.pk: Health(START_MS + 1000)})  # no news leaves them alone
    found.refresh_from_db()
    assert found.residual_m == 0.456 and found.seen_at > found.residual_at
