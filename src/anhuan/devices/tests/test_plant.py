"""The demo works is sound ground: everything inside, everything reachable, names unique."""

from math import dist

import pytest

from anhuan.devices.plant.anchors import ANCHORS, GATEWAYS
from anhuan.devices.plant.areas import AREAS, BY_CODE, innermost
from anhuan.devices.plant.buildings import VESSELS
from anhuan.devices.plant.departments import COMPANIES, DEPARTMENTS
from anhuan.devices.plant.graph import plant_graph, spot_step, walk
from anhuan.devices.plant.people import people
from anhuan.devices.plant.posts import POSTS
from anhuan.devices.plant.routines import GATE, ROUTINES
from anhuan.devices.plant.site import SITE
from anhuan.devices.plant.spots import SPOTS
from anhuan.devices.plant.tags import tags
from anhuan.devices.plant.vehicles import VEHICLES


def test_sixty_anchors_all_inside_the_fence():
    assert len(ANCHORS) == 60
    assert len({anchor.number for anchor in ANCHORS}) == 60
    for anchor in ANCHORS:
        assert 0 <= anchor.x_m <= SITE.width_m
        assert 0 <= anchor.y_m <= SITE.depth_m
        assert anchor.gateway in GATEWAYS
        assert anchor.area in BY_CODE


def test_every_storey_of_the_frame_has_anchors():
    floors = [anchor.floor for anchor in ANCHORS if anchor.area == "FRM"]
    assert {floor: floors.count(floor) for floor in set(floors)} == {1: 4, 2: 4, 3: 4, 4: 4}


def test_every_node_can_be_walked_to_from_the_gate():
    graph = plant_graph()
    assert set(graph.tree(spot_step(GATE))) == set(graph.links)


def test_every_spot_is_a_node():
    assert all(spot_step(name) in plant_graph().links for name in SPOTS)


def test_nobody_walks_through_a_tank():
    for node, links in plant_graph().links.items():
        for other in links:
            middles = [
                [a + (b - a) * k / 10 for a, b in zip(node, other, strict=False)] for k in range(11)
            ]
            for vessel in VESSELS:
                near = min(dist(m[:2], (vessel.x_m, vessel.y_m)) for m in middles)
                assert near > vessel.radius_m, (vessel.code, node, other)


def test_the_way_up_the_frame_uses_the_stairs():
    floors = [step[3] for step in walk(GATE, "frm-4-b")]
    assert floors[0] == 1
    assert floors[-1] == 4
    assert floors == sorted(floors)


def test_people_of_all_kinds_with_unique_numbers_names_and_tags():
    everyone = people()
    assert len(everyone) >= 150
    assert {p.post.kind for p in everyone} == {
        "employee", "intern", "outsourced", "contractor", "visitor"
    }  # fmt: skip
    assert len({p.number for p in everyone}) == len({p.name for p in everyone}) == len(everyone)
    worn = [p.tag for p in everyone if p.tag]
    assert len(set(worn)) == len(worn)
    assert any(not p.tag for p in everyone), "the ledger must be able to show who has none"


def test_phones_are_of_the_made_up_block():
    assert all(p.phone.startswith("1990000") and len(p.phone) == 11 for p in people())


def test_six_vehicles_and_a_tag_for_everyone():
    assert len(VEHICLES) == 6
    numbers = [tag.number for tag in tags()]
    assert len(set(numbers)) == len(numbers)
    assert {p.tag for p in people() if p.tag} <= set(numbers)


def test_the_same_people_on_every_machine():
    first = people()[0]
    people.cache_clear()
    assert people()[0] == first


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.code)
def test_every_post_has_a_department_a_company_and_a_routine(post):
    assert post.department in {"", *(d.code for d in DEPARTMENTS)}
    assert post.company in {"", *(c.code for c in COMPANIES)}
    routine = ROUTINES[post.routine]
    assert all(spot in SPOTS for spot in (*routine.bases, *(s for r in routine.rounds for s in r)))


def test_areas_nest_and_the_tank_farm_is_red():
    assert all(area.parent in BY_CODE for area in AREAS if area.parent)
    assert innermost(68, 78, 1).code == "TKF"
    assert innermost(58, 198, 3).code == "FRM"
    assert innermost(58, 240, 1).code == "SYN"
    assert BY_CODE["TKF"].risk == "red"
    assert BY_CODE["TKF"].max_people == 6
    assert BY_CODE["CCR"].min_people == 2
