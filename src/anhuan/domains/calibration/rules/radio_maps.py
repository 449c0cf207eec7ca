"""Radio maps: when one may be made, and when it may serve the engine."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from anhuan.domains.calibration.rules.accuracy import percentile
from anhuan.kernel.errors import Blocker

LEAST_CHECKED = 20  # moments placed without their own part; fewer prove nothing
WAITING_MAX = 3


def ask_blockers(sources: int, waiting: int) -> Iterator[Blocker]:
    """Reasons against computing a map."""
    if not sources:
        text = "该楼层没有带蓝牙电平的精度测试；请先用蓝牙标签逐点或沿路线测试"
        yield Blocker("no_levels", text)
    if waiting >= WAITING_MAX:
        yield Blocker("maps_waiting", f"已有 {WAITING_MAX} 张地图在等待计算，请稍后再试")


def activate_blockers(state: str, is_active: bool, figures: dict[str, Any]) -> Iterator[Blocker]:
    """Reasons against letting the engine locate by a map."""
    if state != "ready":
        yield Blocker("map_not_ready", "地图还没有算好，不能启用")
        return
    if is_active:
        yield Blocker("already_active", "已经启用")
    if int(figures.get("n", 0)) < LEAST_CHECKED:
        text = f"可检验的时刻不足 {LEAST_CHECKED} 个，质量未知；请多走几个点后重建"
        yield Blocker("map_unproven", text)


def map_figures(errors_m: Sequence[float]) -> dict[str, float]:
    """n, mean_m, p6827_m, p75_m, p95_m of left-out errors; n 0 where none could be made."""
    if not len(errors_m):
        return {"n": 0}
    ordered = np.sort(np.asarray(errors_m, np.float64))
    quantiles = {f"{name}_m": percentile(ordered, q) for name, q in
                 (("p6827", 68.27), ("p75", 75.0), ("p95", 95.0))}  # fmt: skip
    return {"n": len(ordered), "mean_m": round(float(ordered.mean()), 3),
            **{key: round(value, 3) for key, value in quantiles.items()}}  # fmt: skip
