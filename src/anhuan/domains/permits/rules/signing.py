"""Signatures that seal a permit: a chain of SM3 digests over everything it holds.

Every part of a permit (its application, a risk line, a gas test, a photo …) has a key and a digest.
A signature names the parts that are new since the one before it, seals all parts there are, and
seals itself together with the one before. Whoever alters a part, a signature or their order breaks
the chain at the place that `chain_faults` names.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anhuan.kernel.digest import canonical_json, sm3_hex

Parts = Mapping[str, str]  # key → digest


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature as it was written. `at` to the microsecond, in UTC."""

    permit: str
    seq: int
    deed: str
    part: str
    state: str
    at: datetime
    account: str
    name: str
    method: str
    where: Mapping[str, Any]
    note: str
    covers: Parts
    content_sm3: str
    previous_sm3: str
    sm3: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was signed."""

    code: str  # signature_changed, chain_broken, content_changed, content_missing, photo_changed
    seq: int
    key: str = ""

    @property
    def text(self) -> str:
        """In Chinese."""
        words = {
            "signature_changed": f"第 {self.seq} 个签字被改动",
            "chain_broken": f"第 {self.seq} 个签字与前一个不相连，有签字被删除、插入或换序",
            "content_changed": f"第 {self.seq} 个签字之后，已签内容“{self.key}”被改动",
            "content_missing": f"第 {self.seq} 个签字之后，已签内容“{self.key}”被删除",
            "photo_changed": f"照片“{self.key}”与登记的 SM3 不符",
        }
        return words[self.code]


def digest_of(value: Any) -> str:
    """SM3 over the canonical JSON of a value."""
    return sm3_hex(canonical_json(value))


def new_parts(before: Parts, now: Parts) -> dict[str, str]:
    """The parts a signature has to name: new ones, and those that differ."""
    return {key: digest for key, digest in now.items() if before.get(key) != digest}


def sealed(signed: Signed) -> str:
    """The digest of a signature over all its fields but itself."""
    fields = {name: getattr(signed, name) for name in Signed.__slots__ if name != "sm3"}
    fields["at"] = signed.at.isoformat()
    return digest_of(fields)


def chain_faults(signatures: Iterable[Signed], parts: Parts) -> Iterator[Fault]:
    """Everything that does not agree: signatures in order, and the parts as they are now."""
    known: dict[str, str] = {}
    last: dict[str, int] = {}
    previous, seq = "", 0
    for one in signatures:
        if one.previous_sm3 != previous or one.seq != seq + 1:
            yield Fault("chain_broken", one.seq)
        for key in one.covers.keys() & known.keys():  # a part is signed for once
            yield Fault("content_changed", last[key], key)
        known.update(one.covers)
        last.update(dict.fromkeys(one.covers, one.seq))
        if sealed(one) != one.sm3 or digest_of(known) != one.content_sm3:
            yield Fault("signature_changed", one.seq)
        previous, seq = one.sm3, one.seq
    yield from _part_faults(known, last, parts)


def _part_faults(known: Parts, last: Mapping[str, int], parts: Parts) -> Iterator[Fault]:
    for key, digest in known.items():
        if key not in parts:
            yield Fault("content_missing", last[key], key)
        elif parts[key] != digest:
            yield Fault("content_changed", last[key], key)
