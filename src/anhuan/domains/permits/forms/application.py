"""The application: boxes of the template, people with certificates, the hazard analysis."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from anhuan.domains.org.models import Company, Person
from anhuan.domains.permits.actions import Named, Risk
from anhuan.domains.permits.forms.evidence import BoxesForm
from anhuan.domains.permits.forms.rows import Cell, RowsField
from anhuan.domains.permits.models import PermitPerson
from anhuan.domains.permits.models.crew import Part
from anhuan.domains.permits.queries.candidates import Candidate
from anhuan.domains.permits.rules.certificates import TRADE_LABELS, Trade
from anhuan.domains.permits.rules.forms import Field

RISK_CELLS = [
    Cell("step", "作业步骤", "long"), Cell("hazard", "潜在风险", "long"),
    Cell("consequence", "主要后果", "long"), Cell("measure", "管控措施", "long"),
]  # fmt: skip
_TRADES = [(trade.value, TRADE_LABELS[trade]) for trade in Trade]


def people_cells(found: Iterable[Candidate]) -> list[Cell]:
    """Those entitled first, then the others with the reason; the barred can be read, not chosen."""
    fit: list[tuple[str, str]] = []
    lacking: list[tuple[str, str]] = []
    shut: list[tuple[str, str]] = []
    for one in found:
        if one.is_unfit:
            continue
        why = "；".join(text for texts in one.lacks.values() for text in texts[:1])
        against = "；".join(one.barred)
        group = shut if against else lacking if why else fit
        group.append((str(one.person.pk), _label(one.person, against or why)))
    groups = [("资质齐全", fit), ("须补填证书", lacking), ("不能选择", shut)]
    options = [(name, rows) for name, rows in groups if rows]
    return [
        Cell("part", "身份", "choice", [(part.value, part.label) for part in Part]),
        Cell("person", "人员", "pick", options, shut=frozenset(pk for pk, _ in shut)),
        Cell("duty", "分工", required=False),
        Cell("trade", "证书", "choice", _TRADES, required=False),
        Cell("number", "证书编号", required=False),
        Cell("valid_until", "有效期至", "date", required=False),
    ]


def _label(person: Person, why: str) -> str:
    home = person.employer or person.department
    name = f"{person.name}（{home}）" if home else person.name
    return f"{name} — {why}" if why else name


class ApplicationForm(BoxesForm):
    """Everything of the application in one form; it may be saved as often as needed."""

    def __init__(
        self, *args: Any, boxes: Sequence[Field], company: Company,
        found: Iterable[Candidate], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, boxes=boxes, company=company, **kwargs)
        people = RowsField(people_cells(found), spare=6, label="人员", required=False)
        self.fields["people"] = people
        self.fields["risks"] = RowsField(RISK_CELLS, 8, label="作业危害分析", required=False)
        self.groups = [
            ("票面内容", [name for name in self.fields if name.startswith("box_")]),
            ("作业人员与证书", ["people"]), ("作业危害分析", ["risks"]),
        ]  # fmt: skip
        self.wide = [*self.wide, "people", "risks"]

    groups: Any = ()  # type: ignore[misc]  # each form its own


def named_of(
    rows: Sequence[dict[str, Any]], known: dict[str, Person], held: dict[str, list[dict[str, Any]]]
) -> list[Named]:
    """A person in a part once, with every certificate typed, else those on file."""
    shown: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    duties: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row["part"], row["person"])
        duties[key] = duties.get(key) or row.get("duty", "")
        if row.get("trade") and row.get("number"):
            until = row.get("valid_until") or None
            paper = {"trade": row["trade"], "number": row["number"], "valid_until": until}
            shown[key].append(paper)
    return [
        Named(known[person], part, duty, shown[part, person] or held.get(person, []))
        for (part, person), duty in duties.items() if person in known
    ]  # fmt: skip


def people_rows(people: Iterable[PermitPerson]) -> list[dict[str, Any]]:
    """Those on the permit as rows; one row for each certificate."""
    return [
        {"part": one.part, "person": str(one.person_id), "duty": one.duty, **_certificate(row)}
        for one in people for row in (one.certificates or [{}])
    ]  # fmt: skip


def _certificate(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row.get(key) for key in ("trade", "number", "valid_until")}


def risks_of(rows: Sequence[dict[str, Any]]) -> list[Risk]:
    """As the action takes them."""
    return [Risk(row["step"], row["hazard"], row["consequence"], row["measure"]) for row in rows]
