"""Write the life cycles' diagrams and tables into docs/explanation/hazards.md and permits.md.

`python -m tools.life_cycles`; a test says when a page is behind its table.
"""

from pathlib import Path

from anhuan.domains.hazards.rules.lifecycle import LIFE as HAZARD
from anhuan.domains.permits.rules.lifecycle import LIFE as PERMIT

DOCS = Path(__file__).parents[1] / "docs" / "explanation"
BEGIN, END = "<!-- life cycle: written by tools/life_cycles.py -->\n", "<!-- /life cycle -->\n"


def main() -> None:
    """Replace what stands between the marks."""
    for name, life in {"hazards.md": HAZARD, "permits.md": PERMIT}.items():
        rows = "".join(f"| {' | '.join(row)} |\n" for row in life.in_words())
        table = f"| state | deed | next | who |\n|---|---|---|---|\n{rows}"
        body = f"```mermaid\n{life.diagram()}```\n\n## Every deed\n\n{table}"
        text = (DOCS / name).read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        after = rest.split(END)[1]
        (DOCS / name).write_text(before + BEGIN + body + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
