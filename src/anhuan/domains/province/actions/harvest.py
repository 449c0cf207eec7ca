"""What a batch of messages leaves behind, gathered in memory and written in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from anhuan.domains.province.actions import storing
from anhuan.domains.province.actions.storing import Name, Row
from anhuan.domains.province.queries.enterprises import zone
from anhuan.domains.province.rules.near import POSITIONS, packed
from anhuan.domains.province.rules.sifting import Fault, Sifted, Sound
from anhuan.kernel.ids import uuid7

BASE64 = "base64"  # in the row on its way up: the content of a file, until it is stored
Key = tuple[UUID, str, str]  # enterprise, table, key of the row


@dataclass(slots=True)
class Harvest:
    """One key, one row: of two in a batch the later sent one stays."""

    now: datetime
    passed_on: frozenset[UUID] = frozenset()  # plants whose rows go on to an authority above
    tracked: frozenset[UUID] = frozenset()  # plants whose people's positions are kept
    rows: dict[Key, dict[str, Any]] = field(default_factory=dict)
    files: dict[Key, Mapping[str, str]] = field(default_factory=dict)
    refusals: dict[Key, Sequence[Fault] | None] = field(default_factory=dict)  # None: put right
    counts: dict[Key, list[int]] = field(default_factory=dict)  # the day in place of the key
    receipts: dict[Name, dict[str, Any]] = field(default_factory=dict)
    clashes: dict[Name, dict[str, Any]] = field(default_factory=dict)

    def add(self, enterprise: UUID, table: str, found: Sifted, sent_at: datetime) -> None:
        """The rows of one message; what is refused is put right by the sound row of its key."""
        for key, sound in found.good.items():
            at = (enterprise, table, key)
            known = self.rows.get(at)
            if known is None or sent_at >= known["sent_at"]:
                self.rows[at] = self._row(at, sound, sent_at)
                self.files[at] = sound.files
            self.refusals[at] = None
        for key, faults in found.bad.items():
            self.refusals[enterprise, table, key] = faults

    def _row(self, at: Key, sound: Sound, sent_at: datetime) -> dict[str, Any]:
        facts, now = sound.facts, self.now
        return {
            "id": uuid7(), "enterprise_id": at[0], "table": at[1], "key": at[2],
            "content": sound.content, "kind": facts.kind, "state": facts.state,
            "grade": facts.grade, "title": facts.title, "place": facts.place,
            "code": facts.code[:40], "at": facts.at or sent_at, "ended_at": facts.ended_at,
            "due_at": facts.due_at, "sent_at": sent_at, "received_at": now, "changed_at": now,
        }  # fmt: skip

    def _passing(self, at: Key) -> dict[str, Any]:
        row = self.rows[at]
        told = {name: row[name] for name in ("enterprise_id", "table", "key", "title")}
        files = {key: row["content"][key] | {BASE64: it} for key, it in self.files[at].items()}
        return told | {"id": uuid7(), "at": self.now, "content": row["content"] | files}

    def count(self, enterprise: UUID, table: str, taken: int, refused: int) -> None:
        """Rows of today."""
        day = self.now.astimezone(zone()).date().isoformat()
        counted = self.counts.setdefault((enterprise, day, table), [0, 0])
        counted[0] += taken
        counted[1] += refused

    def clash(self, name: Name, table: str) -> None:
        """An id came with something else."""
        blank = {"id": uuid7(), "enterprise_id": name[0], "message": name[1], "times": 0,
                 "first_at": self.now}  # fmt: skip
        known = self.clashes.setdefault(name, blank)
        known["times"] += 1
        known |= {"table": table, "last_at": self.now}

    def write(self) -> None:
        """Everything, each kind in the order of its keys."""
        written = storing.write_rows(_sorted(self.rows))
        storing.write_passings([self._passing(at) for at in self.rows if at in written
                                and at[0] in self.passed_on])  # fmt: skip
        storing.write_whereabouts([_packet(self.rows[at]) for at in sorted(written)
                                   if at[1] == POSITIONS and at[0] in self.tracked])  # fmt: skip
        bad = {key: faults for key, faults in self.refusals.items() if faults is not None}
        storing.clear_refusals(sorted(key for key in self.refusals if key not in bad))
        storing.write_refusals([
            {"id": uuid7(), "enterprise_id": pk, "table": table, "key": key, "faults": faults,
             "at": self.now} for (pk, table, key), faults in sorted(bad.items(), key=_first)
        ])  # fmt: skip
        storing.add_counts([
            {"id": uuid7(), "enterprise_id": pk, "day": day, "table": table, "taken": taken,
             "refused": refused}
            for (pk, day, table), (taken, refused) in sorted(self.counts.items())
        ])  # fmt: skip
        storing.add_clashes(_sorted(self.clashes))
        storing.write_receipts(_sorted(self.receipts))


def _packet(row: Row) -> Row:
    return {
        "id": uuid7(), "enterprise_id": row["enterprise_id"], "positions": packed(row["content"]),
        "minute": row["at"].replace(second=0, microsecond=0),
    }  # fmt: skip


def _sorted(rows: dict[Any, dict[str, Any]]) -> list[Row]:
    return [row for _, row in sorted(rows.items(), key=_first)]


def _first(pair: tuple[Any, Any]) -> Any:
    return pair[0]
