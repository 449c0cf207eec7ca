"""Handing reported positions to the engine: into the stream INGEST, acknowledged, as a gateway's.

Nothing is written to the database here. What the engine then refuses (a wrong clock, a tag it does
not know yet) lies in its dead letters as with any device.
"""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import nats
import nats.errors
import orjson
from asgiref.sync import async_to_sync
from django.conf import settings
from nats.aio.client import Client

from anhuan.domains.omlox.queries.directory import Directory
from anhuan.domains.omlox.queries.locations import iso
from anhuan.domains.omlox.queries.zones import Places
from anhuan.domains.omlox.rules.bodies import READERS, Reported
from anhuan.domains.omlox.rules.places import FAR_M, LOCAL
from anhuan.domains.plant.models import Site
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any

Deliver = Callable[[Sequence[tuple[str, bytes]]], None]  # (subject, payload), all or an error
SUBJECT = "in.v1.location."
AT_ONCE = 500  # positions in a message; the engine reads up to 512 KB
PATIENCE_S = 5.0
NEAR_M = 5.0  # how near "near a reader" is when neither reader nor message says
_deliveries: list[Deliver] = []


class NotDelivered(Exception):
    """The stream did not acknowledge; nothing is known to have been taken. Try again."""


def set_delivery(deliver: Deliver | None) -> None:
    """Deliver over this process's own connection from now on; None: one connection a call."""
    _deliveries[:] = [deliver] if deliver else []


def report(company_code: str, found: Sequence[Reported], directory: Directory) -> None:
    """Take positions and nearness; all or none. Raises Refused or NotDelivered."""
    blockers: list[Blocker] = []
    known = {provider.tag.number for provider in directory.providers.values()}
    unknown = {one.provider_id for one in found} - known
    blockers += [
        Blocker("unknown_provider", f"没有定位源 {name[:40]}，请先登记") for name in sorted(unknown)
    ]
    entries = [_entry(one, directory.places, blockers) for one in found]
    refuse_if_any(blockers[:20])
    groups = [entries[at : at + AT_ONCE] for at in range(0, len(entries), AT_ONCE)]
    messages = [(_subject(group), orjson.dumps(group)) for group in groups]
    near = [one.body for one in found if one.position is None]
    if near:
        messages.append((f"rt.{company_code}.proximities", orjson.dumps(near)))
    try:
        (_deliveries[0] if _deliveries else _deliver_once)(messages)
    except (nats.errors.Error, OSError, TimeoutError) as error:
        raise NotDelivered from error


def _subject(group: Sequence[dict[str, Any]]) -> str:
    """One provider's messages share its flood limit, as those of a gateway do."""
    name = group[0]["provider_id"] if len(group) == 1 else ""
    return SUBJECT + (name if name and all(c.isalnum() or c in "-_" for c in name) else "omlox")


def _entry(one: Reported, found: Places, blockers: list[Blocker]) -> dict[str, Any]:
    """The position in plant metres, as `anhuan/v1/location/{provider}` takes it."""
    spot = _beside(one, found) if one.position is None else _spot(one, found)
    if isinstance(spot, Blocker):
        blockers.append(spot)
        return {}
    floor = {"floor": spot[3]} if spot[3] is not None else {}
    return floor | {
        "provider_id": one.provider_id,
        "source": one.source,
        "position": {"type": "Point", "coordinates": [round(spot[0], 3), round(spot[1], 3)]},
        "crs": LOCAL,
        "accuracy": spot[2],
        "timestamp_generated": iso(clock.to_ms(one.at or clock.now())),
    }


Spot = tuple[float, float, float | None, float | None]  # x, y, accuracy, omlox floor


def _spot(one: Reported, found: Places) -> Spot | Blocker:
    assert one.position is not None
    zone = found.zone(one.source)
    frame = found.frame(one.source if zone else "") if one.crs == LOCAL else None
    if one.crs == LOCAL and frame is None:
        return Blocker("bad_source", f"区域 {one.source[:40]} 没有坐标系，请改用 EPSG:4326")
    x, y = (frame.to_plant if frame else found.earth.to_plant)(*one.position)
    if not (abs(x) < FAR_M and abs(y) < FAR_M):
        return Blocker("out_of_range", "位置离厂区超过 100 km，请检查 crs 和坐标")
    floor = one.floor
    if floor is None and zone is not None and not isinstance(zone, Site):
        floor = zone.floor
    return x, y, one.accuracy_m or 0.5, floor


def _beside(one: Reported, found: Places) -> Spot | Blocker:
    """The reader's place; the accuracy is how near, else how far the reader reaches."""
    zone = found.zone(one.source)
    if zone is None or isinstance(zone, Site) or zone.type not in READERS or not zone.position:
        return Blocker("bad_source", f"{one.source[:40]} 不是已登记位置的读卡器或信标")
    x, y = found.earth.to_plant(*zone.position)
    return x, y, one.accuracy_m or zone.radius_m or NEAR_M, zone.floor


def _deliver_once(messages: Sequence[tuple[str, bytes]]) -> None:
    async_to_sync(_connect_and_deliver)(messages)


async def _connect_and_deliver(messages: Iterable[tuple[str, bytes]]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        client = await nats.connect(
            settings.NATS_URL.split(","), connect_timeout=2, max_reconnect_attempts=1
        )
        try:
            await deliver(client, messages)
        finally:
            await client.close()


async def deliver(client: Client, messages: Iterable[tuple[str, bytes]]) -> None:
    """Into the stream with its acknowledgement; what is only live, without."""
    for subject, payload in messages:
        if subject.startswith(SUBJECT):
            await client.jetstream().publish(subject, payload, timeout=PATIENCE_S)
        else:
            await client.publish(subject, payload)
