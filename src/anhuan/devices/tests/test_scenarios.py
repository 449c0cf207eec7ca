"""Each scenario does what it says, and everybody goes home afterwards."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from anhuan.devices.director import Director
from anhuan.devices.plant.shifts import midnight_s
from anhuan.devices.scenarios.hostile import bad_messages
from anhuan.devices.scenarios.table import BY_NAME, SCENARIOS
from anhuan.devices.simulator import Simulator

START_S = midnight_s(date(2026, 11, 23)) + 10 * 3600


class Recorder:
    """Collects what goes out."""

    def __init__(self):
        self.sent = defaultdict(list)
        self.raw = []

    def __call__(self, gateway, topic, payload):
        self.sent[topic.split("/")[2]].append((gateway, topic, payload))

    def send_raw(self, topic, payload):
        self.raw.append((topic, payload))


@pytest.fixture(scope="module")
def stage():
    recorder = Recorder()
    simulator = Simulator(START_S, recorder)
    gateways = {f"GW-{n:02}": recorder for n in range(1, 21)}
    return recorder, simulator, Director(simulator, gateways)


def play(stage, name, seconds=None):
    """Run a scenario to a minute after its end; yields once a simulated second."""
    recorder, simulator, director = stage
    recorder.sent.clear()
    recorder.raw.clear()
    start = int(simulator.world.now_s) + 1
    simulator.world.step(start)
    answer = director.answer({"scenario": name, "seconds": seconds}, start)
    assert answer["ok"], answer
    recorder.papers, recorder.began_s = answer.get("papers"), start
    for k in range(int(answer["seconds"]) + 180):
        simulator.world.step(start + k)
        director.go_on()
        yield k


def test_over_count_puts_seven_into_the_tank_farm_and_takes_them_out(stage):
    counts = [len(stage[1].world.inside("TKF")) for _ in play(stage, "over_count")]
    assert max(counts) >= 7
    assert counts[-1] <= 3


def test_boundary_entry_brings_a_contractor_into_the_tank_farm(stage):
    seen = Counter(
        m.person.post.kind
        for _ in play(stage, "boundary_entry")
        for m in stage[1].world.inside("TKF")
    )
    assert seen["contractor"] > 30


def test_still_somebody_does_not_move_for_minutes(stage):
    world, places = stage[1].world, defaultdict(list)
    for _ in play(stage, "still"):
        for mover in world.movers:
            if mover.override is not None:
                places[mover.tag].append(mover.at(world.now_s)[:2])
    # Guests of the scenario before may still be on their way home.
    assert max(max(Counter(line).values()) for line in places.values()) > 200


def test_crowding_grows_three_five_eight_and_disperses(stage):
    world = stage[1].world

    def together():
        spots = [m.at(world.now_s) for m in world.on_site() if m.override is not None]
        return sum((p.x_m - 240) ** 2 + (p.y_m - 150) ** 2 < 100 for p in spots)

    counts = [together() for _ in play(stage, "crowding")]
    held = {n: counts.count(n) for n in set(counts)}
    assert held[3] > 60
    assert held[5] > 60
    assert held[8] > 60
    assert counts[-1] == 0


def test_under_count_empties_the_control_room_and_fills_it_again(stage):
    counts = [len(stage[1].world.inside("CCR")) for _ in play(stage, "under_count")]
    assert counts[0] >= 2
    assert min(counts) == 0
    assert counts.count(0) > 60
    assert counts[-1] >= 2


def test_signal_lost_is_silent_and_comes_back(stage):
    mute = [sum(m.is_mute for m in stage[1].world.movers) for _ in play(stage, "signal_lost")]
    assert max(mute) == 1
    assert mute[-1] == 0


def test_sos_presses_and_lets_go(stage):
    list(play(stage, "sos"))
    pressed = [payload["pressed"] for _, _, payload in stage[0].sent["button"]]
    assert pressed == [True, False]


def test_low_battery_says_so_and_recovers(stage):
    list(play(stage, "low_battery"))
    levels = [
        p["battery_pct"] for _, _, p in stage[0].sent["status"] if p["battery_pct"] in (9, 96)
    ]
    assert levels[0] == 9
    assert levels[-1] == 96
    assert not stage[1].batteries.forced


def test_anchor_down_and_up_again(stage):
    down = [len(stage[1].uwb.down) for _ in play(stage, "anchor_down")]
    assert max(down) == 1
    assert down[-1] == 0


def test_flood_sends_hundreds_of_messages_through_one_gateway(stage):
    list(play(stage, "flood", 10))
    assert len(stage[0].raw) >= 4500
    assert {topic for topic, _ in stage[0].raw} == {"anhuan/v1/ranging/GW-12"}


def test_bad_input_covers_every_reason_of_the_contract(stage):
    list(play(stage, "bad_input"))
    codes = [code for code, _ in bad_messages("T-1", START_S)]
    assert len(stage[0].raw) == len(codes)
    assert set(codes) == {
        "bad_json", "too_large", "bad_shape", "unknown_tag", "unknown_anchor", "not_finite",
        "out_of_range", "clock_ahead", "clock_behind", "duplicate",
    }  # fmt: skip


def test_seconds_shorten_a_scenario_and_nonsense_is_refused(stage):
    director, now_s = stage[2], stage[1].world.now_s
    assert director.answer({"scenario": "sos", "seconds": 10}, now_s)["seconds"] == 10
    assert not director.answer({"scenario": "sos"}, now_s)["ok"], "it is running already"
    assert not director.answer({"scenario": "no_such"}, now_s)["ok"]
    assert not director.answer({}, now_s)["ok"]


def test_every_scenario_is_named_once():
    assert len(BY_NAME) == len(SCENARIOS) >= 11


@pytest.mark.parametrize("key", ["call", "fall"])
def test_other_keys_of_a_tag(stage, key):
    list(play(stage, key))
    pressed = [p["key"] for _, _, p in stage[0].sent["button"] if p["key"] != "sos"]
    assert pressed == [key]  # an earlier play may still be letting go of its own


def test_no_tag_goes_in_and_out_by_the_gate_and_is_never_located(stage):
    list(play(stage, "no_tag"))
    ways = [(topic, p["way"], p["person"]) for _, topic, p in stage[0].sent["gate"]]
    assert [way for _, way, _ in ways] == ["in", "out"]
    assert len({person for _, _, person in ways}) == 1


def test_tag_unassigned_goes_about(stage):
    seen = 0
    for _ in play(stage, "tag_unassigned"):
        seen = sum(p["provider_id"] == "T-S002" for _, _, p in stage[0].sent["location"])
    assert seen > 40


def whereabouts(stage, name):
    """What the play asks of the office, and for each second everybody's place by number."""
    world, seconds = stage[1].world, []
    for _ in play(stage, name):
        seconds.append({m.number: m.at(world.now_s) for m in world.on_site() if m.person})
    return stage[0].papers, seconds


def inside(second, ring):
    """The numbers of those inside a box."""
    xs, ys = zip(*ring, strict=True)
    return {number for number, place in second.items()
            if min(xs) <= place.x_m <= max(xs) and min(ys) <= place.y_m <= max(ys)}  # fmt: skip


def test_the_guardian_leaves_the_work_and_comes_back(stage):
    (paper,), seconds = whereabouts(stage, "job_left")
    (guardian,), (welder,) = paper["guardians"], paper["workers"]
    is_in = [guardian in inside(second, paper["ring"]) for second in seconds]
    assert is_in[30] and is_in[90] and not any(is_in[115:170]) and is_in[210]
    assert all(welder in inside(second, paper["ring"]) for second in seconds[30:200])


def test_a_stranger_walks_into_the_work(stage):
    (paper,), seconds = whereabouts(stage, "intruder")
    crew = {*paper["guardians"], *paper["workers"]}
    strangers = [len(inside(second, paper["ring"]) - crew) for second in seconds]
    assert max(strangers) == 1 and strangers.count(1) > 20 and strangers[-1] == 0


def test_somebody_leaves_a_post_and_comes_back(stage):
    (paper,), seconds = whereabouts(stage, "left_post")
    (keeper,) = paper["people"]
    is_in = [keeper in inside(second, paper["ring"]) for second in seconds]
    assert all(is_in[25:80]) and not any(is_in[105:150]) and is_in[205]


def test_somebody_goes_over_to_the_post_of_another(stage):
    (own, other), seconds = whereabouts(stage, "strayed")
    (keeper,), (host,) = own["people"], other["people"]
    assert sum(keeper in inside(second, other["ring"]) for second in seconds) > 30
    assert all(host in inside(second, other["ring"]) for second in seconds[30:200])


def test_near_a_place_of_high_risk_but_never_in_it(stage):
    (paper,), seconds = whereabouts(stage, "near_high_risk")
    xs, ys = zip(*paper["ring"], strict=True)
    edge = [(max(xs), min(ys)), (max(xs) + paper["approach_m"], max(ys))]
    assert not any(inside(second, paper["ring"]) for second in seconds)
    assert sum(bool(inside(second, edge)) for second in seconds) > 30


def test_out_of_the_plant_with_the_tag(stage):
    _, seconds = whereabouts(stage, "left_plant")
    outside = [sum(place.x_m > 408 for place in second.values()) for second in seconds]
    assert outside.count(1) > 60
    assert [p["way"] for _, _, p in stage[0].sent["gate"]] == ["in", "out"]


def test_a_gathering_with_gas_beside_it(stage):
    (paper,), seconds = whereabouts(stage, "gas_crowd")
    road = [(230, 140), (250, 160)]
    at_gas = int(paper["from_s"] - stage[0].began_s)
    assert all(len(inside(second, road)) >= 4 for second in seconds[at_gas - 70 : at_gas + 60])


def test_upstairs_somebody_stands_on_the_third_storey_and_comes_down(stage):
    heights = [
        max((m.at(stage[1].world.now_s)[2] for m in stage[1].world.movers if m.override), default=0)
        for _ in play(stage, "upstairs")
    ]
    assert max(heights) == pytest.approx(12.0)
    assert heights[-1] < 12.0
