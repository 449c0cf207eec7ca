"""kill -9 while both sides are compared, or what differs is sent again: the next look ends it."""

import pytest

from tests.exchange.pair import Pair, wait_for
from tests.exchange.test_flow import ROWS
from tests.exchange.test_kills import hold, is_waiting
from tests.exchange.test_proof import look_now

FOUND = {"missing": [["15000"]], "surplus": [["99999"]], "changed": [["7"]]}


def both_hold_the_same(pair: Pair) -> None:
    pair.plant_do(ROWS.format(1, 22_000))
    pair.define(batch=5000)
    pair.start()
    pair.wait_answer(pair.plant_http)
    pair.wait_equal()


def damage(pair: Pair) -> None:
    pair.province_do(
        "delete from hazard where id = 15000",
        "update hazard set amount = amount + 0.001 where id = 7",
        "insert into hazard (id, title) values (99999, 'nobody sent this')",
    )


def last(pair: Pair) -> int:
    return int(pair.plant_do("select last from exchange.route")[0][0])


@pytest.mark.clause("EXC-063", "EXC-067")
@pytest.mark.parametrize("who", ["plant", "province"])
def test_killed_while_rows_are_compared(pair: Pair, who: str) -> None:
    both_hold_the_same(pair)
    damage(pair)
    before, victim = last(pair), getattr(pair, who)
    with hold(pair.province_db, "lock table hazard in access exclusive mode"):
        pair.ask("POST", pair.plant_http, "/pipes/hazards/compare")
        wait_for(is_waiting(pair, pair.province_db), pair.told)
        victim.kill()
    victim.start()
    pair.wait_answer(pair.plant_http)
    pair.wait_answer(pair.http)
    assert look_now(pair)["difference"] == FOUND
    assert pair.wait_equal()[0] == 22_000
    assert last(pair) == before + 3, "only what differs goes again, and once"


@pytest.mark.clause("EXC-063", "EXC-067")
def test_killed_before_what_differs_is_in_the_outbox(pair: Pair) -> None:
    both_hold_the_same(pair)
    damage(pair)
    before = last(pair)
    with hold(pair.plant_db, "lock table exchange.outbox in exclusive mode"):
        pair.ask("POST", pair.plant_http, "/pipes/hazards/compare")
        wait_for(is_waiting(pair, pair.plant_db), pair.told)
        pair.plant.kill()
    assert last(pair) == before, "nothing is half there"
    pair.plant.start()
    pair.wait_answer(pair.plant_http)
    assert look_now(pair)["difference"] == FOUND
    assert pair.wait_equal()[0] == 22_000
    assert last(pair) == before + 3


@pytest.mark.clause("EXC-063", "EXC-067")
def test_killed_over_there_while_what_differs_is_applied(pair: Pair) -> None:
    both_hold_the_same(pair)
    damage(pair)
    before = last(pair)
    with hold(pair.province_db, "lock table hazard in share row exclusive mode"):
        pair.ask("POST", pair.plant_http, "/pipes/hazards/compare")
        wait_for(is_waiting(pair, pair.province_db), pair.told)
        pair.province.kill()
    pair.province.start()
    assert pair.wait_equal()[0] == 22_000
    assert last(pair) == before + 3, "what is in the outbox goes by itself; nobody compares again"
