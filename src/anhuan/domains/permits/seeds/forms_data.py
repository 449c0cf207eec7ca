"""The shipped forms: each YAML file completed with what all forms share.

Shorthand of the files: a bare word in `fields` or `signatures` is an entry of `common.yaml`, and
`use: word` takes one and changes some of it; `options` may be a mapping of key to label, or flags
(their labels come from `FLAG_LABELS`); a measure may be its bare sentence; measures are numbered
as they stand, extras from 101.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from anhuan.domains.permits.rules.facts import FLAG_LABELS, Flag
from anhuan.domains.permits.rules.forms import FormTemplate, parse_template
from anhuan.domains.permits.rules.forms.parts import FIRST_EXTRA
from anhuan.domains.permits.rules.kinds import Kind
from anhuan.domains.permits.seeds.files import load

_LISTS = {
    "briefing": "briefings.yaml",
    "guardian_checks": "guardian_checks.yaml",
    "acceptance": "acceptance.yaml",
}


@cache
def shipped_form(kind: Kind) -> FormTemplate:
    """The newest form of a kind that came with the product."""
    return parse_template(_completed(kind))


def shipped_forms() -> dict[Kind, FormTemplate]:
    """One form for every kind."""
    return {kind: shipped_form(kind) for kind in Kind}


def _completed(kind: Kind) -> dict[str, Any]:
    given, common = load(f"forms/{kind}.yaml"), load("forms/common.yaml")
    hazards = given["hazards"]
    fields = [_named(one, common["fields"]) for one in given["fields"]]
    extras = [*given.get("extras", ()), *_for_kind(common["extras"], kind)]
    return {
        **given,
        "kind": kind.value,
        "fields": [_field(one, hazards) for one in fields],
        "measures": [_measure(no, one) for no, one in enumerate(given["measures"], 1)],
        "extras": [_measure(no, one) for no, one in enumerate(extras, FIRST_EXTRA)],
        "signatures": [_named(one, common["signatures"]) for one in given["signatures"]],
        **{name: _for_kind(load(file), kind) for name, file in _LISTS.items()},
    }


def _named(given: Any, common: Mapping[str, Any]) -> dict[str, Any]:
    """A bare word, `use: word` with changes, or an entry of its own."""
    if isinstance(given, str):
        given = {"use": given}
    if "use" not in given:
        return dict(given)
    word = given["use"]
    changes = {key: value for key, value in given.items() if key != "use"}
    return {"key": word, **common[word], **changes}


def _field(given: dict[str, Any], hazards: Iterable[str]) -> dict[str, Any]:
    if given["key"] == "risk_result":
        return {**given, "options": [{"key": one, "label": one} for one in hazards]}
    return {**given, "options": _options(given["options"])} if "options" in given else given


def _options(given: Any) -> list[dict[str, str]]:
    if isinstance(given, Mapping):
        return [{"key": str(key), "label": label} for key, label in given.items()]
    return [{"key": flag, "label": FLAG_LABELS[Flag(flag)]} for flag in given]


def _measure(no: int, given: Any) -> dict[str, Any]:
    if isinstance(given, str):
        return {"no": no, "text": given}
    inputs = [_input(one) for one in given.get("inputs", ())]
    return {"no": no, **given, "inputs": inputs}


def _input(given: dict[str, Any]) -> dict[str, Any]:
    return {**given, "options": _options(given["options"])} if "options" in given else given


def _for_kind(rows: Iterable[dict[str, Any]], kind: Kind) -> list[dict[str, Any]]:
    """Rows for this kind: those that name it, and those that name none."""
    return [
        {key: value for key, value in row.items() if key != "kinds"}
        for row in rows
        if kind.value in row.get("kinds", (kind.value,))
    ]
