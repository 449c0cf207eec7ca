"""The small words everything else is written with."""

from datetime import UTC, datetime

import pytest

from anhuan.kernel import clock
from anhuan.kernel.digest import canonical_json, sm3_hex
from anhuan.kernel.errors import Blocker, Refused, refuse_if_any
from anhuan.kernel.ids import uuid7, uuid_of


def test_sm3_of_abc_is_the_standards_own_example():
    assert sm3_hex(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_canonical_json_does_not_depend_on_the_order_of_keys():
    assert canonical_json({"b": 1, "a": "安"}) == canonical_json({"a": "安", "b": 1})


def test_uuid7_grows_with_time_and_says_its_version():
    first, second = uuid7(), uuid7()
    assert (first.version, first.int >> 80 <= second.int >> 80) == (7, True)


def test_the_same_parts_give_the_same_id():
    assert uuid_of("sos", 1) == uuid_of("sos", 1) != uuid_of("sos", 2)


def test_a_refusal_carries_every_reason():
    blockers = [Blocker("a", "第一"), Blocker("b", "第二", "GB 1")]
    with pytest.raises(Refused) as refused:
        refuse_if_any(iter(blockers))
    assert refused.value.as_json() == {
        "code": "refused",
        "blockers": [
            {"code": "a", "text": "第一", "clause": ""},
            {"code": "b", "text": "第二", "clause": "GB 1"},
        ],
    }


def test_no_reason_no_refusal():
    refuse_if_any([])


def test_milliseconds_and_moments_agree():
    moment = datetime(2026, 11, 21, 8, 0, 0, 123000, UTC)
    assert clock.from_ms(clock.to_ms(moment)) == moment
