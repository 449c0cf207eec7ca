"""The face check: how alike the same face and different faces look to it, and what it costs. JSON.

    .venv/bin/python benchmarks/face.py --models FOLDER --pictures FOLDER --people FOLDER

False acceptance and rejection need pictures of the same people taken at different times: with
`--people FOLDER` (one sub-folder a person) they are measured at thresholds from 60 to 95 %. Without
such a folder the answer says so, and gives only what can be measured: different faces of the
pictures against each other (`impostors`; nobody vouches that no person occurs twice), and each
face against itself turned, cut, darkened, blurred (`same_face_altered`), which says nothing about
another day, age or camera. No liveness is measured, because none is checked.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from itertools import combinations
from pathlib import Path
from statistics import mean
from typing import Any

SHARED = Path(__file__).parents[2] / "shared" / "data"
THRESHOLDS = tuple(range(60, 100, 5))
SUFFIXES = (".jpg", ".jpeg", ".png")


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true", help="one line of JSON (always so)")
    asked.add_argument("--models", type=Path, default=SHARED / "models")
    asked.add_argument("--pictures", type=Path, default=SHARED / "pictures")
    asked.add_argument("--people", type=Path)
    given = asked.parse_args()
    os.environ["ANHUAN_FACE_MODELS"] = str(given.models)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")
    import django

    django.setup()
    print(json.dumps(measured(given), ensure_ascii=False, indent=2))


def measured(given: argparse.Namespace) -> dict[str, Any]:
    """Everything there is data for."""
    from anhuan.domains.faces.queries import networks as n

    nets = n.networks()
    if nets is None:
        return {"error": n.missing()}
    found = {path.name: n.read_picture(path.read_bytes()) for path in _files(given.pictures)}
    pictures = {name: one for name, one in found.items() if one is not None}
    faces = [
        (name, picture, face, scale)
        for name, picture in pictures.items()
        for face, scale in _usable(nets, picture)
    ]
    return {
        "networks": nets.name, "pictures": len(pictures), "faces": len(faces),
        "cost": _cost(nets, faces), "impostors": _impostors(nets, faces),
        "same_face_altered": _altered(nets, faces),
        "people": _people(nets, given.people) if given.people else
        "no pictures of the same people at different times: FAR and FRR are not measured",
        "liveness": "not checked: a photo of a photo passes",
    }  # fmt: skip


def _files(folder: Path) -> list[Path]:
    return sorted(one for one in folder.iterdir() if one.suffix.lower() in SUFFIXES)


def _usable(nets: Any, picture: Any) -> list[tuple[Any, float]]:
    """Faces large enough to be compared by the product."""
    from anhuan.domains.faces.queries.networks import find
    from anhuan.domains.faces.rules.deciding import LEAST_FACE_PX

    faces, scale = find(nets, picture)
    return [(one, scale) for one in faces if one.size_px / scale >= LEAST_FACE_PX]


def _cost(nets: Any, faces: list[Any]) -> dict[str, Any]:
    from anhuan.domains.faces.queries.networks import find, vector_of

    if not faces:
        return {}
    _name, picture, face, scale = faces[0]
    return {
        "find_cpu_ms": _cpu_ms(lambda: find(nets, picture)),
        "vector_cpu_ms": _cpu_ms(lambda: vector_of(nets, picture, face, scale)),
    }


def _cpu_ms(act: Any, times: int = 20) -> float:
    act()
    start = time.process_time()
    for _ in range(times):
        act()
    return round(1000 * (time.process_time() - start) / times, 1)


def _impostors(nets: Any, faces: list[Any]) -> dict[str, Any]:
    from anhuan.domains.faces.queries.networks import vector_of
    from anhuan.domains.faces.rules.deciding import likeness_pct

    vectors = [vector_of(nets, picture, face, scale) for _name, picture, face, scale in faces]
    scores = [likeness_pct(a, b) for a, b in combinations(vectors, 2)]
    return _spread(scores) | {
        "accepted_at_threshold": {t: _share(scores, lambda s, t=t: s >= t) for t in THRESHOLDS}
    }


def _altered(nets: Any, faces: list[Any]) -> dict[str, Any]:
    """Each face against itself after what a camera, a hand and the light do."""
    from anhuan.domains.faces.queries.networks import vector_of
    from anhuan.domains.faces.rules.deciding import likeness_pct

    scores: dict[str, list[float]] = {}
    lost: dict[str, int] = {}
    for _name, picture, face, scale in faces:
        alone = _alone(picture, face, scale)
        own = _usable(nets, alone)
        if not own:
            continue
        kept = vector_of(nets, alone, *own[0])
        for label, other in _versions(alone):
            seen = _usable(nets, other)
            if not seen:
                lost[label] = lost.get(label, 0) + 1
                continue
            scores.setdefault(label, []).append(
                likeness_pct(kept, vector_of(nets, other, *seen[0]))
            )
    every = [score for some in scores.values() for score in some]
    return {
        "by_alteration": {label: _spread(some) for label, some in scores.items()},
        "not_found_again": lost,
        "rejected_at_threshold": {t: _share(every, lambda s, t=t: s < t) for t in THRESHOLDS},
    }


def _alone(picture: Any, face: Any, scale: float) -> Any:
    """The face with its surroundings, as a phone held before it would see it."""
    left, top, wide, high = (value / scale for value in face.box)
    room = max(wide, high)
    return picture.crop(
        tuple(round(v) for v in (left - room, top - room, left + wide + room, top + high + room))
    )


def _versions(picture: Any) -> list[tuple[str, Any]]:
    from PIL import ImageEnhance, ImageFilter, ImageOps

    half = (max(1, picture.width * 6 // 10), max(1, picture.height * 6 // 10))
    wide, high = picture.size
    return [
        ("mirrored", ImageOps.mirror(picture)),
        ("darker 50 %", ImageEnhance.Brightness(picture).enhance(0.5)),
        ("brighter 150 %", ImageEnhance.Brightness(picture).enhance(1.5)),
        ("blurred", picture.filter(ImageFilter.GaussianBlur(max(1, wide // 200)))),
        ("turned 10°", picture.rotate(10)),
        ("cut 10 % left", picture.crop((wide // 10, 0, wide, high))),
        ("smaller 60 %", picture.resize(half)),
    ]


def _people(nets: Any, folder: Path) -> dict[str, Any]:
    """Real pairs: the same person in two pictures, different people."""
    from anhuan.domains.faces.queries.identifying import seen_in
    from anhuan.domains.faces.rules.deciding import Outcome, likeness_pct

    seen = [
        (person.name, vector)
        for person in sorted(one for one in folder.iterdir() if one.is_dir())
        for path in _files(person)
        if not isinstance(vector := seen_in(nets, path.read_bytes()), Outcome)
    ]
    same = [likeness_pct(a, b) for (p, a), (q, b) in combinations(seen, 2) if p == q]
    other = [likeness_pct(a, b) for (p, a), (q, b) in combinations(seen, 2) if p != q]
    return {
        "people": len({name for name, _vector in seen}), "pictures": len(seen),
        "genuine": _spread(same), "impostor": _spread(other),
        "far": {t: _share(other, lambda s, t=t: s >= t) for t in THRESHOLDS},
        "frr": {t: _share(same, lambda s, t=t: s < t) for t in THRESHOLDS},
    }  # fmt: skip


def _spread(scores: list[float]) -> dict[str, Any]:
    if not scores:
        return {"pairs": 0}
    return {"pairs": len(scores), "least_pct": round(min(scores), 1),
            "mean_pct": round(mean(scores), 1), "most_pct": round(max(scores), 1)}  # fmt: skip


def _share(scores: list[float], holds: Any) -> float | None:
    return round(sum(map(holds, scores)) / len(scores), 4) if scores else None


if __name__ == "__main__":
    main()
