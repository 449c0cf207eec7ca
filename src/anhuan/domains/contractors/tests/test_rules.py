"""Who may work here, on both sides of every day."""

from datetime import date

from anhuan.domains.contractors.rules.deciding import (
    bar_blockers,
    firm_decision_blockers,
    person_decision_blockers,
)
from anhuan.domains.contractors.rules.standing import (
    Admission,
    BarFacts,
    FirmFacts,
    PersonFacts,
    firm_blockers,
    person_blockers,
)

DAY, NEXT = date(2026, 11, 24), date(2026, 11, 25)
YES, NO = Admission.APPROVED, Admission.REJECTED


def codes(found) -> list[str]:
    return [one.code for one in found]


def firm(**changes) -> FirmFacts:
    facts = {"name": "鲁建", "admission": YES, "demanded": ("安全管理协议",),
             "papers": {"安全管理协议": DAY}}  # fmt: skip
    return FirmFacts(**(facts | changes))


def person(**changes) -> PersonFacts:
    return PersonFacts(**({"name": "张三", "admission": YES, "firm": firm()} | changes))


def test_a_firm_must_be_known_and_approved_through_the_last_day():
    assert codes(firm_blockers(firm(), DAY, DAY)) == []
    assert codes(firm_blockers(firm(admission=None), DAY, DAY)) == ["firm_unknown"]
    for one in (Admission.PENDING, NO):
        assert codes(firm_blockers(firm(admission=one), DAY, DAY)) == ["firm_not_approved"]
    assert codes(firm_blockers(firm(approved_until=DAY), DAY, DAY)) == []
    ended = firm(approved_until=DAY, papers={"安全管理协议": None})
    assert codes(firm_blockers(ended, DAY, NEXT)) == ["firm_approval_over"]
    assert codes(firm_blockers(firm(is_retired=True), DAY, DAY)) == ["firm_retired"]


def test_its_papers_must_last_as_long():
    assert codes(firm_blockers(firm(), DAY, NEXT)) == ["firm_paper_over"]
    assert codes(firm_blockers(firm(papers={}), DAY, DAY)) == ["firm_paper_missing"]
    assert codes(firm_blockers(firm(papers={"安全管理协议": None}), DAY, NEXT)) == []


def test_the_blacklist_bars_from_its_first_to_its_last_day():
    for since, until, barred in (
        (DAY, None, True), (DAY, DAY, True), (date(2026, 1, 1), date(2026, 11, 23), False),
        (NEXT, None, False), (date(2026, 1, 1), DAY, True),
    ):  # fmt: skip
        found = firm_blockers(firm(bars=(BarFacts(since, until, "违章"),)), DAY, DAY)
        assert codes(found) == (["firm_barred"] if barred else []), (since, until)
        found = person_blockers(person(bars=(BarFacts(since, until, "违章"),)), DAY, DAY)
        assert codes(found) == (["person_barred"] if barred else []), (since, until)


def test_a_person_is_admitted_for_himself_and_falls_with_the_firm():
    assert codes(person_blockers(person(), DAY, DAY)) == []
    assert codes(person_blockers(person(admission=None), DAY, DAY)) == ["person_not_admitted"]
    assert codes(person_blockers(person(admission=NO), DAY, DAY)) == ["person_not_admitted"]
    refused = person(firm=firm(admission=NO))
    assert codes(person_blockers(refused, DAY, DAY)) == ["firm_not_approved"]
    assert codes(person_blockers(person(entry_until=DAY), DAY, DAY)) == []
    ended = person(entry_until=DAY, firm=firm(papers={"安全管理协议": None}))
    assert codes(person_blockers(ended, DAY, NEXT)) == ["entry_over"]
    assert codes(person_blockers(person(firm=None), DAY, DAY)) == ["employer_missing"]


def test_ones_own_people_need_no_admission_but_may_be_barred():
    own = person(admission=None, firm=None, needs_admission=False)
    assert codes(person_blockers(own, DAY, DAY)) == []
    barred = person(admission=None, firm=None, needs_admission=False,
                    bars=(BarFacts(DAY, None, "酒后上岗"),))  # fmt: skip
    assert codes(person_blockers(barred, DAY, DAY)) == ["person_barred"]


def test_decisions_say_why_and_want_what_is_demanded():
    assert codes(firm_decision_blockers(firm(), YES, "", None, DAY)) == []
    assert codes(firm_decision_blockers(firm(), NO, " ", None, DAY)) == ["reason_missing"]
    assert codes(firm_decision_blockers(firm(), YES, "", DAY, NEXT)) == [
        "approval_in_past", "firm_paper_over",
    ]  # fmt: skip
    bare = firm(admission=Admission.PENDING, papers={})
    assert codes(firm_decision_blockers(bare, YES, "", None, DAY)) == ["firm_paper_missing"]
    assert codes(firm_decision_blockers(bare, NO, "无资质", None, DAY)) == []
    assert codes(person_decision_blockers(person(), YES, "", ["入厂教育"], DAY)) == [
        "training_missing"
    ]
    silent = person_decision_blockers(person(), NO, "", ["入厂教育"], DAY)
    assert codes(silent) == ["reason_missing"]


def test_the_blacklist_names_one_and_says_why():
    fine = {"firm": True, "person": False, "reason": "违章", "since": DAY, "until": NEXT}
    assert codes(bar_blockers(**fine)) == []
    assert codes(bar_blockers(**(fine | {"person": True}))) == ["bar_whom"]
    assert codes(bar_blockers(**(fine | {"reason": "", "until": date(2026, 1, 1)}))) == [
        "reason_missing", "bar_ends_before",
    ]  # fmt: skip
