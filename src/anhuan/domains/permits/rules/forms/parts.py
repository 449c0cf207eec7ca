"""A form as data: the parts it is made of. Levels left empty mean every grade of the kind."""

from dataclasses import dataclass
from enum import StrEnum

from anhuan.domains.permits.rules.gas.readings import Target
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.rules.roles import Signer


class FieldType(StrEnum):
    """What a field holds. In JSON: text, datetime (ISO 8601 with offset), person and place (id)
    are strings; number a number; multi, people, permits, file lists of strings; choice one option
    key; sketch GeoJSON or a list of file ids; table a list of objects by column key."""

    TEXT = "text"
    NUMBER = "number"
    CHOICE = "choice"
    MULTI = "multi"
    DATETIME = "datetime"
    PERSON = "person"
    PEOPLE = "people"
    PLACE = "place"
    FILE = "file"
    SKETCH = "sketch"
    TABLE = "table"
    PERMITS = "permits"


class Stage(StrEnum):
    """The steps of a permit in order; a field, measure or signature falls due in one of them."""

    RESERVATION = "reservation"
    APPLICATION = "application"
    ANALYSIS = "analysis"
    GAS = "gas"
    MEASURES = "measures"
    BRIEFING = "briefing"
    APPROVAL = "approval"
    CHECK = "check"  # the shift leader looks at the permit after the last approval, before work
    WORK = "work"
    COMPLETION = "completion"
    ACCEPTANCE = "acceptance"

    @property
    def label(self) -> str:
        """The step in Chinese."""
        return STAGE_LABELS[self]


STAGE_LABELS: dict[Stage, str] = {
    Stage.RESERVATION: "预约",
    Stage.APPLICATION: "申请",
    Stage.ANALYSIS: "作业危害分析",
    Stage.GAS: "气体分析",
    Stage.MEASURES: "措施确认",
    Stage.BRIEFING: "安全交底",
    Stage.APPROVAL: "审批",
    Stage.CHECK: "当班班长验票",
    Stage.WORK: "作业",
    Stage.COMPLETION: "完工",
    Stage.ACCEPTANCE: "验收",
}
STAGES = tuple(Stage)


class SignMode(StrEnum):
    """Where somebody signs."""

    ON_SITE = "on_site"  # at the place, found by position or scanned point
    ROUTED = "routed"  # from the desk
    EITHER = "either"  # the plant decides per permit


FIRST_EXTRA = 101  # extras are numbered apart, so that a plant may add measures of its own


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a choice."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table field."""

    key: str
    label: str
    type: FieldType = FieldType.TEXT
    unit: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Field:
    """One box of the form."""

    key: str
    label: str
    type: FieldType
    unit: str = ""
    required: bool = True
    stage: Stage = Stage.APPLICATION  # filled by the end of this step
    levels: tuple[str, ...] = ()
    forced: tuple[str, ...] = ()  # required where one of these conditions holds
    columns: tuple[Column, ...] = ()
    options: tuple[Option, ...] = ()
    least: float | None = None
    most: float | None = None
    printed: bool = True
    wide: bool = False  # a whole row on paper
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A box inside a measure's sentence; `{key}` in the text says where it stands."""

    key: str
    label: str
    type: FieldType = FieldType.NUMBER  # number, text, choice or multi
    unit: str = ""
    options: tuple[Option, ...] = ()
    check: str = ""  # a limit by name: `limits.LIMITS`
    required: bool = True


@dataclass(frozen=True, slots=True)
class Measure:
    """One safety measure: involved or not, confirmed by somebody (GB 30871-2022 annex A)."""

    no: int
    text: str
    inputs: tuple[Input, ...] = ()
    forced: tuple[str, ...] = ()  # conditions that make it involved: `conditions.CONDITIONS`
    explain: bool = False  # "not involved" needs a reason
    levels: tuple[str, ...] = ()
    clause: str = ""


@dataclass(frozen=True, slots=True)
class GasTable:
    """What the form prints of gas tests: how many lines at least, and of what."""

    targets: tuple[Target, ...]
    rows: int
    has_point: bool = False  # a column for the sampling point


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature. The same `order` is signed in parallel; the next opens when all are there."""

    key: str
    label: str
    role: Signer
    stage: Stage
    order: int
    mode: SignMode = SignMode.ON_SITE
    levels: tuple[str, ...] = ()
    time_limit_min: int = 30


@dataclass(frozen=True, slots=True)
class Approval:
    """Which post approves these grades, and which when the approver is raised (table B.1)."""

    role: Signer
    raised_role: Signer
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the three copies and who keeps it (table B.2)."""

    holder: str
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """A line to read or to tick: briefing, guardian's check, condition of acceptance."""

    key: str
    text: str
    group: str = ""  # briefing: hazard, measure, emergency, underground
    levels: tuple[str, ...] = ()
    places: tuple[str, ...] = ()  # kinds of place, `places.PLACES`; empty: everywhere
    photo: bool = False


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """A whole form. A running permit keeps the version it began with."""

    kind: Kind
    version: int
    title: str
    fields: tuple[Field, ...]
    measures: tuple[Measure, ...]
    signatures: tuple[Signature, ...]
    approvals: tuple[Approval, ...]
    copies: tuple[Copy, ...]
    extras: tuple[Measure, ...] = ()  # listed where one of their `forced` holds; from 101
    gas: GasTable | None = None
    hazards: tuple[str, ...] = ()  # names to tick under 风险辨识结果
    briefing: tuple[Item, ...] = ()
    guardian_checks: tuple[Item, ...] = ()
    acceptance: tuple[Item, ...] = ()

    def signatures_for(self, level: str) -> tuple[Signature, ...]:
        """The signatures a grade owes, in order."""
        owed = [one for one in self.signatures if applies(one.levels, level)]
        return tuple(sorted(owed, key=lambda one: (STAGES.index(one.stage), one.order)))

    def measures_for(self, level: str) -> tuple[Measure, ...]:
        """The measures of a grade, by number."""
        return tuple(one for one in self.measures if applies(one.levels, level))

    def approval_for(self, level: str) -> Approval:
        """Who approves a grade; LookupError when the form forgot it (`validate_template`)."""
        for one in self.approvals:
            if applies(one.levels, level):
                return one
        raise LookupError(f"{self.kind}: nobody approves {level!r}")

    def items_for(self, items: tuple[Item, ...], level: str, *places: str) -> tuple[Item, ...]:
        """The lines that concern a grade and kinds of place (the area's, the equipment's)."""
        return tuple(
            one
            for one in items
            if applies(one.levels, level) and (not one.places or set(one.places) & set(places))
        )


def applies(levels: tuple[str, ...], level: str) -> bool:
    """Whether something limited to `levels` concerns `level`."""
    return not levels or level in levels
