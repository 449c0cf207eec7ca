"""How far the stored track is from the truth, beside what the authors published."""

from typing import Any

import numpy as np

from anhuan.devices.datasets.recording import Recording
from anhuan.devices.replaying.ground import Laid
from anhuan.devices.replaying.stored import Stored
from anhuan.engine.core.score import score_track


def result_of(laid: Laid, stored: Stored) -> dict[str, Any]:
    """The figures `--json` prints; metres."""
    track, recording = stored.track, laid.recording
    r68_m = track.r68_cm / 100
    score = score_track(
        track.t_ms.astype(np.float64), track.x_cm / 100, track.y_cm / 100,
        laid.truth(), laid.window_ms(), r68_m,
    )  # fmt: skip
    return {
        "run": recording.name,
        "rmse_2d_m": _metres(score.rmse_2d_m),
        "p68_m": _metres(score.p68_m),
        "p75_m": _metres(score.p75_m),
        "p95_m": _metres(score.p95_m),
        "published_ls_rmse_m": _published(recording, "LS"),
        "published_eskf_rmse_m": _published(recording, "ESKF"),
        "n": score.n,
        "points_sealed": stored.sealed,
        "points_open": stored.open,
    }


def told(result: dict[str, Any]) -> str:
    """The same for people."""
    lines = [
        f"测量：{result['run']}",
        f"定位点：{result['n']} 个参与比较"
        f"（已封存 {result['points_sealed']}，待封存 {result['points_open']}）",
        f"二维均方根误差：{result['rmse_2d_m']} m",
        f"误差 68 % / 75 % / 95 %：{result['p68_m']} / {result['p75_m']} / {result['p95_m']} m",
    ]
    if result["published_ls_rmse_m"] is not None:
        lines.append(
            f"原作者发表：最小二乘 {result['published_ls_rmse_m']} m，"
            f"误差状态卡尔曼（含惯导）{result['published_eskf_rmse_m']} m"
        )
    return "\n".join(lines)


def _published(recording: Recording, method: str) -> float | None:
    value = recording.published.get(method)
    return None if value is None else _metres(value)


def _metres(value: float) -> float:
    return round(float(value), 3)
