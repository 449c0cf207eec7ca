"""The hub against its own specification: `../shared/specs/omlox_hub_api_2.0.0.json`.

Whatever a client sends, sound or not, the answer is one the specification knows, in its form. Each
of the specification's limits is tried on both sides where the object asked for exists.
`geojson=true` is left to test_rest: the specification gives no form for it.
"""

import json
from pathlib import Path

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from anhuan.domains.omlox.tests.plant import standing

SPEC = Path(__file__).resolve().parents[5].parent / "shared/specs/omlox_hub_api_2.0.0.json"
if not SPEC.exists():
    pytest.skip(f"the omlox specification is not here: {SPEC}", allow_module_level=True)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
HERE = "http://testserver/omlox/v2"
ASKED = ("method", "url", "headers", "params", "json", "data", "files", "cookies")
quick = settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def load(*, limits):
    spec = json.loads(SPEC.read_text(encoding="utf-8"))
    spec["servers"] = [{"url": "http://testserver/omlox/v2"}]
    found = schemathesis.openapi.from_dict(spec).exclude(path="/ws/socket")  # not REST, it says
    found.config.phases.coverage.enabled = limits
    return found


schema = load(limits=True)
ONE = r"\{"  # paths about one object


def answered(case, plant):
    """Ask the hub what schemathesis made up, and hold the answer against the specification."""
    if case.query:
        case.query.pop("geojson", None)
    made = {k: v for k, v in case.as_transport_kwargs(HERE).items() if k in ASKED}
    asked = requests.Request(**made).prepare()
    rows = plant.row(plant.tag, 5, 5), plant.row(plant.tag_li, 105, 105)
    with standing(*rows):
        said = plant.hub.client.generic(
            asked.method or "GET", asked.path_url, asked.body or b"",
            asked.headers.get("Content-Type", "application/json"), headers=plant.hub.headers,
        )  # fmt: skip
    headers = {name.lower(): [value] for name, value in said.headers.items()}
    answer = schemathesis.Response(said.status_code, headers, said.content, asked, 0.0, verify=True)
    case.validate_response(answer, checks=CHECKS)


@schema.exclude(path_regex=ONE).parametrize()
@quick
def test_whatever_is_sent_the_answer_is_the_specifications(case, plant):
    answered(case, plant)


@load(limits=False).include(path_regex=ONE).parametrize()
@quick
def test_the_same_about_whatever_is_asked_for(case, plant):
    answered(case, plant)


@schema.include(path_regex=ONE).parametrize()
@quick
def test_the_same_about_objects_that_exist(case, plant):
    known = {
        "zone_id": str(plant.site.pk),
        "trackable_id": str(plant.wang.pk),
        "provider_id": plant.tag.number,
        "fence_id": str(plant.fence.pk),
    }
    case.path_parameters = {name: known[name] for name in case.path_parameters}
    answered(case, plant)
