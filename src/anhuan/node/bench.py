"""`anhuan bench NAME`: run one of the benchmarks of the source tree, as a table or as JSON.

Every benchmark prints one JSON object on its standard output and takes `--json`.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anhuan
from anhuan.node.trouble import Trouble

FOLDER = Path(anhuan.__file__).parents[2] / "benchmarks"


def run(arguments: argparse.Namespace) -> int:
    """Run `benchmarks/NAME.py` with the remaining arguments; its exit code is ours."""
    names = sorted(file.stem for file in FOLDER.glob("[a-z]*.py"))
    if arguments.name not in names:
        known = ", ".join(names) or "-"
        raise Trouble(
            f"没有基准 {arguments.name},可选: {known}", f"no such benchmark; there are: {known}"
        )
    rest = [word for word in arguments.rest if word != "--json"]
    is_json = arguments.json or len(rest) < len(arguments.rest)
    command = [sys.executable, str(FOLDER / f"{arguments.name}.py"), "--json", *rest]
    done = subprocess.run(command, check=False, env=os.environ, stdout=subprocess.PIPE, text=True)
    print(told(done.stdout, is_json=is_json), end="")
    return done.returncode


def told(output: str, *, is_json: bool) -> str:
    """What a benchmark said: one line of JSON, or a table; as it is when it is no JSON."""
    try:
        found = json.loads(output)
    except json.JSONDecodeError:
        return output
    if is_json or not isinstance(found, dict):
        return json.dumps(found, ensure_ascii=False) + "\n"
    rows = list(_rows(found))
    width = max((len(label) for label, _ in rows), default=0)
    return "".join(f"{label:<{width}}  {value}".rstrip() + "\n" for label, value in rows)


def _rows(found: dict[str, Any], depth: int = 0) -> Iterator[tuple[str, str]]:
    """Label and value, groups indented under their name."""
    for name, value in found.items():
        label = "  " * depth + name.replace("_", " ")
        if isinstance(value, dict):
            yield label, ""
            yield from _rows(value, depth + 1)
        else:
            yield label, _said(value)


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int | float) else str(value)
