"""The messages of one beat, sorted into what the pipeline and the rest of the engine take."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np

from anhuan.engine.adapters.configuration import Plant
from anhuan.engine.adapters.devices import Devices
from anhuan.engine.adapters.holders import Holder
from anhuan.engine.adapters.limits import Limits
from anhuan.engine.adapters.messages import (
    Key,
    Message,
    Refused,
    battery,
    entries,
    faults_of,
    is_backlog,
    key_of,
    moment_ms,
    observations,
    spot_of,
)
from anhuan.engine.adapters.orders import ANSWER, PASS, Order
from anhuan.engine.adapters.refusals import Refusals
from anhuan.engine.core.clean import Code
from anhuan.engine.core.reports import Places, ReportBuilder

log = logging.getLogger("engine")
WAYS = ("in", "out")
OF_THE_WORKER = ("gas", "weather", "lock")  # `web/instruments.py` reads them
BACKLOG_MS = 7 * 86_400_000  # how late what a device has kept for us is still recorded
NO_REFUSAL = (int(Code.OK), int(Code.LATE))


@dataclass(frozen=True, slots=True)
class Pressed:
    """A key of a tag, and who carries the tag; holder None: nobody knows this tag."""

    number: str
    holder: Holder | None
    key: Key
    at_ms: int  # when it reached us


@dataclass(slots=True)
class Intake:
    """What one beat brings. Filled by `take`, emptied by the pipeline."""

    plant: Plant
    builder: ReportBuilder
    devices: Devices
    refusals: Refusals
    limits: Limits
    owns: Callable[[str], bool] | None = None  # one part of a plant: what is its own to read
    rows: list[tuple[Message, int, int]] = field(default_factory=list)  # first and last row
    places: list[tuple[int, int, float, float, int, float]] = field(default_factory=list)
    keys: list[Pressed] = field(default_factory=list)
    notes: list[Order] = field(default_factory=list)  # passages and answers, to be written

    def take(self, message: Message) -> None:
        """Read one message; whatever is wrong with it is counted and harms nothing else."""
        if message.family in OF_THE_WORKER:
            return
        if not self.limits.allows(message.subject, message.at_ms):
            self._refuse_whole(message, Refused("flood", "more messages than one gateway may send"))
            return
        read = FAMILIES.get(message.family)
        if read is None:
            self._refuse(message, Refused("bad_shape", f"nothing called {message.family[:40]}"))
            return
        try:
            found = entries(message.data)
        except Refused as refused:
            self._refuse_whole(message, refused)
            return
        for entry in found:
            is_ours = self.owns is None or self.owns(self._whose(message, entry))
            if is_ours and not self.plant.others.own(message, entry):
                self._take_one(read, message, entry)

    def _whose(self, message: Message, entry: dict[str, Any]) -> str:
        """The number of the tag an entry is about, as the parts of a plant share tags."""
        if message.family == "ranging":
            return str(entry.get("tag"))
        names = [str(entry[key]) for key in ("provider_id", "source") if entry.get(key)]
        known = (name for name in names if self.devices.holder(name))
        return next(known, names[0] if names else message.subject)

    def _refuse_whole(self, message: Message, refused: Refused) -> None:
        """Every part of every plant reads the message; one of each plant it may be of counts it."""
        if self.plant.others.own_source(message):
            return
        if self.owns is None or self.owns(message.subject):
            self._refuse(message, refused)

    def _take_one(self, read: Reader, message: Message, entry: dict[str, Any]) -> None:
        try:
            read(self, message, entry)
        except Refused as refused:
            self._refuse(message, refused)
        except Exception:
            # Not foreseen, so a fault of ours; but one message must not stop a plant.
            log.exception("a message of %s could not be read", message.subject)
            self._refuse(message, Refused("bad_shape", "not understood"))

    def _refuse(self, message: Message, refused: Refused) -> None:
        self.refusals.note(
            message.at_ms, message.subject, refused.reason, refused.detail, message.data
        )

    def judged(self, codes: np.ndarray[Any, np.dtype[np.int64]]) -> None:
        """Count what the pipeline refused: a report once for each reason."""
        if np.isin(codes, NO_REFUSAL).all():
            return
        for message, first, last in self.rows:
            for code in set(codes[first:last].tolist()).difference(NO_REFUSAL):
                self._refuse(message, Refused(Code(code).text))

    def taken_places(self) -> Places:
        """The positions solved elsewhere, as arrays."""
        tag, t_ms, x, y, floor, r68 = list(zip(*self.places, strict=True)) or [()] * 6
        whole, real = np.int64, np.float64
        return Places(
            np.array(tag, whole),
            np.array(t_ms, whole),
            np.array(x, real),
            np.array(y, real),
            np.array(floor, whole),
            np.array(r68, real),
        )


Reader = Callable[[Intake, Message, dict[str, Any]], None]


def read_ranging(intake: Intake, message: Message, entry: dict[str, Any]) -> None:
    """A range report: rows for the solver, and signs of life of the tag and its anchors."""
    tag, reference = str(entry.get("tag")), entry.get("ref")
    t_ms, obs = moment_ms(entry.get("t")), observations(entry)
    first = len(intake.builder.rows)
    tech = str(entry.get("tech"))
    ref = None if reference is None else str(reference)
    if reason := intake.builder.add(tag, t_ms, tech, obs, ref):
        raise Refused(reason, _what_is_unknown(intake, reason, tag, [*obs, {"anchor": ref}]))
    intake.rows.append((message, first, len(intake.builder.rows)))
    intake.devices.heard_tag(tag, message.at_ms, battery(entry))
    for one in obs:
        intake.devices.heard_anchor(str(one["anchor"]), message.at_ms)


def _what_is_unknown(intake: Intake, reason: str, tag: str, obs: list[dict[str, Any]]) -> str:
    if reason == "unknown_tag":
        return tag[:64]
    if reason == "unknown_anchor":
        named = (str(one.get("anchor")) for one in obs)
        return next((n[:64] for n in named if n not in intake.builder.anchors), "")
    return "an observation lacks its value"


def read_location(intake: Intake, message: Message, entry: dict[str, Any]) -> None:
    """An omlox Location: a position somebody else has solved."""
    spot = spot_of(entry, intake.plant.georeference)
    name = next((n for n in spot.tags if n in intake.builder.tags), None)
    if name is None:
        raise Refused("unknown_tag", spot.tags[0][:64])
    settings = intake.plant.config.settings
    if spot.t_ms > message.at_ms + settings.clock_ahead_ms:
        raise Refused("clock_ahead")
    behind_ms = BACKLOG_MS if is_backlog(entry) else settings.clock_behind_ms
    if spot.t_ms < message.at_ms - behind_ms:
        raise Refused("clock_behind")
    if intake.devices.repeats(name, spot.t_ms):
        raise Refused("duplicate")
    number = intake.builder.tags[name]
    intake.places.append((number, spot.t_ms, spot.x, spot.y, spot.floor, spot.r68_m))
    intake.devices.heard_tag(name, message.at_ms, battery(entry))


def read_button(intake: Intake, message: Message, entry: dict[str, Any]) -> None:
    """A key of a tag. Help is called even by a tag nobody knows."""
    if entry.get("key") == "ack":
        read_answer(intake, message, entry, entry.get("id"))
        return
    number = message.source[:32]
    holder = intake.devices.holder(number)
    if holder is None:
        intake.refusals.note(message.at_ms, message.subject, "unknown_tag", number, message.data)
    else:
        intake.devices.heard_tag(number, message.at_ms, None)
    intake.keys.append(Pressed(number, holder, key_of(entry), message.at_ms))


def read_answer(intake: Intake, message: Message, entry: dict[str, Any], told: Any) -> None:
    """A tag's wearer, or a sounder, has heard what it was told: `told` is the id of the words."""
    number = message.source[:32]
    try:
        words = str(UUID(told))
    except (AttributeError, TypeError, ValueError):
        raise Refused("bad_shape", "id of the words answered") from None
    if intake.devices.holder(number) is not None:
        intake.devices.heard_tag(number, message.at_ms, None)
    elif not any(number in numbers for numbers in intake.plant.sounders.values()):
        raise Refused("unknown_tag", number)
    t_ms = min(moment_ms(entry.get("t")), message.at_ms)
    answer = {"tag": number, "message": words}
    intake.notes.append(Order(ANSWER, f"answer:{number}", t_ms, inputs=answer))


def read_status(intake: Intake, message: Message, entry: dict[str, Any]) -> None:
    """The health of a tag or an anchor, as it sees it; a tag may say that its wearer fell."""
    if entry.get("fall") is True:
        press = {"key": "fall", "t": entry.get("t")}
        read_button(intake, message, press)
        return
    if "ack" in entry:
        read_answer(intake, message, entry, entry["ack"])
    known = intake.devices.told_status(
        message.source,
        message.at_ms,
        online=entry.get("online", True) is not False,
        battery_pct=battery(entry),
        faults=faults_of(entry),
    )
    if not known:
        raise Refused("unknown_tag", message.source[:64])


def read_gate(intake: Intake, message: Message, entry: dict[str, Any]) -> None:
    """Somebody through a gate: the database knows people, so it is written there in order."""
    person, way = entry.get("person"), entry.get("way")
    if not isinstance(person, str) or way not in WAYS:
        raise Refused("bad_shape", "person or way")
    t_ms = min(moment_ms(entry.get("t")), message.at_ms)
    told = {"person": person[:64], "way": way, "gate": message.source[:50]}
    intake.notes.append(Order(PASS, f"gate:{message.source[:50]}", t_ms, inputs=told))


FAMILIES: dict[str, Reader] = {
    "ranging": read_ranging,
    "location": read_location,
    "button": read_button,
    "status": read_status,
    "gate": read_gate,
}
