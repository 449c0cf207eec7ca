"""The walk graph: nodes are steps (x, y, z, floor), shortest paths by walking time."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, lru_cache
from heapq import heappop, heappush
from itertools import pairwise
from math import dist

from anhuan.devices.plant.levels import LEVELS, Level, pieces, tie
from anhuan.devices.plant.spots import SPOTS
from anhuan.devices.plant.ways import FLIGHTS, Step

STAIR_PENALTY = 1.8  # a metre of stairs takes as long as this many metres of floor


@dataclass(slots=True)
class Graph:
    """Links carry the walking cost in metres of level floor."""

    links: dict[Step, dict[Step, float]] = field(default_factory=lambda: defaultdict(dict))
    _trees: dict[Step, dict[Step, Step]] = field(default_factory=dict)

    def join(self, a: Step, b: Step) -> None:
        """Link two nodes both ways."""
        self._trees.clear()
        cost = dist(a[:3], b[:3]) * (STAIR_PENALTY if a[2] != b[2] else 1.0)
        self.links[a][b] = self.links[b][a] = cost

    def path(self, start: Step, goal: Step) -> list[Step]:
        """The cheapest way between two nodes, both included."""
        back = self._trees.get(start)
        if back is None:
            back = self._trees[start] = self.tree(start)
        if goal not in back:
            raise LookupError(f"no way from {start} to {goal}")
        steps = [goal]
        while steps[-1] != start:
            steps.append(back[steps[-1]])
        return steps[::-1]

    def tree(self, start: Step) -> dict[Step, Step]:
        """Dijkstra: for each reachable node the one before it on the way from `start`."""
        back, best = {start: start}, {start: 0.0}
        queue = [(0.0, start)]
        while queue:
            cost, node = heappop(queue)
            if cost > best[node]:
                continue
            for other, step_cost in self.links[node].items():
                total = cost + step_cost
                if total < best.get(other, float("inf")):
                    best[other], back[other] = total, node
                    heappush(queue, (total, other))
        return back


@cache
def plant_graph() -> Graph:
    """The whole plant's graph, built once."""
    graph = Graph()
    for flight in FLIGHTS:
        for a, b in pairwise(flight):
            graph.join(a, b)
    for level in LEVELS:
        _add_level(graph, level)
    return graph


def spot_step(name: str) -> Step:
    """The node of a named spot."""
    x, y, floor = SPOTS[name]
    for level in LEVELS:
        if level.holds(x, y, floor):
            return (x, y, level.z_m, floor)
    raise LookupError(f"spot {name} lies on no level")


@lru_cache(maxsize=8192)
def walk(start: str, goal: str) -> tuple[Step, ...]:
    """The steps from one named spot to another, both included."""
    return tuple(plant_graph().path(spot_step(start), spot_step(goal)))


def _add_level(graph: Graph, level: Level) -> None:
    """Ways cut where they meet, plus a short link from each spot and stair to the nearest way."""
    loose = [(x, y) for name in SPOTS for x, y, floor in [SPOTS[name]] if level.holds(x, y, floor)]
    loose += [
        (x, y)
        for flight in FLIGHTS
        for x, y, z, floor in flight
        if z == level.z_m and level.holds(x, y, floor)
    ]
    ties = [(point, tie(point, level.lines)) for point in loose]
    links = pieces(level.lines, [foot for _, foot in ties])
    for a, b in [*links, *((p, foot) for p, foot in ties if p != foot)]:
        graph.join((*a, level.z_m, level.floor), (*b, level.z_m, level.floor))


def nearest_step(x_m: float, y_m: float, floor: int) -> Step:
    """The node of that storey nearest to a point of the plane."""
    near = (node for node in plant_graph().links if node[3] == floor)
    return min(near, key=lambda node: dist(node[:2], (x_m, y_m)))
