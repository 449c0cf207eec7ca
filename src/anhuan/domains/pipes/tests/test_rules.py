"""Definitions with their lines, samples, alarms, tokens."""

from datetime import timedelta

import pytest

from anhuan.domains.pipes.rules import alarming, enrolling, trying
from anhuan.domains.pipes.rules.checking import blockers, line_of, read_definition, with_version
from anhuan.domains.pipes.rules.diffing import difference
from anhuan.domains.pipes.tests.make import TEXT, report
from anhuan.exchange.core.definition import Faulty
from anhuan.kernel import clock

NOW = clock.now()
OVERREACHING = """version: 1
pipe: p
source: {kind: folder, url: /var/anhuan/secrets, tables: [{name: "*"}]}
routes:
  - to: x
    transport:
      kind: http
      url: "http://thief.example"
      token: "file:../plant-sm2"
"""


def test_every_fault_stands_with_its_line():
    text = (
        "version: 1\npipe: Bad\nsource:\n  kind: dbase\n  url: ''\n"
        "routes:\n  - to: x\n    speed: 9\n"
    )
    with pytest.raises(Faulty) as found:
        read_definition(text)
    said = [one.text for one in blockers(text, found.value)]
    assert any(one.startswith("第 2 行 pipe：") for one in said)
    assert any(one.startswith("第 4 行 source.kind：") for one in said)
    assert any(one.startswith("第 8 行 routes[0].speed：") for one in said)
    assert len(said) >= 5, "all at once"
    assert line_of("a: 1\n b: [", "a") == 2, "where the YAML itself breaks"


def test_a_page_cannot_carry_the_plants_secrets_away():
    with pytest.raises(Faulty) as found:
        read_definition(OVERREACHING)
    codes = {one.place: one.code for one in found.value.faults}
    assert codes == {
        "source.url": "folder_outside", "routes[0].transport.token": "file_outside",
    }  # fmt: skip
    for url, code in (
        ("postgresql:///anhuan", "address_by_name"),
        ("env:HOME", "variable_outside"),
    ):
        with pytest.raises(Faulty) as found:
            read_definition(with_version(TEXT.replace("env:EXCHANGE_PLANT_DB", url), 1))
        assert code in {one.code for one in found.value.faults}


def test_the_version_is_ours_and_a_difference_is_by_line():
    first, second = with_version("pipe: a\n", 1), with_version("version: 1\npipe: a\nx: 2", 2)
    assert first == "version: 1\npipe: a\n"
    marks = [(one.mark, one.text) for one in difference(first, second)]
    assert marks == [("-", "version: 1"), ("+", "version: 2"), (" ", "pipe: a"), ("+", "x: 2")]


@pytest.mark.clause("EXC-071")
def test_a_sample_shows_rows_messages_or_the_reason():
    found = read_definition(with_version(TEXT, 1))
    made = trying.tried(found, "t", {"id": 7, "level": "major"})
    assert made.rows == [{"id": 7, "level": "1"}]
    assert [(to, op, key) for to, op, key, _ in made.made] == [("hazards@province", "U", '["7"]')]
    assert "死信" in trying.tried(found, "t", {"id": 7, "level": "odd"}).reason
    with pytest.raises(ValueError, match="第 1 行"):
        trying.row_of("{")


def kinds(told: dict, heard_at=NOW) -> list[str]:
    return [one.kind for one in alarming.troubles("本机", told, heard_at, NOW)]


def test_what_is_an_alarm():
    assert kinds(report()) == []
    assert kinds(report(), NOW - timedelta(seconds=60)) == []
    assert kinds(report(), NOW - timedelta(seconds=61)) == ["pipe_node"]
    assert kinds(report(route={"failures": 4, "fault": "refused"})) == []
    assert kinds(report(route={"failures": 5, "fault": "refused"})) == ["pipe_link"]
    assert kinds(report(route={"lag_s": 300.0, "backlog": 1})) == []
    assert kinds(report(route={"lag_s": 300.1, "backlog": 1})) == ["pipe_stalled"]
    assert kinds(report(pipe={"fault": "没有表"})) == ["pipe_stalled"]
    assert kinds(report(pipe={"state": "stopped", "fault": "x"})) == []
    there = {"route": "a@b", "paused": [{"table": "t", "reason": "缺少列 n"}]}
    assert kinds(report(receives=[there])) == ["pipe_drift"]


def test_a_token_is_good_once_and_for_a_day():
    until = NOW + enrolling.GOOD_FOR
    assert enrolling.is_good(until, None, NOW + timedelta(hours=24))
    assert not enrolling.is_good(until, None, NOW + timedelta(hours=24, seconds=1))
    assert not enrolling.is_good(until, NOW, NOW)
