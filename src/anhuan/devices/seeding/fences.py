"""Electronic fences of the demo plant."""

from collections.abc import Iterator
from typing import Any

from anhuan.devices.plant.areas import box
from anhuan.devices.seeding.sown import Sown, polygon
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.positioning import actions
from anhuan.domains.positioning.models import Fence

STILL_S = 120
_MAY_ENTER = {
    "TKF": ("LOG", "HSE", "QC", "EQP"),
    "WHS": ("LOG", "HSE", "EQP"),
}


def sow_fences(sown: Sown) -> None:
    """Who may be where, how many, and where nobody may lie still."""
    for fields in _fences(sown):
        actions.save_fence(SYSTEM, sown.company, **fields)
    _draft(sown)


def _draft(sown: Sown) -> None:
    """A change somebody thinks about: try it on yesterday before it goes live."""
    live = Fence.objects.get(company=sown.company, name="装卸鹤位限员")
    draft = actions.begin_draft(SYSTEM, live)
    limits = {"max_people": 4, "kind_limits": {"contractor": 2}, "buffer_m": 1.0}
    actions.save_draft(SYSTEM, sown.company, draft, **limits)


def _fences(sown: Sown) -> Iterator[dict[str, Any]]:
    for code, departments in _MAY_ENTER.items():
        area = sown.areas[code]
        yield {
            "name": f"{area.name}禁入",
            "purpose": "restricted",
            "area": area,
            "allowed_departments": [sown.departments[one] for one in departments],
            "allowed_kinds": ["vehicle"],
        }
    yield {
        "name": "生产区访客禁入",
        "purpose": "restricted",
        "geometry": polygon(box(12, 20, 272, 284)),
        "allowed_kinds": ["staff", "contractor", "vehicle"],
    }
    # What is solved a little outside at the gates is no tag taken home.
    yield {"name": "厂区边界", "purpose": "plant", "geometry": polygon(box(-6, -6, 408, 306))}
    # Limits of whole areas stand in the areas themselves; this one is of a part of one.
    yield {"name": "装卸鹤位限员", "purpose": "capacity",
           "geometry": polygon(box(150, 104, 194, 116)), "max_people": 5}  # fmt: skip
    for code in ("SYN", "DST", "TKF", "LDG"):
        yield {"name": f"{sown.areas[code].name}静止监视", "purpose": "stillness",
               "area": sown.areas[code], "limit_s": STILL_S}  # fmt: skip
    yield {"name": "一号罐区逗留", "purpose": "stay", "area": sown.areas["TKF"],
           "limit_s": 3600}  # fmt: skip
