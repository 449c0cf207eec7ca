"""Orders, what is told, rates and lag, SOAP envelopes."""

from typing import Any

import pytest

from anhuan.exchange.core import soap
from anhuan.exchange.core.drafting import Change
from anhuan.exchange.core.envelope import Op
from anhuan.exchange.core.orders import Deed, Ordered, Orders
from anhuan.exchange.core.rates import Lag, Rate
from anhuan.exchange.core.sampling import LONGEST, sample_of
from anhuan.exchange.core.watching import changes


def standing(**changed: Any) -> dict[str, Any]:
    pipe = {"pipe": "p", "state": "running", "version": 1, "fault": "", "dead": 0,
            "routes": [{"route": "p@x", "fault": ""}]}  # fmt: skip
    there = {"route": "q@y", "epoch": 1, "dead": 0, "paused": []}
    return {"pipes": [pipe | changed.pop("pipe", {})], "receives": [there | changed]}


def codes(before: dict[str, Any], now: dict[str, Any]) -> list[tuple[str, str]]:
    return [(line.code, line.place) for line in changes(before, now)]


def test_only_what_changed_is_written_down() -> None:
    calm = standing()
    assert codes({}, calm) == [("running", "p")]
    assert codes(calm, calm) == []
    down = standing(pipe={"routes": [{"route": "p@x", "fault": "refused"}]})
    assert codes(calm, down) == [("fault", "p@x")]
    assert codes(down, down) == []
    assert codes(down, calm) == [("mended", "p@x")]
    rejected = standing(pipe={"routes": [{"route": "p@x", "fault": "", "dead": 2}]})
    assert codes(calm, rejected) == [("dead_there", "p@x")]
    assert codes(rejected, calm) == []
    assert codes(calm, standing(pipe={"dead": 2, "state": "paused"})) == [
        ("paused", "p"), ("dead_letter", "p"),
    ]  # fmt: skip
    drifted = standing(paused=[{"table": "t", "reason": "缺少列 n"}], epoch=2)
    assert codes(calm, drifted) == [("greeted", "q@y"), ("drift", "q@y")]
    assert codes(drifted, standing(epoch=2)) == [("resumed", "q@y")]
    assert codes(calm, standing() | {"pipes": []}) == [("removed", "p")]


def test_orders_survive_json_and_a_newer_desk() -> None:
    orders = Orders([Ordered("p", 2, "x", "paused")], {"q": "stopped"}, [Deed("1", "compare", "p")])
    said = orders.as_json()
    assert Orders.from_json(said) == orders
    said["definitions"][0]["colour"] = "red"
    assert Orders.from_json(said | {"more": 1}) == orders
    for nonsense in ([], {"definitions": [{"name": "p"}]}, {"deeds": 7}):
        with pytest.raises(ValueError, match="no orders"):
            Orders.from_json(nonsense)


def test_rates_are_of_ten_seconds_and_begin_anew_with_the_counter() -> None:
    rate = Rate()
    assert rate.per_s(100, 0.0) == 0.0
    assert rate.per_s(200, 10.0) == 10.0
    assert rate.per_s(200, 20.0) == 0.0
    assert rate.per_s(5, 21.0) == 0.0, "restarted"
    assert rate.per_s(15, 22.0) == 10.0


def test_lag_is_since_something_was_not_there() -> None:
    lag = Lag()
    assert lag.seconds(5, 5, 0.0) == 0.0
    assert lag.seconds(5, 6, 1.0) == 0.0
    assert lag.seconds(5, 9, 3.5) == 2.5
    assert lag.seconds(9, 9, 4.0) == 0.0


def test_a_long_row_is_cut_where_people_look() -> None:
    shown = sample_of(Change(Op.UPDATE, "t", {"id": 1, "n": "x" * 9000}, ("id",)), [])
    assert len(shown.row) == LONGEST + 1


def test_soap_carries_frames_and_refuses_what_is_none() -> None:
    assert soap.read_call(soap.call("a<b&c", b"\x00\xff")) == ("a<b&c", b"\x00\xff")
    assert soap.token_at(soap.call("a<b&c", bytes(9000))) == "a<b&c"
    assert soap.token_at(b'<s:Body><e:token x="1">abc</e:token>') == "abc"
    assert soap.token_at(b"<frame>" + bytes(5000) + b"<token>abc</token>") == ""
    assert soap.read_answer(soap.answer(b"frame")) == b"frame"
    with pytest.raises(soap.NoEnvelope, match="令牌"):
        soap.read_answer(soap.fault("令牌无效"))
    for body in (b"", b"<x/>", b"<!DOCTYPE x><x/>", soap.answer(b"")):
        with pytest.raises(soap.NoEnvelope):
            soap.read_call(body)
