"""Write the hazards' life cycle, diagram and table, into docs/explanation/hazards.md.

python -m tools.hazard_states
"""

from pathlib import Path

from anhuan.domains.hazards.rules.lifecycle import diagram, table_rows

DOC = Path(__file__).parents[1] / "docs" / "explanation" / "hazards.md"
BEGIN, END = "<!-- table begins -->", "<!-- table ends -->"


def main() -> None:
    """Replace what stands between the two marks."""
    lines = ["| state | deed | next | who |", "|---|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in table_rows()]
    table = "\n".join(lines)
    body = f"\n```mermaid\n{diagram()}```\n\n## Every deed\n{table}\n"
    text = DOC.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    DOC.write_text(f"{head}{BEGIN}{body}{END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
