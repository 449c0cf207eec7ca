"""A tag answers what it was told: by key or with its status. No answer rings as a call for help."""

import pytest

from anhuan.engine.adapters.orders import ANSWER
from anhuan.engine.tests.plants import START_MS, Wire, iso, make_engine

WORDS = "0190c0de-0000-7000-8000-000000000001"
T = START_MS + 1000


def said(subject, body):
    """The orders that follow from one message, and the reasons of refusals."""
    wire = Wire(make_engine())
    wire.send(subject, body, T)
    wire.run(T + 500)
    reasons = [reason for _, _, reason in wire.engine.refusals.counts]
    return list(wire.engine.alarms.waiting), reasons


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("button.T1", {"t": iso(T - 200), "key": "ack", "id": WORDS}),
        ("status.T1", {"t": iso(T - 200), "online": True, "ack": WORDS}),
    ],
)
def test_an_answer_is_written_down_once_with_its_time_and_nothing_rings(subject, body):
    (order,), reasons = said(subject, body)
    assert (order.do, order.at_ms) == (ANSWER, T - 200)
    assert order.inputs == {"tag": "T1", "message": WORDS}
    assert not reasons


@pytest.mark.parametrize(
    ("subject", "told", "reason"),
    [("button.T1", "no id", "bad_shape"), ("button.T1", None, "bad_shape"),
     ("button.T1", [1], "bad_shape"), ("button.nobody", WORDS, "unknown_tag")],
)  # fmt: skip
def test_an_answer_that_answers_nothing_is_counted(subject, told, reason):
    orders, reasons = said(subject, {"t": iso(T), "key": "ack", "id": told})
    assert (orders, reasons) == ([], [reason])
