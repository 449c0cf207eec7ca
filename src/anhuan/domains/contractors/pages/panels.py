"""Cards on pages of the organisation: a contractor's person, a contractor's firm."""

from django.http import HttpRequest
from django.urls import reverse

from anhuan.desk.details import Fact, Panel
from anhuan.domains.contractors.pages.common import admission_tag, today, url
from anhuan.domains.contractors.queries import library as queries
from anhuan.domains.contractors.queries.standing import firm_facts, person_facts
from anhuan.domains.contractors.rules.standing import firm_blockers, person_blockers
from anhuan.domains.org.models import Company, Person
from anhuan.domains.org.queries import account_of, company_of
from anhuan.kernel.errors import Blocker


def person_panel(request: HttpRequest, person: Person) -> Panel | None:
    """Admission, of those a firm sends."""
    if person.employer_id is None or not account_of(request).may(queries.VIEW):
        return None
    facts = person_facts(person.company, [person])[person.pk]
    against = list(person_blockers(facts, today(), today()))
    tag = admission_tag(queries.member_of(person).admission)
    return Panel("承包商准入", facts=[
        Fact("审核", tag.text, url=url("member", person)), _verdict(against),
    ])  # fmt: skip


def firm_panel(request: HttpRequest, firm: Company) -> Panel | None:
    """The firm's standing in the plant's library."""
    account = account_of(request)
    if firm.kind != Company.Kind.CONTRACTOR or not account.may(queries.VIEW):
        return None
    row = queries.visible_contractors(account).filter(firm=firm).first()
    facts = firm_facts(company_of(account), [firm.pk])[firm.pk]
    link = url("contractor", row) if row else reverse("contractors:enlist")
    said = admission_tag(row.admission).text if row else "未纳入承包商库"
    against = list(firm_blockers(facts, today(), today()))
    return Panel("承包商准入", facts=[Fact("审核", said, url=link), _verdict(against)])


def _verdict(against: list[Blocker]) -> Fact:
    text = "；".join(one.text for one in against) or "可以参加作业"
    return Fact("现在", text, wide=True, tone="p2" if against else "good")
