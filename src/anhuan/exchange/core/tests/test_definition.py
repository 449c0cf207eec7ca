"""Definitions: what they say, and every fault at once."""

import pytest

from anhuan.exchange.core.conflict import Rule
from anhuan.exchange.core.definition import Faulty, Pipe, Receive, overreach, read, read_all

GOOD = """
version: 3
pipe: hazards
title: 隐患到省
source: {kind: postgres, url: "env:PLANT_DB", tables: [{name: public.hazard, target: province.h}]}
transforms:
  - rename: {id: ID}
  - drop: [secret]
routes:
  - {to: province, transport: {kind: https, url: "https://p.gov/exchange", token: "env:T"}}
  - to: city
    transport: {kind: tcps, url: "tcps://c.gov:9000", token: "file:/etc/t"}
    when: {all: [{field: org, in: [A1]}, {field: level, above: 2}]}
    compare_every_s: 3600
"""


def test_a_pipe() -> None:
    pipe = read(GOOD)
    assert isinstance(pipe, Pipe)
    assert (pipe.name, pipe.version, pipe.capture) == ("hazards", 3, "log")
    assert [pipe.route_name(route) for route in pipe.routes] == ["hazards@province", "hazards@city"]
    assert pipe.target_of("public.hazard") == "province.h"
    assert pipe.transforms.is_plain
    assert pipe.transforms.apply({"id": "1", "secret": "x", "a": "b"}, {}) == [
        {"ID": "1", "a": "b"}
    ]
    city = pipe.routes[1]
    assert city.when
    assert city.when.holds({"org": "A1", "level": "3"})
    assert not city.when.holds({"org": "A1", "level": "2"})
    assert city.compare_every_s == 3600


def test_what_is_changed_on_its_way_is_compared_in_the_columns_that_are_not() -> None:
    masked = GOOD.replace("- drop: [secret]", "- mask: {field: phone, keep_last: 4}")
    with pytest.raises(Faulty) as faulty:
        read(masked)
    (fault,) = faulty.value.faults
    assert (fault.code, fault.place) == ("compare_wanted", "source.tables")
    assert "public.hazard" in fault.text
    named = masked.replace("target: province.h", "target: province.h, compare: [id, title]")
    for fine in (named, masked.replace("    compare_every_s: 3600\n", "")):
        assert isinstance(read(fine), Pipe)


def test_a_receiver() -> None:
    found = read(
        "version: 1\nreceive: a@b\n"
        'sink: {kind: postgres, url: "env:X", tables: [u, v], deletes: mark, mark: {DELETED: 1}}\n'
        "conflict: {rule: clock, truth: here, clock: updated_at}"
    )
    assert isinstance(found, Receive)
    assert found.marks == {"DELETED": "1"}
    assert found.takes("public.u")
    assert not found.takes("exchange.u")
    assert found.place_of("u") < found.place_of("public.v")
    assert found.conflict
    assert found.conflict.rule is Rule.CLOCK


def test_several_in_one_file() -> None:
    two = read_all(GOOD + "\n---\n" + GOOD.replace("pipe: hazards", "pipe: other"))
    assert [one.name for one in two if isinstance(one, Pipe)] == ["hazards", "other"]


BAD = """
version: 0
pipe: Hazards
soruce: {}
source: {kind: mainframe, url: "postgresql://u:secret@h/d", tables: []}
transforms:
  - renam: {a: b}
  - {drop: [a], keep: [b]}
  - unit: {field: p, from: MPa, to: km}
  - codes: {field: x, map: {}}
routes:
  - {to: p, transport: {kind: pigeon, url: "x", token: "plain secret"}, batch: 0}
  - {to: p, transport: {kind: tcp, url: "tcp://x:1"}, when: {field: a, above: much}}
"""


def test_every_fault_at_once() -> None:
    with pytest.raises(Faulty) as caught:
        read(BAD)
    found = {(fault.place, fault.code) for fault in caught.value.faults}
    assert found >= {
        ("version", "number_wanted"),
        ("pipe", "name_wanted"),
        ("soruce", "unknown_name"),
        ("source.kind", "choice_wanted"),
        ("source.url", "secret_inside"),
        ("source.tables", "list_wanted"),
        ("transforms[0]", "unknown_step"),
        ("transforms[1]", "one_step"),
        ("transforms[2].unit", "unknown_unit"),
        ("transforms[3].codes.map", "mapping_wanted"),
        ("routes", "doubled"),
        ("routes[0].transport.kind", "choice_wanted"),
        ("routes[0].transport.token", "secret_inside"),
        ("routes[0].batch", "number_wanted"),
        ("routes[1].when.above", "number_wanted"),
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: [", "no_yaml"),
        ("", "one_wanted"),
        ("- 1", "kind_wanted"),
        ("pipe: a\nreceive: b", "kind_wanted"),
    ],
)
def test_no_definition_at_all(text: str, code: str) -> None:
    with pytest.raises(Faulty) as caught:
        read(text)
    assert [fault.code for fault in caught.value.faults] == [code]


def test_ends_outside_are_bounded_on_a_page() -> None:
    form = 'version: 1\nreceive: a@b\nsink: {{kind: {}, url: "{}", tables: [t], token: "env:{}"}}'
    found = [
        [fault.code for fault in overreach(read(form.format(kind, url, token)))]
        for kind, url, token in (
            ("files", "reports", "EXCHANGE_T"),
            ("files", "../secrets", "EXCHANGE_T"),
            ("http", "http://elsewhere/", "EXCHANGE_T"),
            ("ftp", "env:EXCHANGE_OFFICE", "DATABASE_URL"),
            ("sqlite", "env:EXCHANGE_T", "EXCHANGE_T"),  # it would be taken for a folder's name
        )
    ]
    assert found == [
        [], ["folder_outside"], ["address_by_name"], ["variable_outside"], ["folder_outside"],
    ]  # fmt: skip
