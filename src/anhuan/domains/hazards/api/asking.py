"""Who asks, and rows named in a body: of one's own company, else refused."""

from typing import Any, TypeVar, cast
from uuid import UUID

from django.db.models import Model
from rest_framework.request import Request

from anhuan.domains.hazards.actions import Assessment, Assignment, Report
from anhuan.domains.hazards.rules.codes import Kind, Level, Source, Way
from anhuan.domains.org.models import Account, Department, Person
from anhuan.domains.org.queries import company_of
from anhuan.domains.plant.models import Area, Structure
from anhuan.kernel.errors import refuse

M = TypeVar("M", bound=Model)
_PLAIN = ("name", "description", "place", "found_at", "x_m", "y_m", "floor", "inspectors",
          "is_suspected_major", "origin", "object_code", "risk_unit_id", "risk_measure_id",
          "check_task_id", "check_record_id", "fixed")  # fmt: skip


def asking(request: Request) -> Account:
    """Who asks; rights were checked before."""
    return cast(Account, request.user)


def mine(account: Account, model: type[M], pk: UUID | None, label: str) -> M | None:
    """A row of the asker's company; None for no id; refused when there is no such row."""
    if pk is None:
        return None
    found = model._default_manager.filter(pk=pk, company=company_of(account)).first()
    if found is None:
        raise refuse(f"{model._meta.model_name}_unknown", f"没有这个{label}")
    return found


def report_of(account: Account, given: dict[str, Any]) -> Report:
    """A report from a body."""
    return Report(
        source=Source(given["source"]), area=mine(account, Area, given["area"], "区域"),
        structure=mine(account, Structure, given["structure"], "设备设施"),
        check_unit=mine(account, Department, given["check_unit"], "部门"),
        **{name: given[name] for name in _PLAIN},
    )  # fmt: skip


def assignment_of(account: Account, given: dict[str, Any]) -> Assignment:
    """Who, until when."""
    person = mine(account, Person, given["rectifier"], "人员")
    return Assignment(person, given["due_at"], given["opinion"])


def assessment_of(account: Account, given: dict[str, Any]) -> Assessment:
    """A judgement from a body."""
    level, kind = given["level"], given["kind"]
    plain = ("basis", "criterion", "object_code", "risk_unit_id", "risk_measure_id", "funds_cny",
             "funds_source", "is_recurrence")  # fmt: skip
    is_given_out = given["rectifier"] is not None or given["due_at"] is not None
    return Assessment(
        level=None if level is None else Level(level), kind=None if kind is None else Kind(kind),
        unit=mine(account, Department, given["unit"], "部门"), way=Way(given["way"]),
        assignment=assignment_of(account, given) if is_given_out else None,
        **{name: given[name] for name in plain},
    )  # fmt: skip
