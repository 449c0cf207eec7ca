"""Certificates, entry training and contractors' papers: enough for every permit of the demo.

One welder's review, one firm's agreement have run out; the cleaners are still to be trained."""

from collections.abc import Iterator
from datetime import date, timedelta

from anhuan.devices.plant.departments import COMPANIES
from anhuan.devices.plant.people import Person as Paper
from anhuan.devices.plant.people import people
from anhuan.devices.seeding.sown import Sown
from anhuan.domains.contractors import actions as contractors
from anhuan.domains.contractors.actions.firms import Decision
from anhuan.domains.contractors.models import Contractor, FirmPaper
from anhuan.domains.contractors.rules.standing import Admission
from anhuan.domains.training import actions as training
from anhuan.domains.training.actions import Outcome
from anhuan.domains.training.models import Certificate, CertificateKind, Course, Session
from anhuan.domains.training.rules.days import last_day

# What the posts of `devices.plant` call their papers → kind of certificate.
_KINDS = {
    "危险化工工艺操作证": "chemical_process", "高处作业操作证": "height_work",
    "熔化焊接与热切割操作证": "welding", "叉车司机 N1": "forklift",
    "高压电工作业证": "electric_high",
    "化工自动化控制仪表作业证": "instrument", "主要负责人安全合格证": "principal",
    "安全管理人员合格证": "safety_officer", "注册安全工程师": "safety_engineer",
    "起重机司机 Q2": "crane_operator", "起重指挥 Q1": "crane_commander",
}  # fmt: skip
# Who else holds what the plant itself teaches, by department or post.
_TAUGHT = {
    "guardian": ("HSE", "班长"), "gas_analysis": ("QC", "HSE"),
    "confined_space": ("外操", "焊工", "管工", "钳工", "防腐工"),
}  # fmt: skip
_OUTSIDE = ("contractor", "outsourced")
_DUE_EVERY, _UNTRAINED = 23, "保洁员"
_GOOD_FOR = timedelta(days=300)


def sow_people_papers(sown: Sown, today: date) -> None:
    """Before the permits: they ask for all of it."""
    training.seed_training(sown.accounts["safety"], sown.company)
    _certificates(sown, today)
    _entry_training(sown, today)
    for firm in COMPANIES:
        if firm.kind != "own":
            _approve(sown, sown.firms[firm.code].name, firm.trade, today)
    _run_out(sown, today)
    _admit(sown)


def kinds_of(paper: Paper) -> Iterator[str]:
    """The kinds of certificate somebody holds."""
    yield from (_KINDS[name] for name in paper.post.papers if name in _KINDS)
    for kind, places in _TAUGHT.items():
        if paper.post.department in places or paper.post.name in places:
            yield kind


def _certificates(sown: Sown, today: date) -> None:
    kinds = {one.code: one for one in CertificateKind.objects.filter(company=sown.company)}
    late = next(one.number for one in reversed(people()) if one.post.name == "焊工")
    for count, paper in enumerate(people()):
        for code in kinds_of(paper):
            issued = _issued(kinds[code], count, today, is_late=paper.number == late)
            changes = {
                "person": sown.people[paper.number], "kind": kinds[code], "issued_on": issued,
                "number": f"{code[:2].upper()}3705{paper.number[-4:]}{issued:%y%m}",
                "issuer": "" if kinds[code].group == "internal" else "省应急管理厅",
                "valid_until": last_day(issued, kinds[code].valid_months),
            }  # fmt: skip
            certificate = Certificate(company=sown.company)
            training.save_certificate(sown.accounts["safety"], certificate, changes)


def _issued(kind: CertificateKind, count: int, today: date, *, is_late: bool) -> date:
    """Half way through its months; some are due within weeks, one welder's review is past."""
    months = kind.review_months or kind.valid_months or 24
    whole = timedelta(days=round(months * 30.44))
    if is_late and kind.code == "welding":
        return today - whole - timedelta(days=20)
    if count % _DUE_EVERY == _DUE_EVERY - 1:
        return today - whole + timedelta(days=25 + count % 40)
    return today - whole / 2 - timedelta(days=count % 90)


def _entry_training(sown: Sown, today: date) -> None:
    """One session for everybody from outside; the cleaners are still to come."""
    by = sown.accounts["safety"]
    course = Course.objects.get(company=sown.company, code="CONTRACTOR")
    changes = {"course": course, "held_on": today - timedelta(days=40), "place": "安全培训室",
               "trainer": "安全环保部", "hours": 4.0}  # fmt: skip
    session = training.save_session(by, Session(company=sown.company), changes)
    outcomes = [
        Outcome(sown.people[one.number], 82.0 + count % 17)
        for count, one in enumerate(people())
        if one.post.kind in _OUTSIDE and one.post.name != _UNTRAINED
    ]
    training.record_results(by, session, outcomes)


def _approve(sown: Sown, name: str, trade: str, today: date) -> Contractor:
    by = sown.accounts["safety"]
    known = next((one for one in sown.firms.values() if one.name == name), None)
    row = contractors.enlist(by, sown.company, known, {"scope": trade}, name)
    for kind, number in (("licence", "91370500"), ("safety_licence", "(鲁)JZ安许证字"),
                         ("insurance", "GS"), ("agreement", "AQXY")):  # fmt: skip
        until = None if kind == "licence" else today + _GOOD_FOR
        changes = {"contractor": row, "kind": kind, "number": f"{number}{len(name):04}",
                   "valid_until": until}  # fmt: skip
        contractors.save_paper(by, FirmPaper(contractor=row), changes)
    return contractors.decide_firm(by, row, Decision(Admission.APPROVED, "资质齐全，同意准入"))


def _run_out(sown: Sown, today: date) -> None:
    """A firm that was approved and let its agreement lapse."""
    row = _approve(sown, "昶盛吊装有限公司", "大型设备吊装", today)
    agreement = row.papers.get(kind="agreement")
    contractors.save_paper(
        sown.accounts["safety"], agreement, {"valid_until": today - timedelta(days=12)}
    )


def _admit(sown: Sown) -> None:
    decision = Decision(Admission.APPROVED)
    for one in people():
        if one.post.kind in _OUTSIDE and one.post.name != _UNTRAINED:
            contractors.decide_member(sown.accounts["safety"], sown.people[one.number], decision)
