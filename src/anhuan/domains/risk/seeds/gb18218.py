"""Tables 1 to 4 of GB 18218-2018 as the rules take them."""

from fractions import Fraction
from functools import cache
from typing import Any

from anhuan.domains.risk.rules.major_hazards import Category, Chemical, Tables
from anhuan.domains.risk.seeds.files import load


@cache
def shipped_tables() -> Tables:
    """Thresholds in t, β without unit; names and CAS numbers to be checked by the plant."""
    given: dict[str, Any] = load("gb18218.yaml")
    betas = {name: Fraction(str(beta)) for name, beta in given["beta_by_name"].items()}
    chemicals = [_chemical(row, betas) for row in given["chemicals"]]
    for name in betas.keys() - {one.name for one in chemicals}:
        raise ValueError(f"table 3 names {name}, table 1 does not")
    return Tables(
        version=given["version"],
        chemicals={one.name: one for one in chemicals},
        categories={symbol: _category(symbol, row) for symbol, row in given["categories"].items()},
    )


def _chemical(row: list[Any], betas: dict[str, Fraction]) -> Chemical:
    name, cas, threshold = row
    return Chemical(name, cas or "", Fraction(str(threshold)), betas.get(name))


def _category(symbol: str, row: list[Any]) -> Category:
    label, threshold, beta = row
    return Category(symbol, label, Fraction(str(threshold)), Fraction(str(beta)))
