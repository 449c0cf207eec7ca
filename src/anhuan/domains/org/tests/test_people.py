"""People: create, change, leave, return; who sees whom and what."""

import re
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.audit.models import AuditRow
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org import actions, queries
from anhuan.domains.org.models import Person
from anhuan.domains.org.rules import Role
from anhuan.domains.org.tests.factories import (
    make_account,
    make_company,
    make_contractor,
    make_department,
    make_person,
    make_post,
    sign_in,
)
from anhuan.domains.outbox.models import OutboxEvent
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def codes(refused) -> set[str]:
    return {blocker.code for blocker in refused.value.blockers}


def form(**changes) -> dict[str, str]:
    return {"number": "H9001", "name": "李晓", "kind": "employee", "sex": "female"} | changes


@pytest.mark.clause("BASE-007", "AQL-014")
def test_the_card_shows_what_the_law_asks_for():
    account = make_account()
    person = make_person(
        account.company, name="王海涛", duty_title="班长", professional_title="工程师",
        trade="焊工", post=make_post(account.company, name="外操"), born_on="1985-03-12",
        is_special_worker=True,
    )  # fmt: skip
    make_account(account.company, Role.SHIFT_LEADER, person=person)
    page = sign_in(account).get(f"/people/{person.pk}/").content.decode()
    for text in ("王海涛", "男", person.department.name, "班长", "工程师", "焊工", "外操",
                 "班组长", "特种作业", account.company.name, "年龄", "正式员工"):  # fmt: skip
        assert text in page, text


@pytest.mark.clause("BASE-006")
def test_a_person_is_made_found_changed_and_leaves():
    account = make_account()
    client = sign_in(account)
    made = client.post("/people/new/", form(name="欧阳晓"))
    person = Person.objects.get(company=account.company, number="H9001")
    assert made.url == f"/people/{person.pk}/"
    assert "欧阳晓" in client.get("/people/?q=ouyang").content.decode()
    assert "欧阳晓" in client.get("/people/?q=oyx").content.decode()
    client.post(f"/people/{person.pk}/edit/", form(name="欧阳笑", trade="仪表工"))
    person.refresh_from_db()
    assert (person.name, person.trade, person.pinyin) == (
        "欧阳笑",
        "仪表工",
        "ou yang xiao ouyangxiao oyx",
    )
    client.post(f"/people/{person.pk}/retire/")
    person.refresh_from_db()
    assert person.is_retired
    verbs = [row.verb for row in history_of(person)]
    assert verbs == ["update", "update", "create"]
    types = list(OutboxEvent.objects.order_by("id").values_list("type", flat=True))
    assert types[-3:] == ["org.person.changed", "org.person.changed", "org.person.retired"]


@pytest.mark.clause("BASE-008", "AQG-014")
def test_kinds_cover_employees_and_third_parties_and_filter_the_list():
    account = make_account()
    firm = make_contractor()
    for kind, name in (("employee", "甲一"), ("intern", "乙二"), ("outsourced", "丙三"),
                       ("contractor", "丁四"), ("visitor", "戊五")):  # fmt: skip
        employer = firm if kind == "contractor" else None
        make_person(account.company, kind=kind, name=name, employer=employer)
    client = sign_in(account)
    page = client.get("/people/?kind=contractor").content.decode()
    assert "丁四" in page and "甲一" not in page
    page = client.get("/people/?kind=intern").content.decode()
    assert "乙二" in page and "丁四" not in page


def test_every_reason_is_shown_at_once_and_nothing_typed_is_lost():
    account = make_account()
    make_person(account.company, number="H9001", name="张三")
    wrong = form(kind="contractor", phone="abc", identity_no="110105194912310021", trade="架子工")
    answer = sign_in(account).post("/people/new/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    for text in ("工号 H9001 已由 张三 使用", "身份证号校验不对", "不像电话号码", "要填写所属单位",
                 "GB 11643-1999", "4 个原因", 'value="架子工"'):  # fmt: skip
        assert text in page, text


def test_leaving_closes_the_login():
    person = make_person()
    account = make_account(person.company, person=person)
    actions.retire_person(SYSTEM, person)
    account.refresh_from_db()
    assert not account.is_active


def test_leaving_twice_is_refused():
    person = make_person()
    actions.retire_person(SYSTEM, person)
    with pytest.raises(Refused) as refused:
        actions.retire_person(SYSTEM, person)
    assert codes(refused) == {"already_retired"}


def test_somebody_who_came_back_is_counted_again():
    account = make_account()
    person = make_person(account.company)
    actions.retire_person(SYSTEM, person)
    sign_in(account).post(f"/people/{person.pk}/restore/")
    person.refresh_from_db()
    assert not person.is_retired


def test_a_department_of_another_company_is_refused():
    with pytest.raises(Refused) as refused:
        make_person(make_company(), department=make_department())
    assert "other_company" in codes(refused)


def test_several_leave_together_after_a_preview_or_nobody_does():
    account = make_account()
    client = sign_in(account)
    people = [make_person(account.company, name=name) for name in ("甲一", "乙二")]
    ids = [str(person.pk) for person in people]
    preview = client.post("/people/retire/", {"ids": ids})
    assert "甲一" in preview.content.decode()
    assert not Person.objects.filter(is_retired=True).exists()
    assert client.post("/people/retire/", {"ids": ids, "confirmed": "1"}).status_code == 302
    assert Person.objects.filter(is_retired=True).count() == 2
    extra = make_person(account.company)
    again = client.post("/people/retire/", {"ids": [*ids, str(extra.pk)], "confirmed": "1"})
    assert again.status_code == 422
    extra.refresh_from_db()
    assert not extra.is_retired


def test_private_numbers_are_masked_for_those_without_the_right():
    company = make_company()
    person = make_person(company, phone="13812345678", identity_no="11010519491231002X")
    actions.change_person(SYSTEM, person, {"phone": "13900001111"})
    operator = sign_in(make_account(company, Role.OPERATOR))
    manager = sign_in(make_account(company, Role.SAFETY_MANAGER))
    for url in (f"/people/{person.pk}/", "/people/", f"/api/v1/people/{person.pk}"):
        seen = operator.get(url).content.decode()
        assert "13900001111" not in seen and "13812345678" not in seen, url
        assert "11010519491231002X" not in seen, url
        assert "13900001111" in manager.get(url).content.decode(), url
    assert "139****1111" in operator.get("/people/").content.decode()


def test_nobody_sees_people_of_another_company():
    stranger = make_person(name="外人")
    client = sign_in(make_account())
    assert "外人" not in client.get("/people/").content.decode()
    for url in (f"/people/{stranger.pk}/", f"/people/{stranger.pk}/edit/",
                f"/api/v1/people/{stranger.pk}"):  # fmt: skip
        assert client.get(url).status_code == 404
    assert client.post(f"/people/{stranger.pk}/retire/").status_code == 404


def test_a_department_head_sees_the_department_and_below_only():
    company = make_company()
    mine, other = make_department(company), make_department(company)
    team = make_department(company, parent=mine, level="team", name="甲班")
    for department, name in ((mine, "甲一"), (team, "乙二"), (other, "丙三")):
        make_person(company, department=department, name=name)
    make_person(company, kind="visitor", department=None, name="丁四")
    account = make_account(company, Role.DEPARTMENT_HEAD, department=mine)
    assert {p.name for p in queries.visible_people(account)} == {"甲一", "乙二"}
    outside = Person.objects.get(name="丙三")
    assert sign_in(account).get(f"/people/{outside.pk}/").status_code == 404


def test_the_list_costs_the_same_for_many_people():
    account = make_account()
    assert_flat(sign_in(account), "/people/", lambda: make_person(account.company))


def test_what_is_seen_is_what_is_exported_and_it_is_written_down():
    account = make_account()
    make_person(account.company, name="甲一", kind="visitor")
    make_person(account.company, name="乙二")
    url = "/people/?kind=visitor&cols=name&cols=kind&format=xlsx"
    answer = sign_in(account).get(url)
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    assert book.get_sheet_by_index(0).to_python() == [["姓名", "类型"], ["甲一", "访客"]]
    assert AuditRow.objects.get(verb="export").note == "导出人员 1 人"


def test_a_name_that_looks_like_a_formula_stays_text():
    account = make_account()
    make_person(account.company, name="=1+1")
    answer = sign_in(account).get("/people/?cols=name&format=xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    assert book.get_sheet_by_index(0).to_python()[1] == ["=1+1"]


def test_the_history_names_what_changed_in_words():
    account = make_account()
    person = make_person(account.company)
    other = make_department(account.company, name="设备部")
    actions.change_person(account, person, {"department": other, "is_special_worker": True})
    page = sign_in(account).get(f"/people/{person.pk}/").content.decode()
    plain = re.sub(r"<[^>]+>", "", page)
    assert f"部门：{person.department and '生产'}" in plain
    assert "→ 设备部" in plain
    assert "特种作业人员：否 → 是" in plain
