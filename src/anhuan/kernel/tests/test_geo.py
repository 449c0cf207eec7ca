"""Coordinates: plant metres and the earth, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anhuan.kernel.geo import Georeference, gcj02_to_wgs84, wgs84_to_gcj02

PLANT = Georeference(117.95, 38.35, 12.0)


@given(st.integers(-2000, 2000), st.integers(-2000, 2000))
def test_plant_metres_survive_the_way_to_the_earth_and_back(x, y):
    lon, lat = PLANT.to_lonlat(x, y)
    assert PLANT.to_plant(lon, lat) == pytest.approx((x, y), abs=1e-6)


def test_a_hundred_metres_north_is_nine_ten_thousandths_of_a_degree():
    lon, lat = Georeference(117.95, 38.35).to_lonlat(0, 100)
    assert (lon, lat) == pytest.approx((117.95, 38.350898315), abs=1e-8)


def test_gcj02_matches_the_published_shift_of_tiananmen():
    assert wgs84_to_gcj02(116.39123343289631, 39.9072885060602) == pytest.approx(
        (116.397477, 39.908692), abs=2e-5
    )


@given(st.floats(80, 130), st.floats(20, 50))
def test_gcj02_can_be_undone(lon, lat):
    assert gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat)) == pytest.approx((lon, lat), abs=1e-7)


def test_outside_china_nothing_is_shifted():
    assert wgs84_to_gcj02(2.35, 48.85) == (2.35, 48.85)
