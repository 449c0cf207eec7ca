"""The device ledger's limits, both sides of each. Legal numbers are literals here."""

from datetime import UTC, date, datetime, timedelta

import pytest

from anhuan.domains.positioning.rules import devices as rules

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 8, tzinfo=UTC)
FIT = {
    "ex_mark": "Ex ib IIC T4 Gb",
    "ex_certificate": "CE26.1",
    "max_temperature_c": 70,
    "ip_rating": "IP68",
}


def codes(found):
    return [blocker.code for blocker in found]


def explosion(zone="1", explosive=True, **changes):
    ledger = rules.Ledger(**{**FIT, **changes})
    return codes(rules.explosion_blockers(ledger, rules.Place(explosive, zone), TODAY))


@pytest.mark.clause("POS-033", "AQL-097", "TECH-002")
@pytest.mark.parametrize(
    ("mark", "zone", "suits"),
    [
        ("Ex ia IIC T4 Ga", "0", True),
        ("Ex ib IIC T4 Gb", "0", False),
        ("Ex ib IIC T4 Gb", "1区", True),
        ("Ex ic IIC T4 Gc", "Zone 1", False),
        ("Ex ic IIC T4 Gc", "2", True),
        ("Ex nA IIC T4 Gc", "1", False),
        ("ExdIICT4", "1", True),
        ("ExiaIICT4", "0", True),
        ("Ex d IIB T4", "0", False),
        ("Ex ib IIC T4 Gb", "21", False),
        ("Ex tb IIIC T130℃ Db", "21", True),
        ("Ex tb IIIC T130℃ Db", "20", False),
        ("Ex tb IIIC T130℃ Db", "1", False),
        ("Ex db IIC T6 Gb/Ex tb IIIC T80℃ Db", "21", True),
        ("合格", "2", False),
        ("Ex ib IIC T4 Gb", "", True),
        ("Ex ic IIC T4 Gc", "", False),
    ],
)
def test_ex_mark_against_zone(mark, zone, suits):
    assert explosion(zone=zone, ex_mark=mark) == ([] if suits else ["ex_mark_zone"])


@pytest.mark.clause("TECH-002", "TECH-007")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"max_temperature_c": 70}, []),
        ({"max_temperature_c": 69}, ["temperature_too_low"]),
        ({"max_temperature_c": 69, "explosive": False}, []),
        ({"max_temperature_c": None}, []),
        ({"ex_mark": " "}, ["ex_mark_missing"]),
        ({"ex_mark": "", "explosive": False}, []),
        ({"ex_valid_until": TODAY}, []),
        ({"ex_valid_until": TODAY - timedelta(days=1)}, ["ex_certificate_expired"]),
        ({"ex_mark": "", "max_temperature_c": 55}, ["ex_mark_missing", "temperature_too_low"]),
    ],
)
def test_in_explosive_places(changes, expected):
    assert explosion(**changes) == expected


@pytest.mark.clause("POS-034", "TECH-005", "POS-116")
@pytest.mark.parametrize(
    ("reach", "power", "years", "expected"),
    [
        (10, "poe", None, []),
        (9.9, "poe", None, ["range_limit"]),
        (200, "poe", None, []),
        (200.1, "poe", None, ["range_limit"]),
        (60, "battery", 5, []),
        (60, "battery", 4.9, ["battery_life"]),
        (60, "mains", 1, []),
        (60, "battery", None, []),
    ],
)
def test_anchor_limits(reach, power, years, expected):
    assert codes(rules.anchor_blockers(reach, power, years)) == expected


@pytest.mark.clause("POS-113")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"ip_rating": "IP67"}, ["ip_low"]),
        ({"ip_rating": "68"}, []),
        ({"ip_rating": ""}, ["ip_missing"]),
        ({"ip_rating": "防水"}, ["ip_unreadable"]),
        (
            {"ex_certificate": "", "max_temperature_c": None},
            ["ex_certificate_missing", "temperature_unknown"],
        ),
        ({"ex_valid_until": TODAY + timedelta(days=60)}, ["ex_certificate_soon"]),
        ({"ex_valid_until": TODAY + timedelta(days=61)}, []),
    ],
)
def test_warnings(changes, expected):
    ledger = rules.Ledger(**{**FIT, **changes})
    assert codes(rules.ledger_warnings(ledger, rules.Place(True, "1"), TODAY)) == expected


@pytest.mark.parametrize(("age_s", "online"), [(0, True), (60, True), (60.5, False)])
def test_offline_after_the_set_time(age_s, online):
    assert rules.is_online(NOW - timedelta(seconds=age_s), NOW, 60) is online


def test_never_seen_is_offline():
    assert rules.is_online(None, NOW, 60) is False


@pytest.mark.parametrize(("pct", "low"), [(20, False), (19, True), (None, False), (0, True)])
def test_low_battery(pct, low):
    assert rules.battery_is_low(pct) is low


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, []),
        ({"tag_is_retired": True}, ["tag_retired"]),
        ({"holder_is_retired": True}, ["holder_retired"]),
        ({"tag_form": "vehicle"}, ["tag_form"]),
        ({"holder_is_vehicle": True}, ["tag_form"]),
        ({"tag_form": "vehicle", "holder_is_vehicle": True}, []),
        ({"entry_ended_on": TODAY}, []),
        ({"entry_ended_on": TODAY - timedelta(days=1)}, ["entry_expired"]),
    ],
)
def test_who_may_get_a_tag(change, expected):
    plain = {
        "tag_form": "badge",
        "tag_is_retired": False,
        "holder_is_vehicle": False,
        "holder_is_retired": False,
        "entry_ended_on": None,
    }
    assert codes(rules.bind_blockers(**{**plain, **change}, today=TODAY)) == expected
