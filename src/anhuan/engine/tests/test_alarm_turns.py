"""In which order alarms are written when very many come at once."""

from collections import defaultdict, deque

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anhuan.engine.adapters.alarm_queue import AlarmQueue
from anhuan.engine.adapters.alarm_turns import Turns
from anhuan.engine.adapters.orders import RAISE, RETURN, UPDATE, Order

GIVEN = st.lists(
    st.tuples(st.sampled_from(["sos", "fall", "entered", "crowding", "still"]), st.integers(0, 3),
              st.sampled_from([RAISE, UPDATE, RETURN])),
    max_size=30,
)  # fmt: skip


def written(orders):
    """All of them, in the order of their turns."""
    waiting, turns, done = deque(orders), Turns(), []
    while waiting:
        order = turns.next_of(waiting)
        waiting.remove(order)
        done.append(order)
    return done


def flood(number=300):
    return [Order(RAISE, f"crowding:{k}", k) for k in range(number)]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(GIVEN)
def test_nothing_is_lost_and_each_condition_keeps_its_order(given_orders):
    orders = [
        Order(do, f"{kind}:{key}", at_ms=at) for at, (kind, key, do) in enumerate(given_orders)
    ]
    of_condition = defaultdict(list)
    for order in written(orders):
        of_condition[order.condition].append(order.at_ms)
    assert sum(map(len, of_condition.values())) == len(orders)
    assert all(times == sorted(times) for times in of_condition.values())


def test_a_flood_of_gatherings_holds_up_nobody_elses_alarm():
    late = [Order(RAISE, "entered:z:1", 900), Order(RAISE, "still:z:1", 901)]
    kinds = [order.condition.partition(":")[0] for order in written([*flood(), *late])]
    assert {"entered", "still"} <= set(kinds[:3])


def test_changes_of_what_stands_hold_up_no_new_alarm():
    changes = [Order(UPDATE, f"crowding:{k}", 1000 + k) for k in range(300)]
    new = [Order(RAISE, f"entered:z:{k}", k) for k in range(5)]
    kinds = [order.do for order in written([*changes, *new])]
    assert kinds[:10].count(RAISE) == 5


def test_who_enters_again_does_not_wait_for_the_end_of_the_first_time():
    changes = [Order(UPDATE, f"crowding:{k}", k) for k in range(300)]
    again = [Order(RETURN, "entered:z:1", 900), Order(RAISE, "entered:z:1", 901)]
    done = written([*changes, *again])
    assert [one.do for one in done if one.condition == "entered:z:1"] == [RETURN, RAISE]
    assert all(one in done[:8] for one in again)


def test_many_changes_of_one_alarm_are_written_as_one():
    queue = AlarmQueue()
    queue.give(
        [Order(RAISE, "crowding:1", 1), Order(UPDATE, "crowding:1", 2, text="7 人", priority=1)]
    )
    queue.give([Order(RAISE, "crowding:2", 2)])
    queue.give([Order(UPDATE, "crowding:1", 3, text="8 人", inputs={"count": 8})])
    first, change, other = queue.waiting
    assert (first.do, other.condition) == (RAISE, "crowding:2")
    assert change == Order(UPDATE, "crowding:1", 3, text="8 人", inputs={"count": 8}, priority=1)
    queue.give([Order(RETURN, "crowding:1", 4), Order(UPDATE, "crowding:1", 5, text="9 人")])
    assert [order.at_ms for order in queue.waiting] == [1, 3, 2, 4, 5]


def test_a_call_for_help_is_next_even_with_much_of_everything_before_it():
    waiting, turns = deque(flood()), Turns()
    for k in range(300):
        waiting.append(Order(RAISE, f"entered:z:{k}", k))
    waiting.remove(turns.next_of(waiting))
    waiting.append(Order(RAISE, "sos:1", 900))
    assert turns.next_of(waiting).condition == "sos:1"


def test_a_key_that_hangs_leaves_every_second_turn_to_the_others():
    presses = [Order(RAISE, "sos:1", k) for k in range(50)]
    kinds = [order.condition.partition(":")[0] for order in written([*presses, *flood(50)])]
    assert kinds[:6] == ["sos", "crowding"] * 3
