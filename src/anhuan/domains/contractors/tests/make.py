"""A valid one of each, unless a test says otherwise."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.contractors import actions
from anhuan.domains.contractors.actions.bars import Barring
from anhuan.domains.contractors.actions.firms import Decision
from anhuan.domains.contractors.models import Contractor, FirmPaper, Team
from anhuan.domains.contractors.rules.standing import Admission
from anhuan.domains.org.models import Account, Company, Person
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import make_account, make_contractor, make_person

_next = count(1)
TODAY = date(2026, 11, 24)  # the day of `permits.tests.make.TEN`
YES, NO = Admission.APPROVED, Admission.REJECTED


def enlisted(company: Company, firm: Company | None = None) -> Contractor:
    """A firm in the library, undecided, without papers."""
    return actions.enlist(SYSTEM, company, firm or make_contractor(), {"scope": "检维修"})


def with_papers(row: Contractor, until: date = TODAY + timedelta(days=300)) -> Contractor:
    """What is demanded of a firm where the plant says nothing else."""
    for kind, ends in (("licence", None), ("agreement", until)):
        changes = {"contractor": row, "kind": kind, "valid_until": ends}
        actions.save_paper(SYSTEM, FirmPaper(contractor=row), changes)
    return row


def approver(company: Company) -> Account:
    """Who decides."""
    return make_account(company, Role.SAFETY_MANAGER)


def approved(by: Account, firm: Company | None = None, **changes: Any) -> Contractor:
    """A firm that may work here."""
    assert by.company is not None
    row = with_papers(enlisted(by.company, firm))
    return actions.decide_firm(by, row, Decision(YES, **changes))


def sent_by(row: Contractor, **changes: Any) -> Person:
    """Somebody of the firm, undecided."""
    facts = {"kind": "contractor", "employer": row.firm, "name": f"包工{next(_next)}"}
    return make_person(row.company, **(facts | changes))


def admitted(by: Account, row: Contractor, **changes: Any) -> Person:
    """Somebody of the firm who may work here."""
    person = sent_by(row, **changes)
    actions.decide_member(by, person, Decision(YES))
    return person


def contractor_rows(company: Company) -> dict[str, Any]:
    """One of each, for the permission matrix."""
    by = approver(company)
    row = with_papers(enlisted(company))
    person = sent_by(row)
    team = actions.save_team(by, Team(contractor=row), {"contractor": row, "name": "管工班"})
    return {
        "library_firm": row, "firm_paper": row.papers.first(), "contractor_person": person,
        "contractor_team": team, "bar": actions.bar(by, Barring("违章", person=person)),
    }  # fmt: skip
