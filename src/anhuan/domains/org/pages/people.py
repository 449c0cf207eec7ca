"""People: list, card, create, change, leave, come back, import."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.imports import respond_import
from anhuan.desk.lists import (
    BulkAction,
    Column,
    ListSpec,
    Tag,
    respond_bulk,
    respond_list,
    selected,
)
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.audit.queries import history_of
from anhuan.domains.org import actions, queries, rules
from anhuan.domains.org.forms.people import PEOPLE_FILTERS, PEOPLE_SEARCH, PersonForm, people_sheet
from anhuan.domains.org.models import Account, Person
from anhuan.domains.org.queries import account_of
from anhuan.kernel import clock

PRIVATE = ("phone", "identity_no")
HISTORY = 30


def kind_tag(person: Person) -> Tag:
    """The kind, quiet for visitors and contractors alike."""
    return Tag(person.get_kind_display())


def columns_for(account: Account) -> list[Column]:
    """The list's columns; private numbers masked unless the account may see them."""
    private = account.may("people.private")
    return [
        Column("name", "姓名", lambda p: p, kind="link", sort="pinyin"),
        Column("number", "工号", sort="number"),
        Column("kind", "类型", kind_tag, kind="tag", sort="kind"),
        Column("department", "部门", sort="department__name"),
        Column("post", "岗位", sort="post__name"),
        Column("employer", "所属单位", sort="employer__name"),
        Column("trade", "工种", sort="trade", hidden=True),
        Column("is_special_worker", "特种作业", kind="bool"),
        Column("phone", "手机", _shown("phone", private)),
        Column("identity_no", "证件号码", _shown("identity_no", private), hidden=True),
        Column("valid_until", "入厂有效期至", kind="date", sort="valid_until", hidden=True),
        Column("is_retired", "离职/离厂", kind="bool", hidden=True),
        Column("updated_at", "更新时间", kind="time", sort="updated_at", hidden=True),
    ]


@page("people.view")
def people(request: HttpRequest) -> HttpResponseBase:
    """Everybody the account may see."""
    account = account_of(request)
    spec = ListSpec(
        title="人员",
        noun="人",
        default_sort="pinyin",
        columns=columns_for(account),
        filters=PEOPLE_FILTERS,
        search=PEOPLE_SEARCH,
        search_hint="姓名、拼音、工号、单位",
        row_url=lambda p: reverse("org:person", args=[p.pk]),
        row_tone=lambda p: "off" if p.is_retired else "",
        create_url=reverse("org:person_create"),
        create_right="people.edit",
        import_url=reverse("org:people_import"),
        import_right="people.edit",
        bulk=[BulkAction("办理离职/离厂", reverse("org:people_retire"), "people.edit", True)],
        empty="还没有人员。先新建一个，或下载模板用 Excel 导入。",
        on_export=lambda _, count: actions.note_people_export(
            account, queries.company_of(account), count
        ),
    )
    return respond_list(request, spec, queries.visible_people(account))


@page("people.view")
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person: facts, what higher slices know, history."""
    account = account_of(request)
    found = queries.get_person_for(account, pk)
    private = account.may("people.private")
    return respond_detail(
        request,
        found.name,
        target=found,
        crumbs=[("人员", reverse("org:people"))],
        tags=list(_tags(found)),
        actions=_actions(found),
        facts=_facts(found, private),
        history=history_of(found)[:HISTORY],
        private=() if private else PRIVATE,
    )


@form_page("people.edit")
def person_create(request: HttpRequest) -> HttpResponse:
    """A new person."""
    account = account_of(request)
    company = queries.company_of(account)
    form = _form(request, account, Person(company=company))
    return respond_form(
        request,
        form,
        lambda data: actions.create_person(account, company, data),
        "新建人员",
        lambda made: reverse("org:person", args=[made.pk]),
        cancel=reverse("org:people"),
    )


@form_page("people.edit")
def person_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a person's facts."""
    account = account_of(request)
    found = queries.get_person_for(account, pk, "people.edit")
    return respond_form(
        request,
        _form(request, account, found),
        lambda data: actions.change_person(account, found, data),
        f"编辑 {found.name}",
        reverse("org:person", args=[pk]),
    )


@post_only("people.edit")
def person_retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody left."""
    account = account_of(request)
    found = queries.get_person_for(account, pk, "people.edit")
    do_or_say(request, lambda: actions.retire_person(account, found), f"{found.name} 已离职/离厂")
    return HttpResponseRedirect(reverse("org:person", args=[pk]))


@post_only("people.edit")
def person_restore(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody came back."""
    account = account_of(request)
    found = queries.get_person_for(account, pk, "people.edit")
    do_or_say(request, lambda: actions.restore_person(account, found), f"{found.name} 已恢复在册")
    return HttpResponseRedirect(reverse("org:person", args=[pk]))


@post_only("people.edit")
def people_retire(request: HttpRequest) -> HttpResponse:
    """Several people left."""
    account = account_of(request)
    rows = selected(request, queries.visible_people(account, "people.edit"))
    return respond_bulk(
        request,
        rows,
        lambda one: actions.retire_person(account, one),
        "办理离职/离厂",
        reverse("org:people"),
        note="登录账号同时停用，历史保留",
    )


@form_page("people.edit")
def people_import(request: HttpRequest) -> HttpResponseBase:
    """People from Excel, by number."""
    account = account_of(request)
    company = queries.company_of(account)
    spec = people_sheet(company)
    return respond_import(
        request,
        spec,
        lambda values: actions.put_person(account, company, values),
        reverse("org:people"),
        current=lambda: _current(account, [column.key for column in spec.columns]),
    )


def _form(request: HttpRequest, account: Account, instance: Person) -> PersonForm:
    return PersonForm(
        request.POST or None,
        instance=instance,
        company=queries.company_of(account),
        private=account.may("people.private"),
    )


def _current(account: Account, keys: list[str]) -> Iterator[dict[str, Any]]:
    people = queries.visible_people(account).filter(is_retired=False)
    actions.note_people_export(account, queries.company_of(account), people.count())
    for row in people.iterator(chunk_size=500):
        yield {key: getattr(row, key) for key in keys}


def _tags(found: Person) -> Iterator[Tag]:
    yield kind_tag(found)
    if found.is_special_worker:
        yield Tag("特种作业", "accent")
    if found.is_retired:
        yield Tag("离职/离厂", "off")


def _actions(found: Person) -> list[Action]:
    def to(name: str) -> str:
        return reverse(f"org:{name}", args=[found.pk])

    retire = Action(
        "办理离职/离厂", to("person_retire"), "people.edit", "post", "danger",
        confirm=f"{found.name} 将不再计入在册人员，登录账号同时停用。确定吗？",
    )  # fmt: skip
    restore = Action("恢复在册", to("person_restore"), "people.edit", "post")
    return [
        Action("编辑", to("person_edit"), "people.edit"),
        restore if found.is_retired else retire,
    ]


def _facts(found: Person, private: bool) -> list[Fact]:
    age = rules.age_on(found.born_on, clock.now().date())
    phone = found.phone if private else rules.mask_phone(found.phone)
    identity = found.identity_no if private else rules.mask_identity(found.identity_no)
    account = getattr(found, "account", None)
    return [
        Fact("工号", found.number),
        Fact("性别", found.get_sex_display()),
        Fact("年龄", age, "岁"),
        Fact("单位", found.employer or found.company),
        Fact("部门", found.department),
        Fact("岗位", found.post),
        Fact("职务", found.duty_title),
        Fact("职称", found.professional_title),
        Fact("工种", found.trade),
        Fact("职业资格", found.qualification),
        Fact("特种作业人员", found.is_special_worker),
        Fact("管理角色", "、".join(rules.Role(r).label for r in account.roles) if account else ""),
        Fact("手机", phone),
        Fact("证件号码", identity),
        *([Fact("接待人", found.host)] if found.kind == Person.Kind.VISITOR else []),
        *([Fact("入厂有效期至", found.valid_until)] if found.valid_until else []),
    ]


def _shown(field: str, private: bool) -> Any:
    mask = {"phone": rules.mask_phone, "identity_no": rules.mask_identity}[field]
    return lambda p: getattr(p, field) if private else mask(getattr(p, field))
