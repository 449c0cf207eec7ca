"""LocationProvider and Trackable: tags, and who carries them."""

from typing import Any

from anhuan.domains.omlox.rules.bodies.parts import TIMES, TYPES, attributes_of, polygon_of
from anhuan.domains.omlox.rules.locating import expression_problem
from anhuan.domains.omlox.rules.reading import Fields, is_number

LONGEST_NUMBER = 32  # of a tag, as our ledger has it


def read_provider(body: Any) -> dict[str, Any]:
    """A LocationProvider: id, type, attributes (sensors included), properties."""
    fields = Fields(body)
    values: dict[str, Any] = {
        "id": fields.text("id", required=True, longest=LONGEST_NUMBER).strip(),
        "type": fields.choice("type", TYPES, required=True),
        "attributes": attributes_of(fields, ("name",), (*TIMES, "exit_tolerance"), -1),
        "properties": fields.mapping("properties"),
    }
    if fields.has("sensors"):
        values["attributes"]["sensors"] = fields.body["sensors"]
    fields.done()
    return values


def read_trackable(body: Any) -> dict[str, Any]:
    """A Trackable: name, providers, attributes (radius, geometry, locating rules …), properties."""
    fields = Fields(body)
    kind = fields.choice("type", ("omlox", "virtual"), required=True)
    numbers = (*TIMES, "exit_tolerance", "extrusion")
    values: dict[str, Any] = {
        "name": fields.text("name", longest=50).strip(),
        "providers": fields.texts("location_providers")
        if fields.has("location_providers")
        else None,
        "attributes": attributes_of(fields, (), numbers, -1) | {"type": kind},
        "properties": fields.mapping("properties"),
    }
    if fields.has("radius"):
        values["attributes"]["radius"] = fields.number("radius", 0, 1000)
    if fields.has("geometry"):
        values["attributes"]["geometry"] = polygon_of(fields, "geometry")
    if fields.has("locating_rules"):
        values["attributes"]["locating_rules"] = _rules(fields)
    fields.done()
    return values


def _rules(fields: Fields) -> list[dict[str, Any]]:
    given = fields.body["locating_rules"]
    for one in given if isinstance(given, list) else [None]:
        if not isinstance(one, dict) or not is_number(one.get("priority")):
            fields.wrong("locating_rules", "每条定位规则要有 expression 和 priority")
        elif problem := expression_problem(one.get("expression")):
            fields.wrong("locating_rules", problem)
    return given if isinstance(given, list) else []
