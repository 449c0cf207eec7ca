"""The authority over the county: bureaus, plants with their keys, points, accounts."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from anhuan.devices.county.plants import BUREAUS, TABLES, Paper, plants
from anhuan.devices.county.rows import points_of
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org import actions as org
from anhuan.domains.org.models import Company, Department
from anhuan.domains.org.rules import Role
from anhuan.domains.province import actions
from anhuan.domains.province.models import Enterprise, Point
from anhuan.domains.province.rules.sensing import PARAMETERS
from anhuan.kernel import clock
from anhuan.kernel.ids import uuid7

PASSWORD = "Haisheng-2026"
LOGINS = (("regulator", "省级监管", Role.REGULATOR, ""), ("city", "样板市监管", Role.REGULATOR,
"样板市"),
          ("county", "示范县监管", Role.REGULATOR, "示范县"), ("admin", "系统管理员",
          Role.ADMINISTRATOR, ""),
          ("admin2", "系统管理员（复核）", Role.ADMINISTRATOR, ""))  # fmt: skip


def keys_file() -> Path:
    """What the simulated plants prove themselves with; only the demo has such a file."""
    return Path(settings.DATA) / "demo" / "county.json"


def seed() -> None:
    """Write the county into an empty database."""
    company = org.change_company(SYSTEM, Company(pk=uuid7(), code="demo-province"),
                                 {"name": "示范省应急管理厅（演示）"})  # fmt: skip
    bureaus = _bureaus(company)
    for username, name, role, town in LOGINS:
        grants = [(role, bureaus.get(town))]
        changes = {"username": username, "first_name": name}
        org.create_account(SYSTEM, company, changes, PASSWORD, grants, temporary=False)
    actions.save_settings(SYSTEM, company, {"track_days": 7})
    tokens = {paper.code: _plant(company, bureaus[paper.town], paper) for paper in plants()}
    keys_file().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(keys_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(tokens, out)


def accounts() -> list[dict[str, str]]:
    """The table `anhuan up --demo --role province` prints."""
    return [{"角色": name, "账号": username, "密码": PASSWORD} for username, name, _, _ in LOGINS]


def _bureaus(company: Company) -> dict[str, Department]:
    """Province, city, and two counties below the city."""

    def made(name: str, level: str, parent: Department | None) -> Department:
        changes: dict[str, Any] = {"level": level, "name": name, "parent": parent, "position": 0}
        return org.save_department(SYSTEM, Department(company=company), changes)

    top = made(company.name, "company", None)
    city = made(BUREAUS["样板市"], "department", top)
    counties = {town: made(BUREAUS[town], "workshop", city) for town in ("示范县", "演示区")}
    return {"样板市": city, **counties}


def _plant(company: Company, bureau: Department, paper: Paper) -> str:
    """Registered with its points; the token."""
    facts: dict[str, Any] = {
        "code": paper.code, "name": paper.name, "bureau": bureau, "kind": paper.kind,
        "grade": "yellow" if paper.has_hazard_source else "blue", "longitude": paper.longitude,
        "latitude": paper.latitude, "address": f"{paper.town}虚构化工园区", "principal": "赵虚构",
        "principal_phone": "19900000001", "safety_officer": "钱虚构",
        "safety_phone": "19900000002", "duty_phone": "19900000003",
        "licence_no": "" if paper.manner == "faulty" else f"演示安许证 {paper.code}",
        "licence_until": date(2028, 12, 31), "has_hazard_source": paper.has_hazard_source,
        "tables": list(TABLES),
    }  # fmt: skip
    known = actions.save_enterprise(SYSTEM, Enterprise(company=company), facts)
    for point in points_of(paper):
        word = PARAMETERS[point["parameter"]][0]
        actions.save_point(SYSTEM, Point(enterprise=known), {
            "code": point["code"], "name": f"{point['object_name']}{word}",
            "object_kind": point["object_kind"], "object_name": point["object_name"],
            "substance": point["substance"], "parameter": point["parameter"],
            "high": point["high"], "high_high": point["high_high"],
        })  # fmt: skip
    return actions.issue_key(SYSTEM, known, clock.now()).token
