"""Shapes in plant metres as a drawing with a scale and north: the job's place, a trench, a road."""

from collections.abc import Iterator
from typing import Any

_WIDTH, _HEIGHT, _EDGE = 480.0, 240.0, 26.0
_STEPS_M = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_STYLE = 'fill="#00000014" stroke="#000" stroke-width="1.6"'
Ring = list[tuple[float, float]]


def sketch_svg(geojson: dict[str, Any]) -> str:
    """An SVG of the shapes; "" when there is nothing to draw."""
    shapes = list(_shapes(geojson))
    points = [point for ring, _ in shapes for point in ring]
    if not points:
        return ""
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    low, high = min(y for _, y in points), max(y for _, y in points)
    wide, tall = max(right - left, 1.0), max(high - low, 1.0)
    scale = min((_WIDTH - 2 * _EDGE) / wide, (_HEIGHT - 2 * _EDGE) / tall)
    offset = (_WIDTH - wide * scale) / 2, (_HEIGHT + tall * scale) / 2

    def at(point: tuple[float, float]) -> str:
        x, y = offset[0] + (point[0] - left) * scale, offset[1] - (point[1] - low) * scale
        return f"{x:.1f},{y:.1f}"

    drawn = "".join(_drawn([at(one) for one in ring], closed) for ring, closed in shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}">'
        f"{drawn}{_bar(scale)}{_north()}</svg>"
    )


def _shapes(geojson: Any) -> Iterator[tuple[Ring, bool]]:
    """Rings and lines of a geometry, a feature or a collection; True: closed."""
    if not isinstance(geojson, dict):
        return
    for inner in (*geojson.get("features", ()), *geojson.get("geometries", ())):
        yield from _shapes(inner)
    if "geometry" in geojson:
        yield from _shapes(geojson["geometry"])
    yield from _rings(geojson.get("coordinates"), "Polygon" in str(geojson.get("type", "")))


def _rings(coordinates: Any, closed: bool) -> Iterator[tuple[Ring, bool]]:
    if not isinstance(coordinates, list) or not coordinates:
        return
    if isinstance(coordinates[0], int | float):
        yield [(float(coordinates[0]), float(coordinates[1]))], False
    elif isinstance(coordinates[0][0], int | float):
        yield [(float(one[0]), float(one[1])) for one in coordinates], closed
    else:
        for inner in coordinates:
            yield from _rings(inner, closed)


def _drawn(points: list[str], closed: bool) -> str:
    if len(points) == 1:
        x, y = points[0].split(",")
        return f'<circle cx="{x}" cy="{y}" r="4"/>'
    if closed:
        return f'<polygon points="{" ".join(points)}" {_STYLE}/>'
    return f'<polyline points="{" ".join(points)}" fill="none" stroke="#000" stroke-width="2.4"/>'


def _bar(scale: float) -> str:
    """The longest round length that fits a quarter of the width."""
    metres = max((one for one in _STEPS_M if one * scale <= _WIDTH / 4), default=1)
    length = metres * scale
    y = _HEIGHT - 8
    return (
        f'<path d="M8 {y - 5:g}v5h{length:.1f}v-5" fill="none" stroke="#000"/>'
        f'<text x="12" y="{y - 5:g}" font-size="11" font-family="Noto Sans SC">{metres} m</text>'
    )


def _north() -> str:
    x = _WIDTH - 16
    return (
        f'<path d="M{x:g} 8l6 18l-6 -5l-6 5z"/>'
        f'<text x="{x - 4:g}" y="38" font-size="11" font-family="Noto Sans SC">N</text>'
    )
