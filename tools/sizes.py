"""The longest files and functions: food for thought, and a wall against the long tail.

Prints the longest; fails when a file passes 400 lines or a function 60 (migrations, tests and
data tables excepted).
"""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

FILE_LIMIT, FUNCTION_LIMIT = 400, 60
ROOTS = ("src", "tools", "benchmarks")
TABLES = ("/migrations/", "/tests/", "/devices/plant/", "/node_modules/")


def sources() -> Iterator[Path]:
    """Every Python file that counts."""
    for root in ROOTS:
        for path in sorted(Path(root).rglob("*.py")):
            if not any(part in f"/{path}" for part in TABLES):
                yield path


def functions(path: Path) -> Iterator[tuple[int, str]]:
    """(lines, where) of every function in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield lines, f"{path}:{node.lineno} {node.name}"


def main() -> int:
    """Print the ten longest of each; 1 when a limit is broken."""
    files = sorted(((len(p.read_text().splitlines()), str(p)) for p in sources()), reverse=True)
    spans = sorted((span for p in sources() for span in functions(p)), reverse=True)
    for title, rows in (("files", files), ("functions", spans)):
        print(f"longest {title} (median {rows[len(rows) // 2][0]} lines of {len(rows)}):")
        print("\n".join(f"  {lines:4}  {where}" for lines, where in rows[:10]))
    broken = [where for lines, where in files if lines > FILE_LIMIT]
    broken += [where for lines, where in spans if lines > FUNCTION_LIMIT]
    for where in broken:
        print(f"too long, split it by noun: {where}", file=sys.stderr)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
