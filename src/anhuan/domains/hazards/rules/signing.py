"""What is signed, and whether it is still so: a chain of SM3 digests, each with an SM2 signature.

Every deed is one line: who, when, in which part, and what it set. The line is sealed together with
the one before it and signed with the plant's key. All lines together say what the hazard must look
like now; whatever was altered beside them is named.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anhuan.kernel.digest import canonical_json, sm3_hex
from anhuan.kernel.sm2 import verify

Content = Mapping[str, Any]  # field or "photo:<id>" → value as JSON


@dataclass(frozen=True, slots=True)
class Line:
    """One deed as it was written. `at` in UTC to the microsecond."""

    hazard: str
    seq: int
    round: int
    deed: str
    part: str
    rank: str  # of an acceptance
    state: str
    at: datetime
    account: str
    name: str
    method: str
    note: str
    content: Content
    previous_sm3: str
    sm3: str = ""
    sm2: str = ""
    public_key: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was signed."""

    code: str
    seq: int
    key: str = ""

    @property
    def text(self) -> str:
        """In Chinese."""
        words = {
            "line_changed": f"第 {self.seq} 条记录被改动，与签字不符",
            "signature_wrong": f"第 {self.seq} 条记录的 SM2 签名不成立",
            "key_unknown": f"第 {self.seq} 条记录不是用本企业的密钥签的",
            "chain_broken": f"第 {self.seq} 条记录与前一条不相连，有记录被删除、插入或换序",
            "content_changed": f"“{self.key}”与第 {self.seq} 条记录签字时不同",
            "photo_changed": f"照片“{self.key}”与登记的 SM3 不符",
        }
        return words[self.code]


def message_of(line: Line) -> bytes:
    """The bytes under the signature: all of the line but the seals."""
    seals = ("sm3", "sm2", "public_key")
    fields = {name: getattr(line, name) for name in Line.__slots__ if name not in seals}
    fields["at"] = line.at.isoformat()
    return canonical_json(fields)


def digest_of(value: Any) -> str:
    """SM3 over the canonical JSON of a value."""
    return sm3_hex(canonical_json(value))


def chain_faults(lines: Iterable[Line], now: Content, keys: Iterable[str]) -> Iterator[Fault]:
    """Everything that does not agree. `now`: the hazard as it is; `keys`: the plant's own."""
    known: dict[str, Any] = {}
    said: dict[str, int] = {}
    ours = frozenset(keys)
    previous, seq = "", 0
    for line in lines:
        if line.previous_sm3 != previous or line.seq != seq + 1:
            yield Fault("chain_broken", line.seq)
        yield from _line_faults(line, ours)
        known.update(line.content)
        said.update(dict.fromkeys(line.content, line.seq))
        previous, seq = line.sm3, line.seq
    for key, value in known.items():
        if now.get(key) != value:
            yield Fault("content_changed", said[key], key)


def _line_faults(line: Line, ours: frozenset[str]) -> Iterator[Fault]:
    message = message_of(line)
    if sm3_hex(message) != line.sm3:
        yield Fault("line_changed", line.seq)
    elif not verify(message, line.sm2, line.public_key):
        yield Fault("signature_wrong", line.seq)
    elif line.public_key not in ours:
        yield Fault("key_unknown", line.seq)
