"""The proof: what differs is found by key, and only that is sent again."""

import pytest

from tests.exchange.pair import Pair, wait_for
from tests.exchange.test_flow import ROWS


def look(pair: Pair) -> dict[str, object]:
    found = pair.ask("GET", pair.plant_http, "/pipes")[0]["looks"].get("hazards@province")
    return found[0] if found else {}


def look_now(pair: Pair) -> dict[str, object]:
    before = look(pair)
    pair.ask("POST", pair.plant_http, "/pipes/hazards/compare")
    wait_for(lambda: look(pair) and look(pair) != before, pair.told)
    return look(pair)


@pytest.mark.clause("EXC-062", "EXC-063")
def test_three_damaged_rows_of_thousands_are_found_and_mended(pair: Pair) -> None:
    pair.plant_do(ROWS.format(1, 22_000))
    pair.define(batch=5000)
    pair.start()
    pair.wait_answer(pair.plant_http)
    pair.wait_equal()
    assert look_now(pair)["difference"] == {"missing": [], "surplus": [], "changed": []}
    pair.province_do(
        "delete from hazard where id = 15000",
        "update hazard set amount = amount + 0.001 where id = 7",
        "insert into hazard (id, title) values (99999, 'nobody sent this')",
    )
    sent = pair.plant_do("select last from exchange.route")[0][0]
    found = look_now(pair)
    assert found["difference"] == {
        "missing": [["15000"]],
        "surplus": [["99999"]],
        "changed": [["7"]],
    }
    assert found["rows"] == 22_000
    assert pair.wait_equal()[0] == 22_000
    assert pair.plant_do("select last from exchange.route")[0][0] == sent + 3


@pytest.mark.clause("EXC-058")
def test_without_rights_to_the_log_comparing_finds_every_change(pair: Pair) -> None:
    pair.plant_do(ROWS.format(1, 50))
    pair.define(capture="compare")
    pair.start()
    pair.wait_answer(pair.plant_http)
    assert pair.wait_equal()[0] == 50
    pair.plant_do(
        ROWS.format(51, 60),
        "update hazard set title = '改' where id = 9",
        "delete from hazard where id < 5",
    )
    look_now(pair)
    assert pair.wait_equal()[0] == 56
    assert pair.plant_do("select count(*) from pg_replication_slots where database = "
                         "current_database()") == [(0,)]  # fmt: skip


def test_a_lost_slot_is_mended_by_comparing(pair: Pair) -> None:
    pair.plant_do(ROWS.format(1, 200))
    pair.define()
    pair.start()
    pair.wait_equal()
    pair.plant_do("update hazard set title = 'seen' where id = 1")
    pair.wait_equal()
    pair.plant.kill()
    wait_for(lambda: pair.plant_do("select active from pg_replication_slots where slot_name = "
                                   "'anhuan_hazards'") == [(False,)])  # fmt: skip
    pair.plant_do(
        "select pg_drop_replication_slot('anhuan_hazards')",
        "delete from hazard where id % 2 = 0",
        "update hazard set title = 'unseen' where id = 3",
    )
    pair.plant.start()
    assert pair.wait_equal()[0] == 100
    pair.plant_do("update hazard set title = 'seen again' where id = 5")
    pair.wait_equal()
    sent = pair.plant_do("select last from exchange.route")[0][0]
    assert sent < 350, "no full reload"


@pytest.mark.clause("EXC-063")
def test_comparing_buries_what_cannot_be_transformed_once_and_frees_it_when_mended(
    pair: Pair,
) -> None:
    pair.define(capture="compare", transforms="[{codes: {field: level, map: {ordinary: '0'}}}]")
    file = pair.plant.folder / "exchange" / "hazards.yaml"
    text = file.read_text(encoding="utf-8")
    named = text.replace("public.hazard}", "public.hazard, compare: [id, title]}")
    file.write_text(named, encoding="utf-8")
    pair.plant_do(ROWS.format(1, 5), "insert into hazard (id, level) values (9, 'odd')")
    pair.start()
    pair.wait_answer(pair.plant_http)
    held = "select count(*), count(*) filter (where state = 'waiting') from exchange.held"
    wait_for(lambda: pair.province_do("select count(*) from hazard") == [(5,)], pair.told)
    for _ in range(2):
        look_now(pair)
    assert pair.plant_do(held) == [(1, 1)], "once, however often it is looked at"
    pair.plant_do("update hazard set level = 'ordinary' where id = 9")
    look_now(pair)
    wait_for(lambda: pair.province_do("select count(*) from hazard") == [(6,)], pair.told)
    assert pair.plant_do(held) == [(1, 0)]
