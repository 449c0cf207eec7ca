"""Gas tests as the forms draw them: samples side by side (A.1), lines (A.2), power (A.6)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from anhuan.desk.paper import Band, Cell, Grid, label, value
from anhuan.domains.permits.models import GasTest
from anhuan.domains.permits.paper.source import Source
from anhuan.domains.permits.rules.gas import (
    ZONE_LABELS,
    Target,
    Zone,
    flammable_limit_vol_pct,
    oxygen_window,
    toxic_limit_mg_m3,
)
from anhuan.domains.permits.rules.gases import OXYGEN, UNIT_LABELS, Unit

_SIDE_BY_SIDE = 3
_KIND_LABELS = {Target.TOXIC: "有毒有害气体名称", Target.FLAMMABLE: "可燃气体名称"}
Reading = dict[str, Any]


def gas_bands(source: Source, style: str) -> Iterator[Band]:
    """The form's table of gas tests; blank lines where none was made yet."""
    tests = sorted(source.look.tests, key=lambda one: one.sampled_at)
    if style == "samples":
        yield from _samples(source, tests)
    elif style == "power":
        yield _power(source, tests)
    else:
        yield _analysis(source, tests)


def gas_name(source: Source, key: str) -> str:
    """A gas by its name in the plant's library."""
    if key == OXYGEN:
        return "氧气"
    return source.look.gases[key].name if key in source.look.gases else key


def reading_words(source: Source, one: Reading) -> str:
    """甲烷 0.1 %vol."""
    return f"{gas_name(source, one['gas'])} {one['value']:g} {UNIT_LABELS[Unit(one['unit'])]}"


def point_words(one: Reading) -> str:
    """Where the sample is from."""
    zone = ZONE_LABELS[Zone(one.get("zone") or Zone.INSIDE)]
    return str(one.get("point") or zone)


# ---- A.1: a column per sample -----------------------------------------------------------------


def _samples(source: Source, tests: Sequence[GasTest]) -> Iterator[Grid]:
    for start in range(0, max(len(tests), 1), _SIDE_BY_SIDE):
        yield _three(source, tests[start : start + _SIDE_BY_SIDE])


def _three(source: Source, tests: Sequence[GasTest]) -> Grid:
    lines: list[tuple[str, Callable[[GasTest], str]]] = [
        ("气体取样分析时间", lambda one: source.time(one.sampled_at)),
        ("代表性气体", lambda one: _names(source, one)),
        ("分析结果/%", lambda one: _results(one)),
        ("分析人", lambda one: one.analyst_name),
    ]
    blank = [""] * (_SIDE_BY_SIDE - len(tests))
    rows = tuple(
        (label(head), *(_middle(text) for text in [*map(words, tests), *blank]))
        for head, words in lines
    )
    return Grid((33, *[0.0] * _SIDE_BY_SIDE), rows)


def _middle(text: str) -> Cell:
    return value(text, align="center")


def _names(source: Source, test: GasTest) -> str:
    return "、".join(dict.fromkeys(gas_name(source, one["gas"]) for one in test.readings))


def _results(test: GasTest) -> str:
    """Bare figures in %; with the unit where the instrument showed another."""
    return "、".join(_result(one, Unit.VOL_PCT) for one in test.readings)


def _result(one: Reading, silent: Unit) -> str:
    unit = "" if one["unit"] == silent else f" {UNIT_LABELS[Unit(one['unit'])]}"
    return f"{one['value']:g}{unit}"


# ---- A.2: a line per sample and point ----------------------------------------------------------


def _analysis(source: Source, tests: Sequence[GasTest]) -> Grid:
    gases = {target: _columns(source, tests, target) for target in _KIND_LABELS}
    columns = [(target, key) for target, keys in gases.items() for key in keys]
    lines = [cells for test in tests for cells in _points(source, test, columns)]
    owed = source.form.gas.rows if source.form.gas else 1
    blank = [""] * (len(columns) + 4)
    body = [*lines, *[blank] * (owed - len(lines))]
    rows = [*_heads(source, gases, len(body)), *_body(body)]
    widths = (14.0, 18.0, *[0.0] * (len(columns) + 1), 30.0, 20.0, 17.0)
    return Grid(widths, tuple(rows), numbers=True)


def _columns(source: Source, tests: Sequence[GasTest], target: Target) -> list[str]:
    """The gases of a target, two columns at least as the form has them."""
    found = dict.fromkeys(
        one["gas"] for test in tests for one in test.readings if target_of(one) is target
    )
    return [*found, *[""] * (2 - len(found))]


def target_of(one: Reading) -> Target:
    """What a reading is for: oxygen, what poisons (mg/m³, ppm), what burns (%)."""
    if one["gas"] == OXYGEN:
        return Target.OXYGEN
    return Target.TOXIC if one["unit"] in (Unit.MG_M3, Unit.PPM) else Target.FLAMMABLE


def _heads(source: Source, gases: dict[Target, list[str]], body: int) -> list[tuple[Cell, ...]]:
    names = [gas_name(source, key) if key else "" for keys in gases.values() for key in keys]
    low, high = oxygen_window(source.look.kind, source.look.facts)
    limits = [_limit(source, target, key) for target, keys in gases.items() for key in keys]
    return [
        (
            label("气体分析", rows=3 + body), label("分析项目", rows=2),
            *(label(_KIND_LABELS[target], len(keys)) for target, keys in gases.items()),
            label("氧气含量", rows=2), label("取样分析时间", rows=3), label("分析部位", rows=3),
            label("分析人", rows=3),
        ),
        tuple(_middle(name) for name in names),
        (
            label("合格标准"), *(_middle(text) for text in limits),
            _middle(f"{low:g}%～{high:g}%（体积分数）"),
        ),
    ]  # fmt: skip


def _limit(source: Source, target: Target, key: str) -> str:
    gas = source.look.gases.get(key)
    if gas is None:
        return ""
    if target is Target.TOXIC:
        limit = toxic_limit_mg_m3(gas)
        return f"≤{limit:g} mg/m³" if limit else ""
    return f"≤{flammable_limit_vol_pct(gas.lel_vol_pct):g}%" if gas.lel_vol_pct else ""


def _points(
    source: Source, test: GasTest, columns: Sequence[tuple[Target, str]]
) -> Iterator[list[str]]:
    for where in dict.fromkeys(point_words(one) for one in test.readings):
        here = [one for one in test.readings if point_words(one) == where]
        figures = [_at(here, target, key) for target, key in columns]
        oxygen = next((_result(o, Unit.VOL_PCT) for o in here if o["gas"] == OXYGEN), "")
        time = source.short(test.sampled_at) + ("" if test.is_good else "\n不合格")
        yield [*figures, oxygen, time, where, test.analyst_name]


def _at(here: Iterable[Reading], target: Target, key: str) -> str:
    silent = Unit.MG_M3 if target is Target.TOXIC else Unit.VOL_PCT
    fitting = (one for one in here if one["gas"] == key and target_of(one) is target)
    return "、".join(_result(one, silent) for one in fitting)


def _body(body: Sequence[Sequence[str]]) -> Iterator[tuple[Cell, ...]]:
    for n, cells in enumerate(body):
        head = (label("分析数据", rows=len(body)),) if n == 0 else ()
        yield (*head, *(_middle(text) for text in cells))


# ---- A.6: two times beside the point ------------------------------------------------------------


def _power(source: Source, tests: Sequence[GasTest]) -> Grid:
    times = [source.short(one.sampled_at) for one in tests[-2:]]
    results = [
        "、".join(_result(r, Unit.VOL_PCT) for r in one.readings if r["gas"] != OXYGEN)
        for one in tests[-2:]
    ]
    points = dict.fromkeys(point_words(one) for test in tests[-2:] for one in test.readings)
    people = dict.fromkeys(one.analyst_name for one in tests[-2:])
    blank = [""] * (2 - len(times))
    head = "可燃气体分析（运行的生产装置、罐区和具有火灾爆炸危险场所）"
    return Grid(
        (33, 0, 0, 22, 0),
        (
            (label(head, 5),),
            (
                label("分析时间"), *(_middle(one) for one in [*times, *blank]),
                label("分析点"), value("、".join(points)),
            ),
            (
                label("可燃气体检测结果/%"), *(_middle(one) for one in [*results, *blank]),
                label("分析人"), value("、".join(people)),
            ),
        ),
    )  # fmt: skip
