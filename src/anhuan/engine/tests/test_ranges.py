"""Raw ranges of one tag for a calibration: from the real stream; corrected ones for the solver."""

from dataclasses import replace

import nats
import numpy as np
import orjson
import pytest
from django.conf import settings

from anhuan.engine.adapters.ranges import ranges_of
from anhuan.engine.core.pipeline import rows_of
from anhuan.engine.core.plant import plant_of
from anhuan.engine.core.reports import reports_of
from anhuan.engine.tests.plants import make_plant
from anhuan.kernel import clock

SUBJECT = "in.v1.ranging.calibration-test"


def report(tag, t_ms, **ranges):
    obs = [{"anchor": anchor, "range_m": metres} for anchor, metres in ranges.items()]
    return {"tag": tag, "t": clock.from_ms(t_ms).isoformat(), "tech": "uwb-twr", "obs": obs}


async def ask(client, tag, from_ms, to_ms):
    question = orjson.dumps({"tag": tag, "from_ms": from_ms, "to_ms": to_ms})
    return orjson.loads(await ranges_of(client, question))["ranges"]


async def test_ranges_of_the_tag_in_the_span_and_no_others(servers):
    client = await nats.connect(settings.NATS_URL)
    begin = clock.now_ms() - 200
    sent = [
        report("W1", begin + 10, A1=5.1, A2=7.2), [report("W1", begin + 110, A1=5.2)],
        report("W2", begin + 20, A1=9.9), report("W1", begin - 50, A1=1.0),
        report("W1", begin + 60_000, A1=2.0), {"tag": "W1", "t": "nonsense", "obs": 7},
    ]  # fmt: skip
    try:
        for one in sent:
            await client.jetstream().publish(SUBJECT, orjson.dumps(one))
        assert await ask(client, "W1", begin, begin + 60_000) == {"A1": [5.1, 5.2], "A2": [7.2]}
        assert await ask(client, "W1", begin, begin) == {}
        assert await ask(client, "nobody", begin, begin + 60_000) == {}
    finally:
        await client.close()


@pytest.mark.parametrize(("tech", "left"), [(0, 9.6), (1, 10.0)])
def test_a_correction_shortens_two_way_ranges_of_its_anchor_only(tech, left):
    config = make_plant().config
    anchors = (replace(config.anchors[0], bias_m=0.4), *config.anchors[1:])
    plant = plant_of(replace(config, anchors=anchors))
    made = reports_of([(0, 1000, tech, anchor, 10.0, np.nan, np.nan) for anchor in (0, 1)])
    rows = rows_of(made, plant, 1000)
    found = {int(a): float(v) for a, v in zip(rows.anchor, rows.value, strict=True)}
    assert found == {0: pytest.approx(left), 1: 10.0}
