"""ISA-18.2 figures beside their limits."""

from anhuan.desk.details import Table
from anhuan.desk.marks import Tag
from anhuan.domains.alarms.rules.statistics import Kpis

Row = tuple[str, str, str, bool]  # name, value, wanted, whether it is kept


def kpi_table(found: Kpis | None) -> Table:
    """Name, value, what is wanted, whether it is so."""
    rows = _rows(found) if found else []
    cells = [[name, value, wanted, _verdict(kept)] for name, value, wanted, kept in rows]
    return Table(["指标", "数值", "目标", "结论"], cells, "这段时间没有报警")


def _rows(found: Kpis) -> list[Row]:
    return [*_rate_rows(found), *_nuisance_rows(found), *_response_rows(found)]


def _rate_rows(found: Kpis) -> list[Row]:
    return [
        ("平均每日", f"{found.per_day:.1f}", "≤ 150", found.per_day <= 150),
        ("平均每 10 分钟", f"{found.per_ten_minutes:.2f}", "≤ 1", found.per_ten_minutes <= 1),
        ("10 分钟最多", str(found.most_in_ten_minutes), "≤ 10", found.most_in_ten_minutes <= 10),
        _share("超过 10 条的 10 分钟占比", found.share_over_ten),
        _share("超过 30 条的小时占比", found.share_over_thirty),
        ("洪泛次数", str(len(found.floods)), "0", not found.floods),
        _share("洪泛时间占比", found.share_in_flood),
    ]  # fmt: skip


def _share(name: str, value: float) -> Row:
    return name, f"{value:.2%}", "< 1%", value < 0.01


def _nuisance_rows(found: Kpis) -> list[Row]:
    names = "、".join(f"{condition}（{times} 次/min）" for condition, times in found.chattering[:3])
    return [
        ("抖动报警", f"{len(found.chattering)} {names}".strip(), "0", not found.chattering),
        ("瞬闪报警", str(found.fleeting), "0", not found.fleeting),
        ("常驻超过 24 h", str(found.stale), "< 5", found.stale < 5),
        ("最频繁 10 种占比", f"{found.top_ten_share:.0%}", "≤ 5%", found.top_ten_share <= 0.05),
        ("优先级分布 1/2/3/4", _distribution(found), "<1 / 5 / 15 / 80%", _is_pyramid(found)),
    ]


def _response_rows(found: Kpis) -> list[Row]:
    seen, handled = found.median_acknowledged_s, found.median_handled_s
    return [
        ("确认用时（中位）", _seconds(seen), "≤ 300 s", seen is None or seen <= 300),
        ("处理用时（中位）", _seconds(handled), "≤ 1800 s", handled is None or handled <= 1800),
    ]


def _distribution(found: Kpis) -> str:
    return " / ".join(f"{found.by_priority.get(p, 0):.0%}" for p in (1, 2, 3, 4))


def _is_pyramid(found: Kpis) -> bool:
    """The graver, the rarer."""
    shares = [found.by_priority.get(p, 0.0) for p in (1, 2, 3, 4)]
    return shares == sorted(shares)


def _seconds(value: float | None) -> str:
    return "—" if value is None else f"{value:.0f} s"


def _verdict(kept: bool) -> Tag:
    return Tag("达标", "good") if kept else Tag("需改进")
