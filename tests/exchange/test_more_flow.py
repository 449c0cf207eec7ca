"""The whole way in rarer cases: large transactions, new columns, two ways, TLS, an edge node."""

import subprocess
import sys
import urllib.error
from pathlib import Path

import orjson
import psutil
import pytest

from tests.exchange.broker import broker
from tests.exchange.pair import Pair, wait_for
from tests.exchange.test_flow import ROWS

BACK = """
version: 1
pipe: back
source: {{kind: postgres, url: "env:PROVINCE_DB", tables: [{{name: public.hazard}}]}}
routes:
  - {{to: plant, transport: {{kind: http, url: "http://127.0.0.1:{port}", token: "env:TOKEN"}}}}
"""
TAKE_BACK = """
version: 1
receive: back@plant
sink: {kind: postgres, url: "env:PLANT_DB", tables: [hazard]}
conflict: {rule: clock, truth: here, clock: seen}
"""


SPILLED = "select spill_txns > 0 from pg_stat_replication_slots where slot_name = 'anhuan_hazards'"


def test_a_transaction_of_a_hundred_thousand_rows_is_not_held_in_memory(pair: Pair) -> None:
    """It crosses every limit a million would: the server spools it, ten portions, ten batches.
    A million: `benchmarks/exchange_transaction.py`."""
    name = pair.plant_db.rpartition("/")[2]
    pair.plant_do(f"alter database {name} set logical_decoding_work_mem = '64kB'")
    pair.define(batch=10_000)
    pair.start()
    pair.plant_do("insert into hazard (id) values (0)")
    pair.wait_equal()
    assert pair.plant.child
    before = psutil.Process(pair.plant.child.pid).memory_info().rss
    pair.plant_do("insert into hazard (id, title) select n, repeat('x', 300) from "
                  "generate_series(1, 100000) n")  # fmt: skip
    peak = before

    def is_there() -> bool:
        nonlocal peak
        assert pair.plant.child
        peak = max(peak, psutil.Process(pair.plant.child.pid).memory_info().rss)
        return pair.province_do("select count(*) from hazard") == [(100_001,)]

    wait_for(is_there, pair.told, 120)
    pair.wait_equal()
    assert peak - before < 120e6, "as much as some portions and a batch take"
    wait_for(lambda: pair.plant_do(SPILLED) == [(True,)], pair.told)


def test_columns_come_and_go(pair: Pair) -> None:
    pair.plant_do(ROWS.format(1, 5))
    pair.define()
    pair.start()
    pair.wait_equal()
    pair.plant_do("alter table hazard add more text default 'new'", ROWS_6)
    wait_for(lambda: pair.province_do("select count(*) from hazard") == [(6,)], pair.told)
    pair.province_do("alter table hazard add more text default 'new'")
    pair.plant_do("alter table hazard drop more", "insert into hazard (id) values (7)")
    paused = "select count(*) from exchange.paused_table"
    wait_for(lambda: pair.province_do(paused) == [(1,)], pair.told)
    assert pair.province_do("select count(*) from hazard") == [(6,)]
    pair.province_do("alter table hazard drop more")
    path = "/routes/hazards@province/tables/public.hazard/resume"
    assert pair.ask("POST", pair.http, path)["applied"] == 1
    pair.plant_do("insert into hazard (id) values (8)")
    assert pair.wait_equal()[0] == 8


def test_a_table_named_without_its_schema_goes_to_its_target_by_copy_and_by_log(pair: Pair) -> None:
    pair.plant_do(ROWS.format(1, 5))
    pair.province_do("create table far (like hazard including all)")
    pair.define()
    for process, named, otherwise in (
        (pair.plant, "{name: public.hazard}", "{name: hazard, target: far}"),
        (pair.province, "[public.hazard]", "[far]"),
    ):
        file = process.folder / "exchange" / "hazards.yaml"
        file.write_text(
            file.read_text(encoding="utf-8").replace(named, otherwise), encoding="utf-8"
        )
    pair.start()
    ids = "select array_agg(id order by id) from far"
    wait_for(lambda: pair.province_do(ids) == [([1, 2, 3, 4, 5],)], pair.told)
    pair.plant_do("insert into hazard (id) values (6)", "delete from hazard where id = 1",
                  "update hazard set id = 7 where id = 2")  # fmt: skip
    wait_for(lambda: pair.province_do(ids) == [([3, 4, 5, 6, 7],)], pair.told)
    pair.plant_do("truncate hazard", "insert into hazard (id) values (8)")
    wait_for(lambda: pair.province_do(ids) == [([8],)], pair.told)


ROWS_6 = "insert into hazard (id, title, more) values (6, 'six', 'm')"


@pytest.mark.clause("EXC-051")
def test_both_directions_without_echo(pair: Pair) -> None:
    pair.define()
    file = pair.province.folder / "exchange" / "hazards.yaml"
    with file.open("a", encoding="utf-8") as more:
        more.write("conflict: {rule: clock, truth: there, clock: seen}\n")
    pair.plant.environment |= {"PROVINCE_DB": pair.province_db}
    pair.province.environment |= {
        "TOKEN": "a token for tests",
        "ANHUAN_EXCHANGE_STORE": pair.province_db,
    }
    pair.province.define("back", BACK.format(port=pair.plant_http))
    pair.plant.define("back", TAKE_BACK)
    pair.start()
    pair.plant_do("insert into hazard (id, title, seen) values (1, 'plant', '2026-01-01')")
    pair.wait_equal()
    pair.province_do("insert into hazard (id, title, seen) values (2, 'province', '2026-01-01')")
    pair.wait_equal()
    pair.province_do("update hazard set title = 'later', seen = '2026-01-03' where id = 1")
    pair.plant_do("update hazard set title = 'newer', seen = '2026-01-02' where id = 2")
    wait_for(
        lambda: pair.plant_do("select title from hazard order by id") == [("later",), ("newer",)],
        pair.told,
    )
    pair.wait_equal()
    query = "select sum(last) from exchange.route"
    counts = [pair.plant_do(query), pair.province_do(query)]
    pair.plant_do("insert into hazard (id) values (3)")
    pair.wait_equal()
    wait_for(lambda: pair.plant_do(query)[0][0] > counts[0][0][0])
    assert pair.province_do(query) == counts[1], "what came from there does not go back"


@pytest.mark.parametrize("kind", ["https", "tcps"])
@pytest.mark.clause("EXC-069")
def test_by_tls_with_the_plants_own_authority(pair: Pair, kind: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "anhuan", "certificate", "--host", "127.0.0.1",
         "--data", str(pair.province.folder)], check=True, capture_output=True,
    )  # fmt: skip
    authority = pair.province.folder / "tls" / "ca.pem"
    pair.define(kind=kind)
    file = pair.plant.folder / "exchange" / "hazards.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"env:TOKEN"', f'"env:TOKEN", ca: "{authority}"'))
    pair.start()
    pair.plant_do(ROWS.format(1, 20))
    assert pair.wait_equal()[0] == 20


def test_an_edge_node_keeps_its_messages_in_sqlite(pair: Pair, tmp_path: Path) -> None:
    pair.plant.environment["ANHUAN_EXCHANGE_STORE"] = f"sqlite:{tmp_path / 'outbox.sqlite'}"
    pair.define()
    pair.plant.start()
    pair.plant_do(ROWS.format(1, 200))
    wait_for(lambda: (tmp_path / "outbox.sqlite").exists())
    pair.plant.kill()
    pair.province.start()
    pair.plant.start()
    pair.plant_do("delete from hazard where id % 2 = 0")
    assert pair.wait_equal()[0] == 100


@pytest.mark.clause("EXC-063")
def test_a_row_that_cannot_be_transformed_waits_with_its_reason(pair: Pair) -> None:
    pair.define(transforms='[{codes: {field: level, map: {ordinary: "0"}}}]')
    pair.plant_do("insert into hazard (id, level) values (1, 'ordinary'), (2, 'strange')")
    pair.start()  # rows that were there before: told by the copy alone, not by the log again
    pair.wait_answer(pair.plant_http)
    wait_for(lambda: pair.province_do("select id from hazard") == [(1,)], pair.told)
    (held,) = pair.ask("GET", pair.plant_http, "/held")
    assert (held["code"], held["key"]) == ("unknown_code", '{"id":"2"}')
    assert "strange" in held["reason"]
    path = f"/pipes/hazards/held/{held['id']}/replay"
    with pytest.raises(urllib.error.HTTPError, match="422"):
        pair.ask("POST", pair.plant_http, path)
    row = orjson.loads(held["body"]) | {"level": "ordinary"}
    pair.ask("POST", pair.plant_http, path, orjson.dumps(row))
    wait_for(lambda: pair.province_do("select id, level from hazard where id = 2") == [(2, "0")])
    pair.plant_do("update hazard set level = 'strange' where id = 1")
    wait_for(lambda: pair.ask("GET", pair.plant_http, "/held"), pair.told)
    pair.plant_do("update hazard set level = 'ordinary', title = 'newer' where id = 1")
    wait_for(lambda: not pair.ask("GET", pair.plant_http, "/held"), pair.told)


def test_over_an_mqtt_broker(pair: Pair, tmp_path: Path) -> None:
    with broker(tmp_path) as port:
        pair.define(kind="mqtt", port=port)
        file = pair.plant.folder / "exchange" / "hazards.yaml"
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace(f"127.0.0.1:{port}", f"127.0.0.1:{port}/exchange/test"))
        pair.province.environment["ANHUAN_EXCHANGE_MQTT"] = f"mqtt://127.0.0.1:{port}/exchange/test"
        pair.start()
        pair.plant_do(ROWS.format(1, 1200))
        assert pair.wait_equal()[0] == 1200
        pair.province.kill()
        pair.plant_do("delete from hazard where id > 10")
        pair.province.start()
        assert pair.wait_equal()[0] == 10
