"""`anhuan bench NAME`: run one of the benchmarks of the source tree."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

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
    rest = [*(["--json"] if arguments.json else []), *arguments.rest]
    command = [sys.executable, str(FOLDER / f"{arguments.name}.py"), *rest]
    return subprocess.run(command, check=False, env=os.environ).returncode
