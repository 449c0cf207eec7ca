"""Whether a phone may be taken into explosive places: its mark, its certificate (DUAL-029)."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from anhuan.kernel.errors import Blocker
from anhuan.kernel.explosion import mark_suits_zone

CLAUSE = "AQ 3064.2-2025 7.1"


@dataclass(frozen=True, slots=True)
class Protection:
    """What the ledger says of a phone."""

    ex_mark: str = ""
    ex_certificate: str = ""
    ex_valid_until: date | None = None


def terminal_faults(known: Protection, zones: Collection[int], today: date) -> Iterator[Blocker]:
    """Why the phone does not belong into the plant's explosive places, if there are any."""
    if not zones:
        return
    if not known.ex_mark.strip():
        yield Blocker("ex_mark_missing", "未登记防爆标志，不得带入爆炸危险区域", CLAUSE)
        return
    unfit = [zone for zone in sorted(zones) if not mark_suits_zone(known.ex_mark, zone)]
    if unfit:
        named = "、".join(f"{zone} 区" for zone in unfit)
        yield Blocker("ex_mark_zone", f"防爆标志 {known.ex_mark} 不适用于 {named}", CLAUSE)
    if not known.ex_certificate.strip():
        yield Blocker("ex_certificate_missing", "未登记防爆合格证号", CLAUSE)
    if known.ex_valid_until and known.ex_valid_until < today:
        yield Blocker("ex_certificate_expired", f"防爆证已于 {known.ex_valid_until} 过期", CLAUSE)
