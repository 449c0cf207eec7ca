"""Company, departments, posts, contractors."""

import pytest
from django.urls import reverse

from anhuan.desk.tests.budget import assert_flat
from anhuan.domains.audit.actions import SYSTEM
from anhuan.domains.org import actions, queries
from anhuan.domains.org.models import Company, Department
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
from anhuan.kernel.errors import Refused

pytestmark = pytest.mark.django_db

CARD = {
    "name": "海晟化工有限公司", "credit_code": "91350100M000100Y43", "enterprise_type": "有限责任",
    "economic_type": "民营", "founded_on": "2008-05-01", "registered_address": "沧州临港一路1号",
    "site_address": "沧州临港二路2号", "postcode": "061108", "area_m2": "120000",
    "legal_representative": "周敏", "principal": "赵刚", "principal_phone": "13800138000",
    "safety_officer": "钱芳", "safety_officer_phone": "13800138001", "duty_phone": "0317-8880000",
    "headcount": "420", "safety_headcount": "12", "industry_class": "C2614",
    "regulated_class": "生产企业", "registration_no": "130912345", "licence_no": "冀WH安许证字001",
}  # fmt: skip


@pytest.mark.clause("BASE-003", "BASE-002")
def test_the_company_card_takes_and_shows_all_twenty_fields():
    account = make_account()
    client = sign_in(account)
    assert client.post("/org/company/edit/", CARD).status_code == 302
    page = client.get("/org/company/").content.decode()
    assert len(CARD) >= 20
    for value in CARD.values():
        shown = value if value not in ("420", "12", "120000") else f"{int(value)}"
        assert shown in page, value


def test_a_wrong_card_is_refused_with_every_reason():
    client = sign_in(make_account())
    wrong = CARD | {"credit_code": "123", "duty_phone": "无", "headcount": "5"}
    page = client.post("/org/company/edit/", wrong).content.decode()
    for text in ("应为 18 位", "不像电话号码", "多于从业人数"):
        assert text in page


@pytest.mark.clause("BASE-004")
def test_four_levels_can_be_built():
    account = make_account()
    client = sign_in(account)
    parent = ""
    for level, name in (("company", "海晟"), ("department", "生产部"), ("workshop", "合成车间"),
                        ("team", "甲班")):  # fmt: skip
        form = {"name": name, "level": level, "parent": parent, "position": "0"}
        assert client.post("/org/departments/new/", form).status_code == 302, name
        parent = str(Department.objects.get(company=account.company, name=name).pk)
    depths = [(row.name, depth) for row, depth in queries.tree_of(account.company)]
    assert depths == [("海晟", 0), ("生产部", 1), ("合成车间", 2), ("甲班", 3)]


@pytest.mark.clause("BASE-005")
def test_the_chart_redraws_after_a_change():
    account = make_account()
    client = sign_in(account)
    department = make_department(account.company, name="生产一部")
    make_person(account.company, department=department)
    page = client.get("/org/departments/chart/").content.decode()
    assert "生产一部" in page and "1 人" in page
    actions.save_department(account, department, {"name": "生产二部"})
    page = client.get("/org/departments/chart/").content.decode()
    assert "生产二部" in page and "生产一部" not in page


def test_head_counts_of_the_chart_add_up():
    company = make_company()
    department = make_department(company)
    team = make_department(company, parent=department, level="team", name="甲班")
    for where in (department, team, team):
        make_person(company, department=where)
    make_person(company, department=team, is_retired=True)
    (root,) = queries.chart_of(company)
    assert (root.people, root.below[0].people, root.below[0].below[0].people) == (3, 3, 2)


def refusal(action, *args) -> set[str]:
    with pytest.raises(Refused) as refused:
        action(*args)
    return {blocker.code for blocker in refused.value.blockers}


def test_a_department_cannot_hang_below_itself():
    department = make_department()
    workshop = make_department(department.company, parent=department, level="workshop", name="车间")
    found = refusal(actions.save_department, SYSTEM, department, {"parent": workshop})
    assert "department_circle" in found


def test_there_is_one_company_level():
    department = make_department()
    new = Department(company=department.company)
    changes = {"name": "第二个", "level": "company", "parent": None}
    assert "second_root" in refusal(actions.save_department, SYSTEM, new, changes)


def test_a_department_in_use_is_not_retired():
    person = make_person()
    root = person.department.parent
    assert refusal(actions.retire_department, SYSTEM, person.department) == {
        "department_has_people"
    }
    assert refusal(actions.retire_department, SYSTEM, root) == {"department_has_children"}


def test_a_post_that_somebody_holds_is_not_retired():
    company = make_company()
    post = make_post(company)
    make_person(company, post=post)
    assert refusal(actions.retire_post, SYSTEM, post) == {"post_is_held"}


def test_a_contractor_is_registered_once_and_leaves_after_its_people():
    account = make_account()
    client = sign_in(account)
    assert client.post("/org/contractors/new/", {"name": "鲁建安装"}).status_code == 302
    firm = Company.objects.get(name="鲁建安装")
    assert client.post("/org/contractors/new/", {"name": "鲁建安装"}).status_code == 422
    make_person(account.company, kind="contractor", employer=firm)
    assert ">1<small" in client.get("/org/contractors/").content.decode()
    client.post(f"/org/contractors/{firm.pk}/switch/")
    firm.refresh_from_db()
    assert not firm.is_retired


def test_the_card_of_ones_own_company_is_no_contractor():
    account = make_account()
    assert sign_in(account).get(f"/org/contractors/{account.company_id}/").status_code == 404


@pytest.mark.parametrize(
    ("url", "make"),
    [
        ("/org/departments/", lambda company: make_department(company)),
        ("/org/posts/", lambda company: make_post(company)),
        ("/org/contractors/", lambda company: make_contractor()),
        ("/accounts/", lambda company: make_account(company)),
    ],
)
def test_lists_cost_the_same_for_many_rows(url, make):
    account = make_account(role="administrator")
    assert_flat(sign_in(account), url, lambda: make(account.company))


def test_an_authoritys_tree_is_called_by_city_and_county(settings):
    account = make_account(make_company(), Role.ADMINISTRATOR)
    settings.ROLE = "province"
    client = sign_in(account)
    page = client.get(reverse("org:department_create")).content.decode()
    assert "新建监管机构" in page and "市级" in page and "县级" in page
    assert "车间" not in page
    listed = client.get(reverse("org:departments")).content.decode()
    assert "监管机构" in listed and "班组" not in listed
    settings.ROLE = "plant"
    assert "车间" in client.get(reverse("org:department_create")).content.decode()
