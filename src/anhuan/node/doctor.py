"""`anhuan doctor`: is this machine, this data folder and this box in order?"""

import argparse
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from importlib import import_module

from anhuan.node.checks import Check, Grade
from anhuan.node.data_folder import DataFolder
from anhuan.node.doctor_box import check_box
from anhuan.node.doctor_machine import check_machine

SIGNS = {Grade.OK: "✓", Grade.WARN: "!", Grade.FAIL: "✗", Grade.SKIPPED: "-"}


def run(arguments: argparse.Namespace) -> int:
    """Print every finding; 1 when one of them must be put right."""
    data = DataFolder.from_environment()
    ports = {"web": arguments.port, "mqtt": arguments.mqtt_port}
    found = [*check_machine(data, ports), *check_box(data, is_full=arguments.full)]
    found += [check for place in arguments.more for check in _looker(place)()]
    is_ok = all(check.grade is not Grade.FAIL for check in found)
    if arguments.json:
        told = {"ok": is_ok, "checks": [asdict(check) for check in found]}
        print(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for check in found:
            print(f"{SIGNS[check.grade]} {check.name:16} {check.says}")
    return 0 if is_ok else 1


def _looker(place: str) -> Callable[[], Iterable[Check]]:
    """What stands above us and has something to say: "module:function", named by the CLI."""
    module, _, name = place.partition(":")
    found: Callable[[], Iterable[Check]] = getattr(import_module(module), name)
    return found
