"""The form as data: its parts, reading it, checking what people fill in, and changing it."""

from anhuan.domains.permits.rules.forms.changes import Difference, differences
from anhuan.domains.permits.rules.forms.editing import (
    parse_template,
    template_data,
    validate_template,
)
from anhuan.domains.permits.rules.forms.parts import (
    STAGE_LABELS,
    STAGES,
    Approval,
    Column,
    Copy,
    Field,
    FieldType,
    FormTemplate,
    GasTable,
    Input,
    Item,
    Measure,
    Option,
    Signature,
    SignMode,
    Stage,
    applies,
)
from anhuan.domains.permits.rules.forms.values import check_values

__all__ = [
    "STAGES",
    "STAGE_LABELS",
    "Approval",
    "Column",
    "Copy",
    "Difference",
    "Field",
    "FieldType",
    "FormTemplate",
    "GasTable",
    "Input",
    "Item",
    "Measure",
    "Option",
    "SignMode",
    "Signature",
    "Stage",
    "applies",
    "check_values",
    "differences",
    "parse_template",
    "template_data",
    "validate_template",
]
