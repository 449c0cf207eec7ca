"""Two receivers for the demo plant: both are the one that runs beside the simulated devices."""

import os

from anhuan.devices.receiving.beside import port_of
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.reporting import actions
from anhuan.domains.reporting.models import Target
from anhuan.domains.reporting.rules.systems import FIRST_TABLES
from anhuan.kernel import clock

_TARGETS = (
    ("省风险监测预警系统（示范接收端）", "province", "2021", "generic", "province"),
    ("园区平台（示范接收端）", "park", "aq3064", "aq_business", "park"),
)
_TOO_MUCH = ("AQL_POS",)  # everybody every twenty seconds: not for a file on a laptop


def sow_reporting(sown: Sown) -> None:
    """In use from the first moment: what the plant sows is reported as it is sown."""
    by, now = sown.accounts["safety"], clock.now()
    for name, level, system, form, path in _TARGETS:
        target = actions.save_target(by, Target(company=sown.company), {
            "name": name, "level": level, "system": system, "form": form,
            "address": f"http://127.0.0.1:{port_of(os.environ)}/{path}",
            "tables": [one for one in FIRST_TABLES[system] if one not in _TOO_MUCH],
            "park_code": "37P001" if level == "park" else "",
        }, now)  # fmt: skip
        actions.set_active(by, target, is_active=True, now=now)
