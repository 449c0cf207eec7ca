"""`anhuan up`: start everything and stay until told to stop."""

import argparse
import json
import os
from typing import Any

from anhuan.node.data_folder import DataFolder
from anhuan.node.plan import (
    COUNTY,
    DEVICES,
    EXCHANGE,
    JT808_PORT,
    MIGRATE,
    PROCESSES,
    PROVINCE,
    TERMINALS,
    Arguments,
    Plan,
    web_arguments,
    web_processes,
)
from anhuan.node.supervisor import Supervisor
from anhuan.node.tls import Tls
from anhuan.node.trouble import Trouble

# Fills an empty database and prints the demo accounts as JSON; see cli.seed.
SEED = ("-m", "anhuan", "_seed")


def run(arguments: argparse.Namespace) -> int:
    """Start everything; returns after an orderly end. Raises `Trouble`."""
    plan = plan_for(arguments)
    Supervisor(plan, say).run(announce)
    return 0


def plan_for(arguments: argparse.Namespace) -> Plan:
    """The plan that the command line and the environment ask for."""
    is_province = arguments.role == "province"
    steps: dict[str, Arguments] = {"migrate": MIGRATE}
    processes: dict[str, Arguments] = dict(PROVINCE if is_province else PROCESSES)
    processes |= web_arguments(web_processes())
    usual = JT808_PORT if arguments.demo and not is_province else None
    jt808_port = arguments.jt808_port or usual
    if jt808_port:
        processes |= TERMINALS
    if arguments.demo:
        steps |= {"seed": SEED}
        processes |= COUNTY if is_province else DEVICES
    data = DataFolder.from_environment()
    processes |= EXCHANGE
    if arguments.mqtt_tls and not Tls.of(data).is_there:
        raise Trouble(
            "还没有证书，请先运行 anhuan certificate",
            "no certificate; run `anhuan certificate` first",
        )
    return Plan(
        data=data,
        port=arguments.port,
        mqtt_port=arguments.mqtt_port,
        is_mqtt_tls=arguments.mqtt_tls,
        jt808_port=jt808_port,
        role=arguments.role,
        steps=steps,
        processes=processes,
        database_url=os.environ.get("DATABASE_URL"),
        nats_url=os.environ.get("NATS_URL"),
    )


def say(words: str) -> None:
    """One line to whoever runs us, at once."""
    print(words, flush=True)


def announce(box: Supervisor) -> None:
    """The line everybody waits for, and who may log in."""
    say(f"Anhuan is up at {box.plan.url}")
    for line in accounts_table(json.loads(box.printed.get("seed") or "[]")):
        say(line)


def accounts_table(accounts: list[dict[str, Any]]) -> list[str]:
    """The demo accounts, a row each, whatever columns they come with."""
    if not accounts:
        return []
    columns = list(accounts[0])
    rows = [[str(account.get(column, "")) for column in columns] for account in accounts]
    widths = [max(map(_width, column)) for column in zip(columns, *rows, strict=True)]
    return [
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)
        )
        for row in [columns, *rows]
    ]


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
