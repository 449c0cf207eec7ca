"""What devices say, read strictly: each fault has its reason (docs/reference/contracts.md)."""

import orjson
import pytest

from anhuan.engine.adapters.messages import (
    Message,
    Refused,
    battery,
    entries,
    key_of,
    moment_ms,
    observations,
    spot_of,
)
from anhuan.kernel.geo import Georeference

SITE = Georeference(118.7, 37.9)


def reason(read, *args):
    """The code with which something is refused."""
    with pytest.raises(Refused) as refused:
        read(*args)
    return refused.value.reason


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "bad_json"),
        (b"{", "bad_json"),
        (b"\xff\xfe", "bad_json"),
        (b"[1, 2]", "bad_shape"),
        (b'"text"', "bad_shape"),
        (b"[[[]]]", "bad_shape"),
        (b"[" * 5000, "bad_json"),
        (b'[{"tag":"T1","obs":[{"range_m":NaN}]}]', "not_finite"),
        (b'{"x":-Infinity}', "not_finite"),
        (b'{"text":"NaN"', "bad_json"),
        (b" " * (512 * 1024 + 1), "too_large"),
    ],
)
def test_a_message_that_is_no_list_of_objects(data, code):
    assert reason(entries, data) == code


def test_one_object_is_a_list_of_one():
    assert entries(b'{"a": 1}') == [{"a": 1}]
    assert entries(b"[]") == []


@pytest.mark.parametrize(
    "text", ["yesterday", "2026-11-21T08:00:00", 1_795_305_600, None, True, "2026-13-01T00:00:00Z"]
)
def test_a_time_needs_an_offset(text):
    assert reason(moment_ms, text) == "bad_shape"


def test_times_with_any_offset_are_the_same_moment():
    assert moment_ms("2026-11-21T08:00:00.123Z") == 1795248000123
    assert moment_ms("2026-11-21T16:00:00.123+08:00") == 1795248000123


@pytest.mark.parametrize("obs", [None, [], {}, "x", [1], [{"anchor": "A"}, None]])
def test_observations_are_a_list_of_objects(obs):
    assert reason(observations, {"obs": obs}) == "bad_shape"


@pytest.mark.parametrize(
    ("value", "percent"),
    [(80, 80), (80.4, 80), (-3, 0), (250, 100), (None, None), ("80", None), (True, None)],
)
def test_battery(value, percent):
    assert battery({"battery_pct": value}) == percent


def test_a_key_is_heard_whatever_the_clock_says():
    key = key_of({"key": "sos", "pressed": True, "t": "no idea"})
    assert (key.name, key.pressed, key.t_ms) == ("sos", True, None)
    assert key_of({"key": "sos"}).pressed
    assert not key_of({"key": "call", "pressed": False}).pressed
    assert reason(key_of, {"key": "reboot"}) == "bad_shape"


def location(**changes):
    lon, lat = SITE.to_lonlat(120.0, 80.0)
    return {
        "position": {"type": "Point", "coordinates": [lon, lat]},
        "source": "gps",
        "provider_id": "T1",
        "timestamp_generated": "2026-11-21T08:00:00Z",
        "accuracy": 2.5,
        **changes,
    }


def test_an_omlox_location_is_turned_into_plant_metres():
    spot = spot_of(location(floor=0), SITE)
    assert (round(spot.x, 2), round(spot.y, 2)) == (120.0, 80.0)
    assert (spot.floor, spot.r68_m, spot.tags) == (1, 2.5, ("T1", "gps"))


@pytest.mark.parametrize(
    ("omlox", "floor"), [(0, 1), (2, 3), (-1, -1), (None, 0), (1e9, 0), ("2", 0)]
)
def test_omlox_counts_floors_from_zero(omlox, floor):
    assert spot_of(location(floor=omlox), SITE).floor == floor


def test_local_coordinates_are_plant_metres():
    where = {"type": "Point", "coordinates": [12.5, 30.25, 1.0]}
    spot = spot_of(location(crs="local", position=where), None)
    assert (spot.x, spot.y) == (12.5, 30.25)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"position": None}, "bad_shape"),
        ({"position": {"coordinates": ["a", 2]}}, "bad_shape"),
        ({"position": {"coordinates": [0.0, 0.0]}}, "out_of_range"),
        ({"accuracy": -1}, "out_of_range"),
        ({"accuracy": "good"}, "bad_shape"),
        ({"provider_id": None, "source": ""}, "bad_shape"),
        ({"timestamp_generated": None}, "bad_shape"),
    ],
)
def test_a_location_that_cannot_be(changes, code):
    assert reason(spot_of, location(**changes), SITE) == code


def test_degrees_need_a_site():
    assert reason(spot_of, location(), None) == "bad_shape"


def test_a_subject_names_family_and_source():
    message = Message(1, 0, "anhuan.v1.ranging.gw.7", b"")
    assert (message.family, message.source) == ("ranging", "gw.7")
    assert (Message(1, 0, "x", b"").family, Message(1, 0, "x", b"").source) == ("", "")


def test_a_deep_message_is_refused_not_followed():
    assert reason(entries, orjson.dumps([]) * 2) == "bad_json"
