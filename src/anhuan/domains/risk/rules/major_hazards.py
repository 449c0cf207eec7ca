"""Is a unit a major hazard source, and of which level (GB 18218-2018).

S = Σ q/Q decides whether it is one (4.2.1), R = α Σ β q/Q of which level (4.3). Quantities are
exact fractions: ten times a tenth of the threshold is the threshold, not a little less.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from anhuan.kernel.errors import Blocker

CLAUSE = "GB 18218-2018"
LEVEL_BOUNDS = ((100, 1), (50, 2), (10, 3))  # R from which on; below: level 4 (table 6)
ALPHA_BOUNDS = ((100, "2.0"), (50, "1.5"), (30, "1.2"), (1, "1.0"))  # people in 500 m (table 5)
NOBODY = "0.5"


@dataclass(frozen=True, slots=True)
class Chemical:
    """A row of table 1: threshold in t; `beta` where table 3 names it."""

    name: str
    cas: str
    threshold_t: Fraction
    beta: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Category:
    """A row of tables 2 and 4: threshold in t and β by what the chemical can do."""

    symbol: str
    label: str
    threshold_t: Fraction
    beta: Fraction


@dataclass(frozen=True, slots=True)
class Tables:
    """The standard's tables 1 to 4, by name and by symbol."""

    version: str
    chemicals: Mapping[str, Chemical]
    categories: Mapping[str, Category]


@dataclass(frozen=True, slots=True)
class Stock:
    """What may be in a unit at most, by design (4.2.2)."""

    name: str
    quantity_t: Fraction
    categories: tuple[str, ...] = ()  # its hazards, where table 1 or 3 does not decide


@dataclass(frozen=True, slots=True)
class Line:
    """One chemical counted: which threshold and β, by which table."""

    name: str
    quantity_t: Fraction
    threshold_t: Fraction
    beta: Fraction
    threshold_by: str  # "表1", "表2 W5.3"
    beta_by: str  # "表3", "表4 W5.3"

    @property
    def ratio(self) -> Fraction:
        """q/Q."""
        return self.quantity_t / self.threshold_t


@dataclass(frozen=True, slots=True)
class Verdict:
    """S, R and what they mean. `level` is 0 where it is no major hazard source."""

    lines: tuple[Line, ...]
    s: Fraction
    alpha: Fraction
    r: Fraction
    level: int

    @property
    def is_major(self) -> bool:
        """S ≥ 1."""
        return self.level > 0

    @property
    def words(self) -> str:
        """The verdict said aloud; "no" is an answer, not a missing one."""
        if not self.is_major:
            return "不构成危险化学品重大危险源"
        return f"构成{'一二三四'[self.level - 1]}级危险化学品重大危险源"


def identify(tables: Tables, stocks: Iterable[Stock], people_in_500m: int) -> Verdict:
    """Judge a unit; `stock_blockers` has said before that it can be judged."""
    lines = tuple(_line(tables, one) for one in stocks)
    s = sum((line.ratio for line in lines), Fraction(0))
    alpha = alpha_of(people_in_500m)
    r = alpha * sum((line.beta * line.ratio for line in lines), Fraction(0))
    return Verdict(lines, s, alpha, r, level_of(r) if s >= 1 else 0)


def alpha_of(people: int) -> Fraction:
    """Table 5: people living within 500 m of the plant's border."""
    return Fraction(next((alpha for least, alpha in ALPHA_BOUNDS if people >= least), NOBODY))


def level_of(r: Fraction) -> int:
    """Table 6: 1 is the gravest."""
    return next((level for least, level in LEVEL_BOUNDS if r >= least), 4)


def _line(tables: Tables, stock: Stock) -> Line:
    known = tables.chemicals.get(stock.name)
    hazards = [tables.categories[symbol] for symbol in stock.categories]
    if known is not None:
        threshold, by = known.threshold_t, "表1"
    else:  # 4.1.2 b): of several hazards the lowest threshold
        lowest = min(hazards, key=lambda one: one.threshold_t)
        threshold, by = lowest.threshold_t, f"表2 {lowest.symbol}"
    if known is not None and known.beta is not None:
        return Line(stock.name, stock.quantity_t, threshold, known.beta, by, "表3")
    gravest = max(hazards, key=lambda one: one.beta)
    return Line(stock.name, stock.quantity_t, threshold, gravest.beta, by, f"表4 {gravest.symbol}")


def stock_blockers(tables: Tables, stocks: Iterable[Stock], people: int) -> Iterator[Blocker]:
    """What is missing before a unit can be judged."""
    given = list(stocks)
    if not given:
        yield Blocker("no_stock", "至少填写一种危险化学品", f"{CLAUSE} 4.2.1")
    for place, one in enumerate(given, start=1):
        yield from _stock_blockers(tables, one, f"第 {place} 行")
    names = [one.name for one in given]
    for name in dict.fromkeys(one for one in names if names.count(one) > 1):
        yield Blocker("stock_twice", f"{name} 写了两次，请合并为一行")
    if people < 0:
        yield Blocker("people", "500 m 内常住人数不能为负", f"{CLAUSE} 表5")


def _stock_blockers(tables: Tables, one: Stock, where: str) -> Iterator[Blocker]:
    known = tables.chemicals.get(one.name)
    if not one.name:
        yield Blocker("stock_name", f"{where}：请填写化学品名称")
    if one.quantity_t <= 0:
        yield Blocker("stock_quantity", f"{where}：最大量应大于 0 t", f"{CLAUSE} 4.2.2")
    if unknown := [symbol for symbol in one.categories if symbol not in tables.categories]:
        yield Blocker("stock_category", f"{where}：没有危险类别 {'、'.join(unknown)}")
    elif not one.categories and known is None:
        text = f"{where}：{one.name} 不在表1，请选择危险类别以确定临界量"
        yield Blocker("stock_needs_category", text, f"{CLAUSE} 4.1.2 b)")
    elif not one.categories and known is not None and known.beta is None:
        text = f"{where}：{one.name} 不在表3，请选择危险类别以确定校正系数 β"
        yield Blocker("stock_needs_category", text, f"{CLAUSE} 4.3.2")


def shown(value: Fraction, places: int = 4) -> str:
    """A fraction for people, never rounded up: 0.99999 is not shown as 1."""
    scaled = value * 10**places
    whole = scaled.numerator // scaled.denominator
    sign, whole = ("-", -whole) if whole < 0 else ("", whole)
    text = f"{whole // 10**places}.{whole % 10**places:0{places}d}".rstrip("0").rstrip(".")
    return sign + text
