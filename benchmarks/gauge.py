"""Gauge reading: how near the proposals come, on real pictures and on drawn dials. JSON.

Real ones are the two of `/work/shared/data/pictures`, their readings taken by eye (± one mark):
too few to promise anything. Drawn ones are dials with a known reading, blurred, noisy, shaded, from
the front and from the side; with the scale given (`known`) and, where `anhuan[ocr]` is installed,
by the dial's own numbers (`ocr`). An answer counts as good within 2 % of the scale. `wrong` is what
matters to a person: proposals off by more than 5 %.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
import django

django.setup()

from anhuan.domains.inspection.queries.gauges import has_ocr, opened, proposals  # noqa: E402
from anhuan.domains.inspection.rules.gauges.scale import Scale, usual_scale  # noqa: E402
from anhuan.domains.inspection.tests.dials import draw_dial  # noqa: E402

PICTURES = Path(os.environ.get("ANHUAN_PICTURES", "/work/shared/data/pictures"))
# file: (readings by eye, one a scale; width of the scale)
REAL = {"gauge_1.jpg": ((19.0, 200.0), (1.3, 14.0)), "gauge_2.jpg": ((133.0, 160.0),)}
FULL, GOOD, WRONG = 1.6, 0.02, 0.05


def real() -> list[dict[str, Any]]:
    """Each picture with its best proposal, held against the scale that lies nearest."""
    rows = []
    for name, truths in REAL.items():
        if not (PICTURES / name).exists():
            continue
        found = proposals(opened((PICTURES / name).read_bytes()))
        best = found[0] if found else None
        off = (
            min((abs(best["value"] - t) / full for t, full in truths), default=None)
            if best
            else None
        )
        rows.append({"picture": name, "truth": [one for one, _ in truths], "proposed": best,
                     "off_pct": None if off is None else round(100 * off, 1)})  # fmt: skip
    return rows


def drawn(count: int, squeezed: float, known: Scale | None) -> dict[str, Any]:
    """Readings spread evenly over the scale."""
    errors, silent, spent = [], 0, []
    for k in range(count):
        value = FULL * (k + 0.5) / count
        picture = draw_dial(value, FULL, seed=k, squeezed=squeezed, is_dark=k % 4 == 3)
        began = time.perf_counter()
        found = proposals(picture, known)
        spent.append(time.perf_counter() - began)
        if found:
            errors.append(abs(found[0]["value"] - value) / FULL)
        silent += not found
    return {
        "dials": count, "silent": silent, "good": sum(one <= GOOD for one in errors),
        "wrong": sum(one > WRONG for one in errors),
        "median_off_pct": round(100 * median(errors), 2) if errors else None,
        "worst_off_pct": round(100 * max(errors), 1) if errors else None,
        "median_s": round(median(spent), 2),
    }  # fmt: skip


def main() -> int:
    """Measure, print one JSON line; the exit code: whether drawn dials from the front are read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="always so")
    parser.add_argument("--dials", type=int, default=40)
    asked = parser.parse_args()
    known = usual_scale(0.0, FULL)
    found: dict[str, Any] = {"benchmark": "gauge", "ocr": has_ocr(), "real": real()}
    for name, squeezed in (("front", 1.0), ("side_10pct", 0.9), ("side_20pct", 0.8)):
        found[f"known_{name}"] = drawn(asked.dials, squeezed, known)
        if has_ocr() and name == "front":
            found["ocr_front"] = drawn(min(asked.dials, 10), squeezed, None)
    front = found["known_front"]
    found["ok"] = front["good"] >= 0.95 * front["dials"] and not front["wrong"]
    print(json.dumps(found, ensure_ascii=False))
    return 0 if found["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
