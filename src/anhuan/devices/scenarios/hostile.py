"""Plays with bad input: what no honest device sends and the platform must survive."""

from collections.abc import Iterator
from typing import Any

import orjson

from anhuan.devices import messages
from anhuan.devices.scenarios.stage import Play, Stage

GATEWAY = "GW-12"
FLOOD_MESSAGES_A_SECOND = 500  # a gateway may send 200 a second, and 2,000 at once
SPARE_TAG = "T-S001"  # known, but nobody carries it
NO_TAG = "T-FLOOD"  # known to nobody: what gets through before the limit harms nobody
MEGABYTE = 1_000_000
HOUR_S = 3600.0


def flood(stage: Stage) -> Play:
    """One gateway sends five hundred messages a second; the others go on."""
    stage.say(f"{GATEWAY} 每秒 {FLOOD_MESSAGES_A_SECOND} 条消息")
    while stage.now_s < stage.at(1.0):
        for count in range(FLOOD_MESSAGES_A_SECOND):
            t_s = stage.now_s - 1 + count / FLOOD_MESSAGES_A_SECOND
            _raw(stage, "ranging", orjson.dumps([good(NO_TAG, t_s, 0)]))
        yield


def bad_input(stage: Stage) -> Play:
    """One of each kind of bad message, spread over the scenario."""
    cases = list(bad_messages(SPARE_TAG, stage.now_s))
    stage.say(f"{GATEWAY} 发送 {len(cases)} 种异常消息")
    for number, (_, payload) in enumerate(cases):
        yield from stage.wait(number / len(cases))
        _raw(stage, "ranging", payload)
        yield


def bad_messages(tag: str, t_s: float) -> Iterator[tuple[str, bytes]]:
    """The reason code expected and the message, for every kind the contract names."""
    yield "bad_json", b'{"tag": "T-0001", "obs": ['
    yield "bad_json", b"\xff\xfe\x00not text at all"
    yield "too_large", b'[{"tag":"' + b"x" * MEGABYTE + b'"}]'
    yield "bad_shape", orjson.dumps({"tag": tag, "t": messages.iso(t_s)})
    yield "bad_shape", orjson.dumps("a string")
    yield "unknown_tag", orjson.dumps(good("T-NOBODY", t_s, 0))
    yield "unknown_anchor", orjson.dumps(_with_anchor(good(tag, t_s, 0), "A-999"))
    yield "not_finite", orjson.dumps(good(tag, t_s, 0)).replace(b"12.3", b"NaN")
    yield "out_of_range", orjson.dumps(_with_range(good(tag, t_s, 0), -5.0))
    yield "out_of_range", orjson.dumps(_with_range(good(tag, t_s, 0), 1e6))
    yield "clock_ahead", orjson.dumps(good(tag, t_s + HOUR_S, 0))
    yield "clock_behind", orjson.dumps(good(tag, t_s - 3 * HOUR_S, 0))
    yield "duplicate", orjson.dumps([good(tag, t_s, 0), good(tag, t_s, 0)])


def good(tag: str, t_s: float, shift_m: float) -> dict[str, Any]:
    """A report nothing is wrong with."""
    return {
        "tag": tag,
        "t": messages.iso(t_s),
        "tech": "uwb-twr",
        "obs": [
            {
                "anchor": "A-001",
                "range_m": round(12.3 + shift_m, 3),
                "rssi_dbm": -80.0,
                "fp_dbm": -82.0,
            }
        ],
    }


def _with_anchor(report: dict[str, Any], anchor: str) -> dict[str, Any]:
    return {**report, "obs": [{**report["obs"][0], "anchor": anchor}]}


def _with_range(report: dict[str, Any], range_m: float) -> dict[str, Any]:
    return {**report, "obs": [{**report["obs"][0], "range_m": range_m}]}


def _raw(stage: Stage, what: str, payload: bytes) -> None:
    stage.channels[GATEWAY].send_raw(f"{messages.ROOT}/{what}/{GATEWAY}", payload)
