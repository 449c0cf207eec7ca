"""People: form, filters shared by page and API, Excel columns."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from anhuan.desk.forms import Group, ModelForm
from anhuan.desk.lists import Filter
from anhuan.desk.sheets import YES_NO, SheetColumn, SheetSpec, parse_date
from anhuan.domains.org import queries
from anhuan.domains.org.models import Company, Department, Person
from anhuan.domains.org.queries import account_of, departments_below


class PersonForm(ModelForm[Person]):
    """A person's card. Whoever may not see private numbers does not get the fields."""

    groups: ClassVar[Sequence[Group]] = (
        ("基本信息", ("number", "name", "kind", "sex", "born_on")),
        ("所在", ("department", "post", "employer", "host", "valid_until")),
        ("职务与资格", (
            "duty_title", "professional_title", "trade", "qualification", "is_special_worker",
        )),
        ("联系与证件", ("phone", "identity_no")),
    )  # fmt: skip

    class Meta:
        model = Person
        fields = (
            "number", "name", "kind", "sex", "born_on", "department", "post", "employer", "host",
            "valid_until", "duty_title", "professional_title", "trade", "qualification",
            "is_special_worker", "phone", "identity_no",
        )  # fmt: skip

    def __init__(self, *args: Any, private: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        firms = Company.objects.filter(kind=Company.Kind.CONTRACTOR, is_retired=False)
        employer = self.fields["employer"]
        assert isinstance(employer, forms.ModelChoiceField)
        employer.queryset = firms
        if not private:
            del self.fields["phone"], self.fields["identity_no"]


def _departments(request: HttpRequest) -> Iterable[tuple[Any, str]]:
    company = queries.company_of(account_of(request))
    return [(row.pk, "　" * depth + row.name) for row, depth in queries.tree_of(company)]


def _posts(request: HttpRequest) -> Iterable[tuple[Any, str]]:
    posts = queries.visible_posts(account_of(request)).filter(is_retired=False)
    return posts.values_list("pk", "name")


def _below(people: QuerySet[Person], department: str) -> QuerySet[Person]:
    return people.filter(department_id__in=departments_below([UUID(department)]))


PEOPLE_FILTERS = (
    Filter("kind", "类型", choices=Person.Kind.choices),
    Filter("department", "部门", choices=_departments, apply=_below),
    Filter("post", "岗位", choices=_posts, apply="post_id"),
    Filter("special", "特种作业", kind="bool", apply="is_special_worker"),
    Filter("retired", "离职/离厂", kind="bool", apply="is_retired"),
)
PEOPLE_SEARCH = ("name", "number", "pinyin", "employer__name")


def people_sheet(company: Company) -> SheetSpec:
    """The columns of the people import, with this company's own words in the drop-downs."""
    departments = _departments_by_word(company)
    posts = {post.name: post for post in company.posts.filter(is_retired=False)}
    firms = Company.objects.filter(kind=Company.Kind.CONTRACTOR, is_retired=False)
    columns = (
        SheetColumn(
            "number", "工号", required=True, example="H0001", help="同一工号再次导入即为更新"
        ),
        SheetColumn("name", "姓名", required=True, example="王海涛"),
        SheetColumn(
            "kind", "人员类型", True, choices=_words(Person.Kind.choices), example="正式员工"
        ),
        SheetColumn("sex", "性别", True, choices=_words(Person.Sex.choices), example="男"),
        SheetColumn("born_on", "出生日期", parse=parse_date, help="写成 1985-03-12"),
        SheetColumn("department", "部门", choices=departments),
        SheetColumn("post", "岗位", choices=posts),
        SheetColumn("employer", "所属单位", choices={firm.name: firm for firm in firms}),
        SheetColumn("duty_title", "职务"),
        SheetColumn("professional_title", "职称"),
        SheetColumn("trade", "工种"),
        SheetColumn("qualification", "职业资格"),
        SheetColumn("is_special_worker", "特种作业人员", choices=YES_NO, example="否"),
        SheetColumn("phone", "手机"),
        SheetColumn("identity_no", "证件号码"),
        SheetColumn("valid_until", "入厂有效期至", parse=parse_date, help="写成 2027-12-31"),
    )
    return SheetSpec("人员", columns, note="按工号：没有的新建，已有的更新；空格表示清空该项。")


def _departments_by_word(company: Company) -> dict[str, Department]:
    """By name; names that occur twice get their parent's in front ("合成车间/甲班")."""
    rows = [row for row, _ in queries.tree_of(company)]
    names = {row.pk: row.name for row in rows}
    twice = {name for name, count in Counter(names.values()).items() if count > 1}
    return {
        f"{names.get(row.parent_id, '')}/{row.name}" if row.name in twice else row.name: row
        for row in rows
    }


def _words(choices: Iterable[tuple[str, Any]]) -> Mapping[str, str]:
    return {str(label): value for value, label in choices}
