"""Reading a form from data, and what a plant may change about it.

Annex A and B of GB 30871-2022 are informative: a plant may add, reword and demand more. It may not
drop what the shipped form has (4.11 b, 4.18; PTW-155: no less than the standard).
"""

from collections.abc import Mapping
from typing import Any

from anhuan.domains.permits.rules.forms.floor import kept_blockers
from anhuan.domains.permits.rules.forms.parts import FormTemplate
from anhuan.domains.permits.rules.forms.reading import as_data, read
from anhuan.domains.permits.rules.forms.soundness import sound_blockers
from anhuan.kernel.errors import Blocker, Refused


def parse_template(data: Mapping[str, Any]) -> FormTemplate:
    """A template from JSON or YAML data; Refused with every fault of shape. What was accepted by
    `validate_template` once always parses."""
    faults: list[Blocker] = []
    template = read(FormTemplate, data, "form", faults)
    if faults:
        raise Refused(faults)
    assert isinstance(template, FormTemplate)
    return template


def template_data(template: FormTemplate) -> dict[str, Any]:
    """The template as JSON can hold it; `parse_template` reads it back equal."""
    return as_data(template)


def validate_template(data: Mapping[str, Any], shipped: FormTemplate) -> list[Blocker]:
    """Every reason against a plant's version of a form. `shipped` is the newest form of the same
    kind that came with the product: the floor below which nothing may sink."""
    faults: list[Blocker] = []
    template = read(FormTemplate, data, "form", faults)
    if faults:
        return faults
    return [*sound_blockers(template), *kept_blockers(template, shipped)]
