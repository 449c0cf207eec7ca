"""The plant's gases with the limits a reading is judged by."""

from typing import Any

from anhuan.domains.org.models import Company
from anhuan.domains.permits.models import GasEntry
from anhuan.domains.permits.rules.gas import flammable_limit_vol_pct, toxic_limit_mg_m3


def gas_limits(company: Company) -> list[dict[str, Any]]:
    """Each gas: LEL, the most for hot work in % by volume, the occupational limit in mg/m³."""
    rows = GasEntry.objects.filter(company=company, is_retired=False)
    return [_limits(one) for one in rows]


def _limits(row: GasEntry) -> dict[str, Any]:
    lel = row.lel_vol_pct
    return {
        "key": row.key, "name": row.name, "formula": row.formula, "cas": row.cas,
        "lel_vol_pct": lel, "uel_vol_pct": row.uel_vol_pct,
        "most_vol_pct": None if lel is None else flammable_limit_vol_pct(lel),
        "most_mg_m3": toxic_limit_mg_m3(row.gas), "note": row.note,
    }  # fmt: skip
