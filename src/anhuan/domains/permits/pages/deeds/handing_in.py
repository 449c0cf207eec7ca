"""Filling in the application as often as needed, and handing it in."""

import json
from typing import Any

from django.http import HttpRequest

from anhuan.domains.org.models import Person
from anhuan.domains.permits import actions
from anhuan.domains.permits.actions import Application
from anhuan.domains.permits.forms.application import (
    ApplicationForm,
    named_of,
    people_rows,
    risks_of,
)
from anhuan.domains.permits.forms.boxes import KNOWN, PREFIX, initial_of, values_of
from anhuan.domains.permits.forms.signing import EmptyForm
from anhuan.domains.permits.pages.deeds.common import Page, plain
from anhuan.domains.permits.queries.candidates import candidates, papers_of
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.suggesting import suggestions
from anhuan.domains.permits.rules.forms import STAGES, Field, Stage, applies
from anhuan.domains.permits.rules.hazards import HazardRow
from anhuan.domains.permits.rules.states import Deed as D
from anhuan.kernel import clock

SUGGESTED = 30


def early_boxes(look: Look) -> list[Field]:
    """Those that fall due by the end of the analysis."""
    early = STAGES[: STAGES.index(Stage.ANALYSIS) + 1]
    due = (one for one in look.form.fields if one.stage in early and one.key not in KNOWN)
    return [one for one in due if applies(one.levels, look.level)]


def _form(request: HttpRequest, look: Look) -> ApplicationForm:
    boxes = early_boxes(look)
    people = Person.objects.filter(company=look.permit.company_id, is_retired=False)
    found = candidates(look, people.select_related("employer", "department").order_by("name"))
    start = initial_of(boxes, look.permit.values) | {
        "people": people_rows(look.people),
        "risks": [{"step": one.step, "hazard": one.hazard, "consequence": one.consequence,
                   "measure": one.measure} for one in look.risks],
    }  # fmt: skip
    return ApplicationForm(
        request.POST or None, boxes=boxes, company=look.permit.company, found=found, initial=start
    )


def _save(by: Any, permit: Any, data: dict[str, Any]) -> Any:
    look = Look(permit, by, clock.now())
    boxes = early_boxes(look)
    ids = {row["person"] for row in data["people"]}
    rows = Person.objects.filter(company=permit.company_id, pk__in=ids)
    known = {str(one.pk): one for one in rows}
    held = papers_of(look, {one.pk for one in known.values()})
    gone = {key: None for key in _keys(boxes) if key in permit.values}
    return actions.apply(by, permit, Application(
        values=gone | values_of(boxes, data), people=named_of(data["people"], known, held),
        risks=risks_of(data["risks"]),
    ))  # fmt: skip


def _keys(boxes: list[Field]) -> list[str]:
    return [one.key for one in boxes]


def _suggestions(_request: HttpRequest, look: Look) -> dict[str, Any]:
    """Lines of the library, of the risk register and of past permits; those that this job's own
    conditions make likely are marked: they are overlooked most (PTW-045)."""
    known = {(one.step, one.hazard) for one in look.risks}
    fitting = [one for one in suggestions(look.permit) if (one.step, one.hazard) not in known]
    flags = frozenset(str(flag) for flag in look.facts.flags)
    return {"suggestions": [_offered(one, flags) for one in fitting[:SUGGESTED]], "prefix": PREFIX}


def _offered(one: HazardRow, flags: frozenset[str]) -> dict[str, Any]:
    words = [one.step, one.hazard, one.consequence, one.measure]
    return {
        "line": one, "words": json.dumps(words, ensure_ascii=False),
        "is_key": not flags.isdisjoint(one.flags), "is_register": one.key.startswith("risk:"),
    }  # fmt: skip


HANDING_IN = (
    Page(D.APPLY, _form, _save, "permits/application_form.html", _suggestions),
    Page(D.ANALYSE, plain(EmptyForm), lambda by, p, d: actions.analyse(by, p)),
)
