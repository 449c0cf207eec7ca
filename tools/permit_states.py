"""Write the permit life cycle's diagram and table into docs/explanation/permits.md.

`python -m tools.permit_states`; a test says when the page is behind the table.
"""

from pathlib import Path

from anhuan.domains.permits.rules.lifecycle import diagram, table_rows

PAGE = Path("docs/explanation/permits.md")
BEGIN, END = "<!-- life cycle: written by tools/permit_states.py -->\n", "<!-- /life cycle -->\n"


def main() -> None:
    """Replace what stands between the marks."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    rows = "".join(f"| {' | '.join(row)} |\n" for row in table_rows())
    table = f"| state | deed | next | who |\n|---|---|---|---|\n{rows}"
    body = f"\n```mermaid\n{diagram()}```\n\n## Every deed\n{table}\n"
    PAGE.write_text(before + BEGIN + body + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
