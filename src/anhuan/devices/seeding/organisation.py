"""Companies, the tree of departments, posts and people."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from anhuan.devices.plant.departments import COMPANIES, DEPARTMENTS
from anhuan.devices.plant.people import Person as Paper
from anhuan.devices.plant.people import people
from anhuan.devices.plant.site import SITE
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org import actions
from anhuan.domains.org.models import Company, Department, Post

_SEXES = {"m": "male", "f": "female"}
_SPECIAL = ("操作证", "作业证", "起重", "叉车")


def sow_company(company: UUID, today: date) -> Company:
    """The works itself, under an id chosen beforehand."""
    everyone = people()
    own = [p for p in everyone if p.post.kind in ("employee", "intern")]
    head = next(p for p in own if p.post.code == "head")
    safety = next(p for p in own if p.post.code == "hse-head")
    facts: dict[str, Any] = {
        "name": SITE.name,
        "enterprise_type": "生产企业",
        "founded_on": date(2009, 6, 18),
        "registered_address": SITE.address,
        "site_address": SITE.address,
        "legal_representative": head.name,
        "principal": head.name,
        "principal_phone": head.phone,
        "safety_officer": safety.name,
        "safety_officer_phone": safety.phone,
        "duty_phone": "19900009999",
        "headcount": len(own),
        "safety_headcount": sum(p.post.department == "HSE" for p in own),
        "area_m2": int(SITE.width_m * SITE.depth_m),
        "industry_class": "2614 有机化学原料制造",
        "regulated_class": "危险化学品生产(构成重大危险源)",
    }
    return actions.change_company(SYSTEM, Company(pk=company, code=SITE.code.lower()), facts)


def sow_tree(sown: Sown) -> None:
    """Firms, departments, posts."""
    for firm in COMPANIES:
        if firm.kind != "own":
            facts = {"name": firm.name, "regulated_class": firm.trade}
            sown.firms[firm.code] = actions.create_contractor(SYSTEM, facts)
    for position, paper in enumerate(DEPARTMENTS):
        department = Department(company=sown.company)
        changes = {
            "level": paper.kind,
            "name": paper.name,
            "position": position,
            "parent": sown.departments.get(paper.parent),
        }
        sown.departments[paper.code] = actions.save_department(SYSTEM, department, changes)
    for person in people():
        _post_of(sown, person)


def sow_people(sown: Sown, today: date) -> None:
    """Everybody on the books. Visits and contracts last past the demo."""
    hosts = [p.number for p in people() if p.post.code == "hse"]
    for count, paper in enumerate(people()):
        facts = _facts(sown, paper, today)
        if paper.post.kind == "visitor":
            facts["host"] = sown.people[hosts[count % len(hosts)]]
        sown.people[paper.number] = actions.create_person(SYSTEM, sown.company, facts)


def _post_of(sown: Sown, person: Paper) -> Post:
    key = (person.post.department, person.post.name)
    if key not in sown.posts:
        changes = {
            "department": sown.departments.get(person.post.department),
            "name": person.post.name,
            "is_special": _is_special(person),
        }
        sown.posts[key] = actions.save_post(SYSTEM, Post(company=sown.company), changes)
    return sown.posts[key]


def _facts(sown: Sown, paper: Paper, today: date) -> dict[str, Any]:
    is_guest = paper.post.kind in ("contractor", "visitor")
    return {
        "number": paper.number,
        "name": paper.name,
        "kind": paper.post.kind,
        "sex": _SEXES[paper.sex],
        "born_on": paper.born,
        "phone": paper.phone,
        "identity_no": f"DEMO{paper.number}",  # no resident number is invented: it could be real
        "employer": sown.firms.get(paper.post.company),
        "department": sown.departments.get(paper.department),
        "post": _post_of(sown, paper),
        "trade": paper.post.name if paper.post.kind == "contractor" else "",
        "qualification": "、".join(paper.post.papers),
        "is_special_worker": _is_special(paper),
        "valid_until": today + timedelta(days=180) if is_guest else None,
    }


def _is_special(paper: Paper) -> bool:
    return any(word in name for name in paper.post.papers for word in _SPECIAL)
