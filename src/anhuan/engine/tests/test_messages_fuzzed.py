"""Whatever bytes arrive, the engine reads on; each message is taken or counted with a reason."""

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.engine.adapters.messages import (
    Refused,
    battery,
    entries,
    faults_of,
    key_of,
    moment_ms,
    observations,
    spot_of,
)
from anhuan.engine.core.clean import Code, clean, new_clean
from anhuan.engine.core.config import Settings
from anhuan.engine.core.reports import TECH_NAMES, ReportBuilder, reports_of
from anhuan.kernel.geo import Georeference

NOW = 1_795_000_000_000
SITE = Georeference(118.7, 37.9)
REASONS = {"bad_json", "too_large", "bad_shape", "not_finite", "out_of_range"}

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**25), 10**25), st.floats(), st.text(max_size=8),
    st.sampled_from(["T0", "A0", "A1", "2026-11-21T08:00:00Z", "9999-12-31T23:59:59+00:00"]),
)  # fmt: skip
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)  # fmt: skip
KEYS = ("anchor", "range_m", "tdoa_m", "rssi_dbm", "fp_dbm", "azimuth_deg", "elevation_deg")
one_seen = st.dictionaries(st.sampled_from(KEYS), values, max_size=7)
reports = st.fixed_dictionaries(
    {"tag": scalars, "t": scalars, "tech": st.sampled_from([*TECH_NAMES, "smoke"]) | scalars},
    optional={"obs": st.lists(one_seen | values, max_size=4) | values, "ref": scalars,
              "battery_pct": values, "faults": values, "key": values},
)  # fmt: skip
spots = st.dictionaries(
    st.sampled_from(
        ["provider_id", "source", "position", "crs", "accuracy", "floor", "timestamp_generated"]
    ),
    values | st.fixed_dictionaries({"coordinates": st.lists(scalars, max_size=3)}),
)


def taken_or_refused(read, *args):
    """What comes out, or None with a reason of the contract."""
    try:
        return read(*args)
    except Refused as refused:
        assert refused.reason in REASONS
        return None


@pytest.mark.clause("POS-031")
@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200) | values.map(repr).map(str.encode))
def test_any_bytes_are_objects_or_a_reason(data):
    found = taken_or_refused(entries, data)
    assert found is None or all(isinstance(one, dict) for one in found)


@settings(max_examples=300, deadline=None)
@given(reports)
def test_any_report_is_rows_or_a_reason(report):
    builder = ReportBuilder({"T0": 0}, {"A0": 0, "A1": 1})
    t_ms = taken_or_refused(moment_ms, report["t"])
    obs = taken_or_refused(observations, report)
    battery(report), faults_of(report)
    taken_or_refused(key_of, report)
    if obs is None:
        return
    ref = report.get("ref")
    args = str(report["tag"]), NOW if t_ms is None else t_ms, str(report["tech"]), obs
    reason = builder.add(*args, None if ref is None else str(ref))
    assert reason in {None, "bad_shape", "unknown_tag", "unknown_anchor"}
    rows = builder.take()
    assert (rows.rows > 0) == (reason is None)
    codes = clean(new_clean(1), rows, NOW, Settings())
    assert {Code(code).text for code in codes.tolist()} <= {code.text for code in Code}


@settings(max_examples=300, deadline=None)
@given(spots)
def test_any_location_is_a_spot_or_a_reason(spot):
    found = taken_or_refused(spot_of, spot, SITE)
    assert found is None or (abs(found.x) < 1e5 and found.r68_m >= 0.1)


@settings(max_examples=100, deadline=None)
@given(st.lists(reports, max_size=3))
def test_what_json_can_say_comes_back(found):
    try:
        data = orjson.dumps(found)
    except (TypeError, orjson.JSONEncodeError):
        return
    assert taken_or_refused(entries, data) is not None


@pytest.mark.parametrize(
    ("tech", "one", "rows"),
    [
        ("uwb-aoa", {"anchor": "A0", "azimuth_deg": 12.5}, 1),
        ("ble-aoa", {"anchor": "A0", "azimuth_deg": 12, "elevation_deg": -20, "range_m": 8.5}, 3),
        ("ble-aoa", {"anchor": "A0", "elevation_deg": -20}, None),
        ("rfid", {"anchor": "A0"}, 1),
        ("uwb-twr", {"anchor": "A0", "range_m": "12"}, None),
        ("uwb-twr", {"anchor": "A0", "range_m": True}, None),
        ("ble-rssi", {"anchor": "A0", "rssi_dbm": -60}, 1),
    ],
)
def test_what_each_technology_measures(tech, one, rows):
    builder = ReportBuilder({"T0": 0}, {"A0": 0})
    assert builder.add("T0", NOW, tech, [one]) == (None if rows else "bad_shape")
    assert builder.take().rows == (rows or 0)


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [(3, 360.0, "ok"), (3, 360.1, "out_of_range"), (4, -90.0, "ok"), (4, -90.1, "out_of_range"),
     (5, 0.0, "ok")],
)  # fmt: skip
def test_angles_have_their_limits(kind, value, code):
    rows = reports_of([(0, NOW, kind, 0, value, float("nan"), float("nan"))])
    assert [Code(c).text for c in clean(new_clean(1), rows, NOW, Settings())] == [code]
