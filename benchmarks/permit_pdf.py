"""How long a permit takes on paper: a hot-work form with sixteen measures, gas, five signatures, a
hazard analysis and two photos, against 0.6 s; and a pile of a hundred as one file.

    anhuan bench permit_pdf --json
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from PIL import Image

from anhuan.desk.paper import (
    Box,
    Gallery,
    Grid,
    Mark,
    Paper,
    Picture,
    Section,
    Signed,
    label,
    print_papers,
    value,
)

LIMIT_S = 0.6
ROUNDS = 20
PILE = 100
MEASURE = "与动火设备相连的管线已全部断开或加盲板 2 块，没有用水封或关阀门代替盲板"


def form(photos: list[Path], number: int) -> Paper:
    """As full as a real one."""
    pair = (label("作业申请单位"), value("生产一部"), label("作业申请时间"), value("2026 年 11 月"))
    head = tuple(label(text) for text in ("序号", "安全措施", "是否涉及", "确认人"))
    rows = tuple(
        (value(str(n)), value(MEASURE), value("涉及"), value("监护员\n11-24 10:05"))
        for n in range(1, 17)
    )
    signed = Signed("部门长", "2026 年 11 月 24 日 10 时 05 分", "同意")
    boxes = tuple(Box(f"第 {n} 级意见", signed=(signed,)) for n in range(1, 6))
    risks = Grid(
        (11, 0, 0), tuple((value(str(n)), value(MEASURE), value(MEASURE)) for n in range(9))
    )
    shown = Gallery(tuple(Picture(one, caption="SM3 " + "ab" * 32) for one in photos))
    bands = (Grid((33, 0, 33, 0), (pair,) * 9), Grid((11, 0, 19, 25), (head, *rows), 1), *boxes)
    behind = (Section((risks,), "作业危害分析", True), Section((shown,), "现场照片"))
    return Paper(
        "动火安全作业票", (Section(bands), *behind), number=f"DH-20261124-{number:03}",
        company="示范化工有限公司", marks=(Mark("特级", True),), seal="ab" * 32,
        code="https://plant.example/p/verify/" + "A" * 42, code_note="扫码核验",
    )  # fmt: skip


def measure(folder: Path) -> dict[str, object]:
    """Seconds for the first, for each after it, and per permit in a pile."""
    photos = [folder / f"{n}.jpg" for n in range(2)]
    for path in photos:
        Image.effect_noise((4000, 3000), 60).convert("RGB").save(path, quality=85)
    first = _timed([form(photos, 0)])[0]
    runs = [_timed([form(photos, n)]) for n in range(ROUNDS)]
    walls, cpus = [one[0] for one in runs], [one[1] for one in runs]
    pile = _timed([form([], n) for n in range(PILE)])[0]
    slowest = sorted(walls)[int(len(walls) * 0.95)]
    return {
        "benchmark": "permit_pdf",
        "first_s": round(first, 3),
        "median_s": round(median(walls), 3),
        "p95_s": round(slowest, 3),
        "cpu_median_s": round(median(cpus), 3),
        "pile": PILE,
        "pile_s_per_permit": round(pile / PILE, 4),
        "limit_s": LIMIT_S,
        "ok": slowest <= LIMIT_S,
    }


def _timed(papers: list[Paper]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    print_papers(papers)
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> int:
    """One JSON line; the exit code says whether the figure holds."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true", help="always so")
    arguments.parse_args()
    with TemporaryDirectory() as folder:
        found = measure(Path(folder))
    print(json.dumps(found))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
