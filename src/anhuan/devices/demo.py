"""The demo plant: fill an empty database, name its accounts, play scenarios on the running one."""

import argparse
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

from anhuan.devices.control import Letter, ask, is_alive
from anhuan.devices.scenarios.table import BY_NAME, SCENARIOS
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid7
from anhuan.node.data_folder import DataFolder
from anhuan.node.trouble import Trouble

HISTORY_DAYS = 30
HANDED_OUT_BEFORE_DAYS = 10  # tags were given out that long before the history begins


def seed(now: datetime | None = None, days: int = HISTORY_DAYS) -> None:
    """Write the plant and a month of history; all of it or nothing."""
    from anhuan.devices.history.alarms import sow_alarms
    from anhuan.devices.history.tracks import packing
    from anhuan.devices.seeding import sow_plant
    from anhuan.devices.seeding.whole import all_or_nothing

    moment, company = now or clock.now(), uuid7()
    handed_out = moment - timedelta(days=days + HANDED_OUT_BEFORE_DAYS)
    with packing(company, moment, days) as past, all_or_nothing():
        sown = sow_plant(company, moment, handed_out)
        sow_alarms(sown, moment, days)
        past.copy_in()


def accounts() -> list[dict[str, str]]:
    """One login per role: label, name, password."""
    from anhuan.devices.seeding.accounts import accounts_shown

    return accounts_shown()


def run(arguments: argparse.Namespace) -> int:
    """`anhuan demo [--list | --scenario NAME[:SECONDS] | --lock NUMBER --code DIGITS]`."""
    if getattr(arguments, "lock", None):
        return _type_code(arguments)
    if arguments.list or not arguments.scenario:
        _list(arguments.json)
        return 0
    from anhuan.devices.office import carry_out

    name, _, seconds = str(arguments.scenario).partition(":")
    seconds = seconds or getattr(arguments, "seconds", None) or ""
    if name not in BY_NAME:
        raise Trouble(f"没有场景 {name}，请用 --list 查看", f"there is no scenario {name}")
    letter = {"scenario": name, "seconds": float(seconds) if seconds else None}
    answer = _asked(DataFolder.from_environment().run / "devices", letter)
    print(_said(answer, name, arguments.json), flush=True)
    carry_out(answer.get("papers", ()), say=lambda text: print(text, file=sys.stderr))
    return 0


def _type_code(arguments: argparse.Namespace) -> int:
    """As somebody at the lock would."""
    letter = {"lock": arguments.lock, "code": arguments.code or ""}
    answer = _asked(DataFolder.from_environment().run / "devices", letter)
    print(json.dumps(answer, ensure_ascii=False) if arguments.json else answer["text"])
    return 0


def _asked(folder: Path, letter: Letter) -> Letter:
    answer = ask(folder, letter) if is_alive(folder) else None
    if answer is None:
        raise Trouble(
            "模拟设备没有运行，请先用 make run 启动示范工厂",
            "the simulated devices are not running; start them with make run",
        )
    if not answer["ok"]:
        raise Trouble(str(answer["text"]), str(answer["text"]))
    return answer


def _said(answer: Letter, name: str, as_json: bool) -> str:
    if as_json:
        return json.dumps(answer, ensure_ascii=False)
    scenario = BY_NAME[name]
    return (
        f"{scenario.title}：{answer['text']}\n{answer['seconds']:.0f} 秒内可见：{scenario.expects}"
    )


def _list(as_json: bool) -> None:
    rows = [{"name": s.name, "title": s.title, "seconds": s.seconds, "expects": s.expects}
            for s in SCENARIOS]  # fmt: skip
    if as_json:
        print(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        print(f"{row['name']:<15} {row['seconds']:>4.0f} s  {row['title']}：{row['expects']}")
