"""Consents, enrolling, taking it back, one's own page, settings."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from anhuan.desk.details import Action, Fact, Panel, respond_detail
from anhuan.desk.forms import do_or_say, respond_form
from anhuan.desk.lists import Column, Filter, Link, ListSpec, Tag, respond_list
from anhuan.desk.pages import form_page, page, post_only
from anhuan.domains.faces import actions
from anhuan.domains.faces.forms import EnrolForm, SettingsForm
from anhuan.domains.faces.models import FaceConsent
from anhuan.domains.faces.queries import consent_of, settings_of, visible_consents
from anhuan.domains.faces.queries.networks import missing
from anhuan.domains.org.models import Person
from anhuan.domains.org.queries import account_of, company_of, get_person_for

EDIT = "faces.edit"
FILTERS = (
    Filter("running", "同意中", kind="bool",
           apply=lambda rows, value: rows.filter(withdrawn_at__isnull=value)),
)  # fmt: skip


def _tag(row: FaceConsent) -> Tag:
    return Tag("已撤回", "off") if row.withdrawn_at else Tag("同意中", "good")


@page(EDIT)
def consents(request: HttpRequest) -> HttpResponseBase:
    """Who agreed, and who took it back."""
    spec = ListSpec(
        title="人脸核验",
        noun="份",
        default_sort="-given_at",
        columns=[
            Column("person", "人员", "person.name", kind="link", sort="person__pinyin"),
            Column("unit", "单位", lambda c: c.person.employer or c.person.department or ""),
            Column("state", "同意", _tag, kind="tag"),
            Column("given_at", "同意时间", kind="time", sort="given_at"),
            Column("withdrawn_at", "撤回时间", kind="time", sort="withdrawn_at"),
            Column("recorded_by", "登记人", phone=False),
        ],
        filters=FILTERS,
        search=("person__name", "person__number", "person__pinyin"),
        row_url=lambda row: reverse("org:person", args=[row.person_id]),
        links=[Link("设置", reverse("faces:settings"), EDIT)],
        empty="还没有人登记人脸。在人员页上登记；须本人同意，不同意的人用密码核验。",
    )  # fmt: skip
    return respond_list(request, spec, visible_consents(account_of(request)))


@form_page(EDIT)
def enrol(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep somebody's face, on their consent and in their presence."""
    account = account_of(request)
    person = get_person_for(account, pk, EDIT)
    form = EnrolForm(request.POST or None, request.FILES or None)
    return respond_form(
        request, form,
        lambda data: actions.enrol(account, person, data["picture"].read(), agreed=data["agreed"]),
        f"登记人脸：{person.name}", reverse("org:person", args=[pk]), submit="登记",
    )  # fmt: skip


@post_only(EDIT)
def forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody took it back in words."""
    account = account_of(request)
    person = get_person_for(account, pk, EDIT)
    do_or_say(request, lambda: actions.forget(account, person), "已删除人脸模板")
    return HttpResponseRedirect(reverse("org:person", args=[pk]))


@page("home.view")
def mine(request: HttpRequest) -> HttpResponse:
    """What is kept of oneself, and taking it back."""
    person = account_of(request).person
    consent = consent_of(person) if person else None
    take_back = Action("撤回同意并删除", reverse("faces:withdraw"), "home.view", "post", "danger",
                       "撤回后改用密码核验，确定吗？")  # fmt: skip
    return respond_detail(
        request, "我的人脸核验", tags=[_tag(consent)] if consent else [Tag("没有登记", "off")],
        actions=[take_back] if consent else [],
        facts=[
            Fact("同意时间", consent.given_at if consent else ""),
            Fact("告知内容", consent.words if consent else actions.CONSENT, wide=True),
        ],
    )  # fmt: skip


@post_only("home.view")
def withdraw(request: HttpRequest) -> HttpResponse:
    """One takes one's own consent back."""
    person = _own(request)
    do_or_say(request, lambda: actions.forget(account_of(request), person), "已撤回并删除")
    return HttpResponseRedirect(reverse("faces:mine"))


def _own(request: HttpRequest) -> Person:
    person = account_of(request).person
    if person is None:
        raise Http404("账号没有关联人员")
    return person


@form_page(EDIT)
def settings(request: HttpRequest) -> HttpResponse:
    """On or off; what is missing is said."""
    account = account_of(request)
    company = company_of(account)
    form = SettingsForm(request.POST or None, settings=settings_of(company))
    form.fields["is_on"].help_text += f"。{missing()}，现在不能启用" if missing() else ""
    return respond_form(
        request, form, lambda data: actions.save_settings(account, company, data),
        "人脸核验设置", reverse("faces:consents"),
    )  # fmt: skip


def person_panel(request: HttpRequest, person: Person) -> Panel | None:
    """The consent, for those who keep it; nothing where the check is not in use."""
    if not account_of(request).may(EDIT):
        return None
    consent = consent_of(person)
    if consent is None and not settings_of(person.company).is_on:
        return None
    link = reverse("faces:enrol", args=[person.pk])
    facts = [Fact("同意", "同意中" if consent else "没有登记", url=link)]
    if consent:
        facts.append(Fact("同意时间", consent.given_at))
    return Panel("人脸核验", facts=facts, side=True)
