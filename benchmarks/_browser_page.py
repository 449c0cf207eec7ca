"""The pages the browser benchmark opens, and the little server behind them: our wire, no Django."""

from __future__ import annotations

import asyncio
import json
import math
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

WEB = Path(__file__).parents[1] / "src/anhuan/web"
BUILT = WEB / "static/islands"
MAPLIBRE = WEB / "islands/node_modules/maplibre-gl/dist"
ROOM, BARE = "room", "bare"
TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css"}
ORIGIN = (118.7, 37.9)
METRES_A_DEGREE = 6378137 * math.pi / 180
COLUMNS = ["tag", "t_ms", "x_m", "y_m", "floor", "r68_m", "speed_mps", "area", "state"]
HEAD = "<!doctype html><html lang=zh-hans><meta charset=utf-8><body style='margin:0'>"
BARE_PAGE = """<link rel=stylesheet href=/maplibre/maplibre-gl.css>
<div id=map style='position:absolute;inset:0'></div><script type=module>
import { Map as GlMap, setWorkerUrl } from '/maplibre/maplibre-gl.mjs'
setWorkerUrl('/maplibre/maplibre-gl-worker.mjs')
const places = %s
const walkers = places.map(([lon, lat]) => ({ lon, lat, a: Math.random() * 6.28 }))
const points = () => ({ type: 'FeatureCollection', features: walkers.map((w) => ({ type: 'Feature',
  properties: {}, geometry: { type: 'Point', coordinates: [w.lon, w.lat] } })) })
const map = new GlMap({ container: 'map', center: [118.7023, 37.9013], zoom: 17, fadeDuration: 0,
  style: { version: 8, sources: { p: { type: 'geojson', data: points() } }, layers: [
    { id: 'ground', type: 'background', paint: { 'background-color': '#f8f9fa' } },
    { id: 'p', type: 'circle', source: 'p', paint: { 'circle-radius': 6, 'circle-color': '#33475b',
      'circle-stroke-color': '#fff', 'circle-stroke-width': 1.5 } }] } })
map.on('load', () => {
  map.on('render', () => { window.pictures++ })
  const step = () => {
    for (const w of walkers) { w.lon += 3e-7 * Math.cos(w.a); w.lat += 3e-7 * Math.sin(w.a) }
    map.getSource('p').setData(points())
    requestAnimationFrame(step)
  }
  step()
})
</script>"""


def degrees(x_m: float, y_m: float) -> tuple[float, float]:
    """Plant metres as longitude and latitude, no rotation."""
    lon, lat = ORIGIN
    shrink = math.cos(math.radians(lat))
    return lon + x_m / (METRES_A_DEGREE * shrink), lat + y_m / METRES_A_DEGREE


@dataclass(slots=True)
class Walker:
    """One person on the way to the next goal."""

    tag: str
    x: float
    y: float
    gx: float = 0.0
    gy: float = 0.0

    def walk(self, seconds: float) -> None:
        """On towards the goal at walking pace; a new goal when there."""
        far = math.hypot(self.gx - self.x, self.gy - self.y)
        if far < 2:
            self.gx, self.gy = random.uniform(5, 395), random.uniform(5, 295)
            return
        part = min(1.0, 1.3 * seconds / far)
        self.x += (self.gx - self.x) * part
        self.y += (self.gy - self.y) * part


@dataclass
class Plant:
    """400 × 300 m, nine areas, twenty buildings, and so many people who never stand still."""

    people: int
    walkers: list[Walker] = field(init=False)
    number: int = 0

    def __post_init__(self) -> None:
        self.walkers = [
            Walker(str(UUID(int=k + 1)), random.uniform(5, 395), random.uniform(5, 295))
            for k in range(self.people)
        ]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request; streams stay open until the browser leaves."""
        try:
            path = (await reader.readline()).split(b" ")[1].decode().split("?")[0]
            while (await reader.readline()).strip():
                pass
            if path.startswith("/live/"):
                await self._stream(path, writer)
            else:
                self._send(writer, *self._content(path))
            await writer.drain()
        except (ConnectionError, IndexError, asyncio.CancelledError):
            pass  # the browser left, or the run is over
        finally:
            writer.close()

    def _content(self, path: str) -> tuple[bytes, str]:
        if path == f"/{ROOM}":
            return self._room().encode(), "text/html"
        if path == f"/{BARE}":
            places = [degrees(w.x, w.y) for w in self.walkers]
            return (HEAD + BARE_PAGE % json.dumps(places)).encode(), "text/html"
        if path == "/api/v1/map":
            return json.dumps(self._map()).encode(), "application/json"
        if path == "/api/v1/roster":
            return json.dumps({"people": self._roster()}).encode(), "application/json"
        return self._file(path)

    def _file(self, path: str) -> tuple[bytes, str]:
        for prefix, folder in (("/maplibre/", MAPLIBRE), ("/islands/", BUILT)):
            file = folder / path.removeprefix(prefix)
            if path.startswith(prefix) and ".." not in path and file.is_file():
                return file.read_bytes(), TYPES.get(file.suffix, "application/octet-stream")
        return b"{}", "application/json"

    def _send(self, writer: asyncio.StreamWriter, body: bytes, kind: str) -> None:
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        writer.write(f"{head}Connection: close\r\n\r\n".encode() + body)

    async def _stream(self, path: str, writer: asyncio.StreamWriter) -> None:
        """Server-sent events: a snapshot, then everybody's new place each second."""
        head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
        writer.write(head.encode())
        if not path.endswith("positions"):
            self._event(writer, "snapshot", {"alarms": [], "health": {"state": "ok"}})
            await asyncio.sleep(3600)
        self._event(writer, "snapshot", {"frame": self._frame(), "counts": None})
        while True:
            await writer.drain()
            await asyncio.sleep(1)
            for walker in self.walkers:
                walker.walk(1)
            self._event(writer, "change", {"frame": self._frame()})

    def _event(self, writer: asyncio.StreamWriter, name: str, data: Any) -> None:
        self.number += 1
        writer.write(f"id: {self.number}\nevent: {name}\ndata: {json.dumps(data)}\n\n".encode())

    def _frame(self) -> dict[str, Any]:
        from anhuan.kernel import clock

        now = clock.now()
        t_ms = clock.to_ms(now)
        rows = [
            [w.tag, t_ms, round(w.x, 2), round(w.y, 2), 1, 0.5, 1.3, None, "live"]
            for w in self.walkers
        ]
        self.number += 1
        return {"epoch": "b", "n": self.number, "t": now.isoformat(), "cols": COLUMNS, "rows": rows}

    def _roster(self) -> list[dict[str, Any]]:
        kinds = ("staff", "staff", "staff", "contractor", "visitor")
        return [
            {"tag": w.tag, "tag_number": f"T-{k:04}", "subject": w.tag, "subject_kind": "person",
             "name": f"人员{k}", "kind": kinds[k % 5], "department": "合成车间", "post": "外操",
             "sex": "男", "qualification": None, "pinyin": f"ry{k}", "battery_pct": 80}
            for k, w in enumerate(self.walkers)
        ]  # fmt: skip

    def _map(self) -> dict[str, Any]:
        risks = ("red", "orange", "yellow", "blue")
        areas = [
            _feature(_box(10 + 130 * (k % 3), 10 + 95 * (k // 3), 115, 80), id=f"a{k}",
                     name=f"区域 {k + 1}", kind="production", risk=risks[k % 4], max_people=None,
                     min_people=None, floors=None, is_major_hazard=False)
            for k in range(9)
        ]  # fmt: skip
        houses = [
            _feature(_box(20 + 75 * (k % 5), 20 + 70 * (k // 5), 30, 22), id=f"s{k}",
                     name=f"装置 {k + 1}", kind="building", floors=[1, 2])
            for k in range(20)
        ]  # fmt: skip
        (west, south), (east, north) = degrees(0, 0), degrees(400, 300)
        site = {"name": "基准", "origin_lon": ORIGIN[0], "origin_lat": ORIGIN[1],
                "rotation_deg": 0, "bounds": [west, south, east, north]}  # fmt: skip
        layers = {"areas": areas, "structures": houses, "fences": [], "anchors": []}
        return {"site": site} | {
            name: {"type": "FeatureCollection", "features": found} for name, found in layers.items()
        }

    def _room(self) -> str:
        entry = json.loads((BUILT / "manifest.json").read_text())["src/main.ts"]
        sheets = "".join(f"<link rel=stylesheet href=/islands/{css}>" for css in entry["css"])
        return (
            f"{HEAD}{sheets}<div class=island data-island=control_room data-props-id=p></div>"
            f"<script type=application/json id=p>{{}}</script>"
            f"<script type=module src=/islands/{entry['file']}></script>"
        )


def _box(x: float, y: float, width: float, depth: float) -> dict[str, Any]:
    corners = [(x, y), (x + width, y), (x + width, y + depth), (x, y + depth), (x, y)]
    return {"type": "Polygon", "coordinates": [[degrees(*corner) for corner in corners]]}


def _feature(geometry: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}
