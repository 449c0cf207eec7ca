"""From a data set's name and a folder to a recording, or one clear sentence."""

from pathlib import Path

from anhuan.devices.datasets import ble_philotuxo, uwb_outdoor
from anhuan.devices.datasets.recording import Recording
from anhuan.node.trouble import Trouble

DATASETS = ("uwb-outdoor", "ble-philotuxo")


def open_recording(dataset: str, path: Path) -> Recording:
    """Read one run. Raises `Trouble` when there is none."""
    if dataset not in DATASETS:
        known = "、".join(DATASETS)
        raise Trouble(f"没有数据集 {dataset}，可用：{known}", f"no data set {dataset}: {known}")
    place = path.expanduser().resolve()
    if not place.is_dir():
        raise Trouble(f"没有目录 {path}", f"there is no folder {path}")
    try:
        return _outdoor(place) if dataset == "uwb-outdoor" else _philotuxo(place)
    except (OSError, ValueError, KeyError, IndexError, StopIteration, SyntaxError) as error:
        what = f"{type(error).__name__}: {error}"
        raise Trouble(f"{path} 无法读取（{what}）", f"{path} cannot be read ({what})") from error


def _outdoor(place: Path) -> Recording:
    """…/Dynamic_measurements/LOS/Trajectory_A/Case_1."""
    if not (place / "trajectory.csv").is_file() or not list(place.glob("A*.csv")):
        raise Trouble(
            f"{place} 不是一次测量：应含 trajectory.csv 和 A*.csv",
            f"{place} is no run: it should hold trajectory.csv and A*.csv",
        )
    return uwb_outdoor.read("/".join(place.parts[-3:]), place.parents[2])


def _philotuxo(place: Path) -> Recording:
    """…/ble-philotuxo/trk/straight_01."""
    root = place.parents[1]
    if not list(place.glob("*.mbd")) or not (root / "cnf" / "tetam.dev").is_file():
        raise Trouble(
            f"{place} 不是一次行走：应为 …/trk/straight_01 这样的目录",
            f"{place} is no walk: it should be a folder like …/trk/straight_01",
        )
    return ble_philotuxo.read(place.name, root)
