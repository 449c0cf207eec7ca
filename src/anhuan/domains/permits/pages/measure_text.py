"""A measure as a sentence, its boxes filled in."""

import re

from anhuan.domains.permits.models import MeasureCheck
from anhuan.domains.permits.rules.forms import Measure

_BOX = re.compile(r"\{(\w+)\}")
BLANK = "____"


def sentence(row: MeasureCheck, measure: Measure | None) -> str:
    """The text with what was typed where the boxes are."""
    labels = {
        (one.key, option.key): option.label
        for one in (measure.inputs if measure else ()) for option in one.options
    }  # fmt: skip

    def word(found: re.Match[str]) -> str:
        key = found.group(1)
        value = row.inputs.get(key)
        if value in (None, "", []):
            return BLANK
        chosen = value if isinstance(value, list) else [value]
        return "、".join(labels.get((key, one), f"{one}") for one in chosen)

    return _BOX.sub(word, row.text)
