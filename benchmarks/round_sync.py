"""A 60-item round with photos sent over a bad line: 256 kbit/s each way, 5 % loss. JSON.

The web process is the product's own. The phone is this program with the app's own endpoints and
order: files announced and sent in 192 KB pieces, then operations in batches of 20, in order, with
the stamps of a round walked without a network. The line is `_slow_line.py`. `least_s` is what the
bytes alone need at that rate; the rest is round trips, loss and the server. Checked afterwards:
every deed accepted once, the round done, every photo kept. In the middle the line is cut once, and
everything not answered is sent again.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.servers import start

SERVERS = start()
os.environ["DJANGO_SETTINGS_MODULE"] = "anhuan.web.settings"
import django  # noqa: E402

django.setup()

import numpy as np  # noqa: E402
from benchmarks._slow_line import SlowLine, Way  # noqa: E402
from benchmarks._users import Web  # noqa: E402
from django.core.management import call_command  # noqa: E402
from PIL import Image  # noqa: E402

from anhuan.domains.field.tests.make import announced, batch, moment, operation  # noqa: E402
from anhuan.domains.inspection.actions import generate  # noqa: E402
from anhuan.domains.inspection.models import Entry, StandardItem, Task, Visit  # noqa: E402
from anhuan.domains.inspection.tests.make import make_plan, make_walker  # noqa: E402
from anhuan.domains.org.tests.factories import make_company, sign_in  # noqa: E402
from anhuan.kernel import clock  # noqa: E402
from anhuan.kernel.digest import sm3_hex  # noqa: E402
from anhuan.node.ports import free_port  # noqa: E402

PIECE, BATCH, LIMIT_S = 192 * 1024, 20, 600.0
POINTS, ITEMS = 3, 60


def fill() -> tuple[Any, Task]:
    """A walker and a task of three points with twenty items each, every item with a photo."""
    company = make_company()
    walker, now = make_walker(company), clock.now()
    plan = make_plan(company, walker, every="hour", hours=[], tolerance_min=30)
    standard = plan.route.stops.first().point.standards.get()
    standard.items.all().delete()
    StandardItem.objects.bulk_create(
        StandardItem(standard=standard, position=n, name=f"项目 {n}", needs_photo=True)
        for n in range(ITEMS // POINTS)
    )
    generate(plan, now)
    return walker, plan.tasks.get(begins_at__lte=now, ends_at__gt=now)


def photo(seed: int, kilobytes: int) -> bytes:
    """Noise under a soft picture, so that it packs as badly as a photograph does."""
    dice = np.random.default_rng(seed)
    grains = Image.fromarray(dice.integers(0, 255, (480, 640, 3), dtype=np.uint8))
    out = io.BytesIO()
    for quality in (20, 30, 45, 60, 75, 90):
        out = io.BytesIO()
        grains.save(out, "JPEG", quality=quality)
        if out.tell() >= kilobytes * 1024:
            break
    return out.getvalue()


class Phone:
    """Keeps one connection open as a browser does; tries again when the line breaks."""

    def __init__(self, port: int, session: str, csrf: str) -> None:
        self.port, self.retries = port, 0
        self.headers = {
            "Cookie": f"sessionid={session}; csrftoken={csrf}", "X-CSRFToken": csrf,
            "Accept": "application/json", "Content-Type": "application/json",
        }  # fmt: skip
        self.line = HTTPConnection("127.0.0.1", port, timeout=120)

    def ask(self, method: str, path: str, body: bytes, kind: str = "application/json") -> Any:
        """The answer's JSON."""
        for _ in range(10):
            try:
                self.line.request(method, path, body, self.headers | {"Content-Type": kind})
                answer = self.line.getresponse()
                content = answer.read()
                assert answer.status == 200, (path, answer.status, content[:500])
                return json.loads(content)
            except (HTTPException, OSError):
                self.cut()
                self.retries += 1
        raise SystemExit("the line does not come back")

    def cut(self) -> None:
        """The network is gone, and comes back."""
        self.line.close()
        self.line = HTTPConnection("127.0.0.1", self.port, timeout=120)

    def upload(self, content: bytes) -> str:
        """Announced, then piece by piece from where the server is."""
        given = announced(content)
        state = self.ask("POST", "/api/v1/field/files", json.dumps(given).encode())
        while not state["complete"]:
            piece = content[state["received"] : state["received"] + PIECE]
            path = (
                f"/api/v1/field/files/{given['id']}?offset={state['received']}&sm3={sm3_hex(piece)}"
            )
            state = self.ask("PUT", path, piece, "application/octet-stream")
        return str(given["id"])

    def send(self, operations: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """In batches, in order."""
        found: list[dict[str, Any]] = []
        for k in range(0, len(operations), BATCH):
            body = json.dumps(batch(*operations[k : k + BATCH])).encode()
            found += self.ask("POST", "/api/v1/field/operations", body)["results"]
        return found


def deeds(task: Task, photos: list[str], walked_ms: int) -> list[dict[str, Any]]:
    """What the phone queued while it was walked, a few seconds apart."""
    rows, at, left = [], walked_ms, list(photos)

    def do(kind: str, files: list[str], **payload: Any) -> None:
        nonlocal at
        at += 3_000
        stamp = moment(at) | {"ref": None}
        rows.append(operation(kind, payload={"task": str(task.pk), **payload}, files=files,
                              stamp=stamp, stream=f"round:{task.pk}", seq=len(rows)))  # fmt: skip

    for number, stop in enumerate(task.stops, start=1):
        code = f"{task.route.name}-{number}"  # type: ignore[union-attr]
        do("round.arrive", [], point=stop["point"], method="nfc", code=code)
        for item in stop["items"]:
            do("round.enter", [left.pop()], point=stop["point"], item=item["id"], value=True)
        do("round.leave", [], point=stop["point"])
    do("round.finish", [])
    return rows


def line_to(port: int, kbit_s: float, loss: float) -> SlowLine:
    """Sixty milliseconds there and back; a lost segment is sent again after 250 ms more."""
    dice = random.Random(1)
    ways = [Way(kbit_s * 1000, loss, 0.03, 0.25, dice) for _ in range(2)]
    line = SlowLine(port, free_port(), *ways)
    line.start()
    return line


def main() -> int:
    """Fill, walk, send, check; one JSON line. The exit code: whether all came within the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="always so")
    parser.add_argument("--kbit-s", type=float, default=256.0)
    parser.add_argument("--loss", type=float, default=0.05)
    parser.add_argument("--photo-kb", type=int, default=60)
    asked = parser.parse_args()
    SERVERS.wait()
    call_command("migrate", verbosity=0)
    walker, task = fill()
    client = sign_in(walker)
    session = client.cookies["sessionid"].value
    pictures = [photo(k, asked.photo_kb) for k in range(ITEMS)]
    web = Web.start(free_port())
    try:
        line = line_to(web.port, asked.kbit_s, asked.loss)
        phone = Phone(line.port, session, "x" * 32)
        walked_ms, began = clock.now_ms() - 400_000, time.monotonic()
        names = [phone.upload(one) for one in pictures[: ITEMS // 2]]
        phone.cut()
        names += [phone.upload(one) for one in pictures[ITEMS // 2 :]]
        uploaded_s = time.monotonic() - began
        rows = deeds(task, names[::-1], walked_ms)
        answers = phone.send(rows)
        took_s = time.monotonic() - began
        again = phone.send(rows[-BATCH:])
    finally:
        web.stop()
    task.refresh_from_db()
    size = sum(map(len, pictures))
    found = {
        "benchmark": "round_sync", "kbit_s": asked.kbit_s, "loss": asked.loss, "items": ITEMS,
        "photos_kb": round(size / 1024), "deeds": len(rows), "took_s": round(took_s, 1),
        "files_s": round(uploaded_s, 1), "least_s": round(size * 8 / asked.kbit_s / 1000, 1),
        "segments_lost": line.up.lost + line.down.lost, "up_kb": line.up.carried // 1024,
        "down_kb": line.down.carried // 1024, "retries": phone.retries,
        "accepted": sum(one["state"] == "accepted" for one in answers),
        "twice": sum(one["duplicate"] for one in answers),
        "again_known": all(one["duplicate"] for one in again), "outcome": task.outcome,
        "entries": Entry.objects.filter(task=task).count(),
        "visits": Visit.objects.filter(task=task).count(), "limit_s": LIMIT_S,
    }  # fmt: skip
    good = found["accepted"] == len(rows) and task.outcome == "done" and found["again_known"]
    found["ok"] = bool(good and took_s <= LIMIT_S)
    print(json.dumps(found))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
