"""Whole messages of every family through the engine: each is taken, or counted with a reason."""

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.engine.adapters.devices import Devices
from anhuan.engine.adapters.intake import FAMILIES, OF_THE_WORKER, Intake
from anhuan.engine.adapters.limits import Limits
from anhuan.engine.adapters.messages import Message
from anhuan.engine.adapters.refusals import Refusals
from anhuan.engine.core.clean import Code
from anhuan.engine.core.pipeline import Pipeline
from anhuan.engine.tests.plants import START_MS, Wire, iso, make_engine, make_plant, report
from anhuan.engine.tests.test_messages_fuzzed import reports, spots, values

T = START_MS + 1000
PLANT = make_plant()
REASONS = {
    "bad_json", "too_large", "bad_shape", "unknown_tag", "unknown_anchor", "not_finite",
    "out_of_range", "clock_ahead", "clock_behind", "duplicate", "flood",
}  # fmt: skip
keys = st.fixed_dictionaries(
    {"key": st.sampled_from(["sos", "call", "fall", "ack"]) | values},
    optional={"t": st.just(iso(T)) | values, "pressed": values, "id": values},
)
states = st.dictionaries(
    st.sampled_from(["t", "online", "battery_pct", "faults", "ack", "fall"]), values
)
passages = st.dictionaries(st.sampled_from(["t", "person", "way"]), values)
bodies = reports | spots | keys | states | passages | values
families = st.sampled_from([*FAMILIES, "weather"])
sources = st.sampled_from(["T0", "T1", "gw1", "A00", "nobody"])
known = st.just(report("T0", T, 30.0, 30.0)) | st.just(report("T9", T, 30.0, 30.0))


def packed(body):
    """As JSON, or as bytes that are none where JSON cannot say it."""
    try:
        return orjson.dumps(body)
    except (TypeError, orjson.JSONEncodeError):
        return repr(body).encode(errors="replace")


def taking():
    """An empty intake, and the engine's solver behind it."""
    solver, devices = Pipeline(PLANT.config, START_MS), Devices()
    devices.know(PLANT)
    return Intake(PLANT, solver.builder(), devices, Refusals(), Limits()), solver


def outcomes(intake):
    """Everything that can become of an entry."""
    kept = intake.rows, intake.places, intake.keys, intake.notes
    news = intake.devices.tag_news, intake.devices.anchor_news
    return sum(map(len, (*kept, *news))) + sum(intake.refusals.counts.values())


@settings(max_examples=400, deadline=None)
@given(families, sources, st.binary(max_size=60) | (bodies | known).map(packed))
def test_any_single_message_is_taken_or_counted_with_a_reason(family, source, data):
    intake, solver = taking()
    intake.take(Message(1, T, f"anhuan.v1.{family}.{source}", data))
    assert outcomes(intake) >= (data != b"[]" and family not in OF_THE_WORKER)
    codes = solver.ingest(intake.builder.take(), T)
    before = sum(intake.refusals.counts.values())
    intake.judged(codes)
    refused = {int(code) for code in codes} - {int(Code.OK), int(Code.LATE)}
    assert sum(intake.refusals.counts.values()) - before >= bool(refused)
    assert {reason for _, _, reason in intake.refusals.counts} <= REASONS


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(families, sources, st.binary(max_size=60) | bodies.map(packed)),
                max_size=6))  # fmt: skip
def test_whatever_comes_the_plant_goes_on(found):
    wire = Wire(make_engine())
    for k, (family, source, data) in enumerate(found):
        wire.send(f"{family}.{source}", data, T + k)
    wire.send("ranging.gw", report("T1", T + 2000, 30, 30), T + 2000)
    wire.run(T + 3000)
    assert wire.engine.troubles == {}
    assert wire.engine.devices.holder("T1").tag in wire.engine.board.rows
