"""The archive of permits: each night's seal, and what may be wrong with it (GB 30871-2022 B.3)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from anhuan.domains.permits.rules.signing import digest_of
from anhuan.kernel.errors import Blocker

Row = Sequence[str]  # id, number, sm3 of the last signature
LONGEST_EXPORT_DAYS = 366


@dataclass(frozen=True, slots=True)
class Wrong:
    """A permit, or a whole day, that is not as it was sealed."""

    day: date
    number: str
    code: str  # seal_changed, permit_missing, permit_changed, signed_after

    @property
    def text(self) -> str:
        """In Chinese."""
        return f"{self.day} {self.number} {WRONG_LABELS[self.code]}".replace("  ", " ")


WRONG_LABELS = {
    "seal_changed": "封存记录被改动，与审计链不符",
    "permit_missing": "封存的作业票不见了",
    "permit_changed": "作业票在封存后被改动",
}


def span_blockers(first: date, last: date) -> Iterator[Blocker]:
    """A period to check or to take out."""
    if not 0 <= (last - first).days < LONGEST_EXPORT_DAYS:
        text = f"起止日期须先后有序，一次至多 {LONGEST_EXPORT_DAYS} 天"
        yield Blocker("period", text)


def seal_digest(rows: Iterable[Row]) -> str:
    """SM3 over the list of a day."""
    return digest_of([list(one) for one in rows])


def day_faults(
    day: date, rows: Sequence[Row], sm3: str, audited: str | None, now: Mapping[str, str]
) -> Iterator[Wrong]:
    """`audited`: the digest the audit chain holds; `now`: id → digest of the permit's last
    signature, for permits that are there and whole."""
    if seal_digest(rows) != sm3 or audited != sm3:
        yield Wrong(day, "", "seal_changed")
    for pk, number, digest in rows:
        if pk not in now:
            yield Wrong(day, number, "permit_missing")
        elif now[pk] != digest:
            yield Wrong(day, number, "permit_changed")
