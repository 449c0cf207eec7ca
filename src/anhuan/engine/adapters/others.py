"""Plants that share servers: whose device speaks, where topics name no plant.

Every plant reads every message. What another plant's device says is neither used here nor counted
as unknown; what nobody knows is everybody's, above all a call for help. A number that we and
others both use is ours, so plants on the same servers must number their devices and people
differently (docs/how-to/cluster.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from anhuan.domains.org.models import Company, Person
from anhuan.domains.positioning.models import Anchor, Sounder, Tag
from anhuan.engine.adapters.messages import Message


@dataclass(frozen=True, slots=True)
class Others:
    """What only other plants of this database know: numbers of devices, and of people."""

    devices: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    def own_source(self, message: Message) -> bool:
        """Whether the whole message comes from one of their devices."""
        return message.source in self.devices

    def own(self, message: Message, entry: dict[str, Any]) -> bool:
        """Whether an entry is about one of theirs."""
        if message.family == "gate":
            return str(entry.get("person")) in self.people
        return about(message, entry) in self.devices


def about(message: Message, entry: dict[str, Any]) -> str:
    """The number by which an entry names the device it is about; "": it names none."""
    if message.family == "ranging":
        return str(entry.get("tag"))
    if message.family == "location":
        return str(entry.get("provider_id") or entry.get("source") or "")
    return message.source


def load_others(company: Company) -> Others:
    """Numbers in use by other plants and not by this one."""
    devices = [_elsewhere(model, company) for model in (Tag, Anchor, Sounder)]
    return Others(frozenset().union(*devices), _elsewhere(Person, company))


def _elsewhere(model: Any, company: Company) -> frozenset[str]:
    """Numbers of one kind of row; those retired are nobody's."""
    rows = model.objects.filter(is_retired=False)
    plants = rows.filter(company__kind=Company.Kind.PLANT, company__is_retired=False)
    theirs = frozenset(plants.exclude(company=company).values_list("number", flat=True))
    if not theirs:
        return theirs
    return theirs.difference(rows.filter(company=company).values_list("number", flat=True))
