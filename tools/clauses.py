"""How many clauses of the regulations are proven by tests, per system.

A test proves a clause when it carries `@pytest.mark.clause("PTW-012")` and would fail without the
behaviour. The lists are `clauses.csv` and `clauses_standards.csv` (ANHUAN_SHARED, default
../shared); an id that stands in neither is an error.
"""

import ast
import csv
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

SHARED = Path(os.environ.get("ANHUAN_SHARED", "../shared"))
LISTS = ("clauses.csv", "clauses_standards.csv")


def known() -> dict[str, str]:
    """Clause id → system, over both lists."""
    systems: dict[str, str] = {}
    for name in LISTS:
        with (SHARED / name).open(encoding="utf-8-sig", newline="") as file:
            systems |= {row["id"]: row["system"] for row in csv.DictReader(file)}
    return systems


def marks() -> Iterator[tuple[str, str]]:
    """(clause id, where) of every mark on a test function, class or module."""
    for path in [*Path("src").rglob("test_*.py"), *Path("tests").rglob("test_*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("mark.clause"):
                for argument in node.args:
                    yield str(ast.literal_eval(argument)), f"{path}:{node.lineno}"


def main() -> int:
    """Print proven/total per system; 1 when a mark names an unknown clause."""
    if not SHARED.exists():
        print(f"the lists of clauses are not here: {SHARED}; set ANHUAN_SHARED", file=sys.stderr)
        return 0
    systems, found = known(), list(marks())
    unknown = [(clause, where) for clause, where in found if clause not in systems]
    totals = Counter(systems.values())
    proven = Counter(systems[clause] for clause in {c for c, _ in found} if clause in systems)
    for system, total in sorted(totals.items()):
        print(f"{system:18} {proven[system]:4} / {total}")
    print(f"{'all':18} {sum(proven.values()):4} / {sum(totals.values())}")
    for clause, where in unknown:
        print(f"unknown clause {clause} at {where}", file=sys.stderr)
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
