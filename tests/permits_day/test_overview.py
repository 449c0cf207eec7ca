"""What a plant sees of all its permits: the map of the day, statistics, the ledger taken out."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from anhuan.domains.permits.models import Permit
from tests.permits_day.walk import Day, Picture

GROUPS = {
    "reserved": "reserved", "drafted": "applied", "working": "running", "archived": "done",
    "cancelled": "cancelled",
}  # fmt: skip


PERMITS = {
    "reserved": ("reserved", "hot_work", {}),
    "drafted": ("drafted", "hot_work", {}),
    "working": ("verified", "hot_work", {}),
    "cancelled": ("reserved", "lifting", {"values": {"mass_t": 12, "conditions": []}}),
    "archived": ("reserved", "work_at_height", {"values": {"height_m": 3, "conditions": []}}),
}


@pytest.fixture
def five(day: Day) -> dict[str, Picture]:
    """A permit in each of the five groups of the day."""
    found = {state: day.take(state) for state in GROUPS}
    for state in ("cancelled", "archived"):
        Permit.objects.filter(pk=found[state]["id"]).update(state=state)
    found["working"] = day.step(found["working"])
    return found


def read(day: Day, url: str) -> Any:
    client: Any = day.by("safety")
    answer = client.client.get(url)
    assert answer.status_code == 200, url
    return answer


@pytest.mark.clause("AQP-095")
@pytest.mark.parametrize("state", list(GROUPS))
def test_the_map_shows_each_group_of_the_day(
    day: Day, five: dict[str, Picture], state: str
) -> None:
    page = read(day, f"/permits/map/?group={GROUPS[state]}").content.decode()
    shown = {key for key, one in five.items() if one["number"] in page}
    assert shown == {state}
    shapes = read(day, f"/permits/map/feed/?group={GROUPS[state]}").json()["shapes"]
    assert len(shapes) == 1


@pytest.mark.clause("POS-064", "AQP-111")
def test_the_map_counts_and_draws_who_is_inside(day: Day, five: dict[str, Picture]) -> None:
    for who in day.plant.everybody():
        day.plant.put(who, (150.0, 150.0))
    day.plant.put(day.plant.worker)
    day.plant.put(day.plant.guardian)
    people = read(day, "/permits/map/feed/?group=running").json()["people"]
    assert {one["name"] for one in people} == {"焊工", "监护员"}


@pytest.mark.clause("PTW-012", "PTW-136", "PTW-100", "PTW-101", "PTW-103", "PTW-105", "AQP-093")
def test_statistics_count_by_every_dimension_and_lead_to_the_permits(
    day: Day, five: dict[str, Picture]
) -> None:
    found = read(day, "/permits/statistics/?first=2026-11-01&last=2026-11-30")
    counts = found.context["found"]
    assert counts.total == 5
    assert dict((label, n) for label, n, _ in counts.by_kind) == {
        "动火作业": 3,
        "吊装作业": 1,
        "高处作业": 1,
    }
    assert counts.by_unit == [("生产一部", 5, f"unit={day.plant.unit.pk}")]
    assert counts.by_place == [("一号装置", 5, f"area={day.plant.area.pk}")]
    assert counts.by_month == [("2026-11", 5, "")]
    assert sorted(n for _, n, _ in counts.by_state) == [1] * 5
    assert counts.groups == dict.fromkeys(GROUPS.values(), 1)
    for _, n, query in (*counts.by_kind, *counts.by_unit, *counts.by_place, *counts.by_state):
        rows = day.by("safety").send("GET", f"permits?{query}").body["results"]
        assert len(rows) == n, query
    outside = read(day, "/permits/statistics/?first=2026-10-01&last=2026-10-31")
    assert outside.context["found"].total == 0


@pytest.mark.clause("PTW-104", "AQP-097")
def test_statistics_count_the_alarms_and_lead_to_the_permits_that_had_them(
    day: Day, five: dict[str, Picture]
) -> None:
    day.ask("head", five["drafted"], "approve")
    counts = read(day, "/permits/statistics/?first=2026-11-01&last=2026-11-30").context["found"]
    by_code = {label.split()[0]: (n, query) for label, n, query in counts.by_alarm}
    assert by_code["01"][0] == 1
    rows = day.by("safety").send("GET", f"permits?{by_code['01'][1]}").body["results"]
    assert [one["number"] for one in rows] == [five["drafted"]["number"]]


@pytest.mark.clause("PTW-097", "AQP-094", "PTW-009")
def test_the_ledger_is_taken_out_as_a_workbook_as_text_and_on_paper(
    day: Day, five: dict[str, Picture]
) -> None:
    book = b"".join(read(day, "/permits/ledger/?state=archived&format=xlsx").streaming_content)
    sheet = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0)
    rows = [row[:4] for row in sheet.to_python()]
    assert rows[0] == ["编号", "作业类型", "级别", "状态"]
    assert rows[1:] == [[five["archived"]["number"], "高处作业", "Ⅰ级", "已归档"]]
    text = b"".join(read(day, "/permits/ledger/?state=archived&format=csv").streaming_content)
    assert text.startswith("\ufeff编号,作业类型".encode())
    lines = list(csv.reader(StringIO(text.decode("utf-8-sig"))))
    assert [line[:4] for line in lines] == rows
    paper = b"".join(read(day, "/permits/ledger/?format=pdf").streaming_content)
    assert paper.startswith(b"%PDF")
