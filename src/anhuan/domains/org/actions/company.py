"""The company's card, contractor firms, departments and posts."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, save_audited, save_checked
from anhuan.domains.org import rules
from anhuan.domains.org.events import OrganisationChanged
from anhuan.domains.org.models import Company, Department, Person, Post
from anhuan.domains.org.queries import departments_below
from anhuan.domains.org.queries.naming import naming
from anhuan.domains.outbox.actions import emit
from anhuan.kernel.errors import Blocker, refuse, refuse_if_any
from anhuan.kernel.ids import uuid7

_PHONES = ("principal_phone", "safety_officer_phone", "duty_phone")


def change_company(actor: Actor, company: Company, changes: dict[str, Any]) -> Company:
    """Change the card of a company, one's own or a contractor's."""
    with transaction.atomic():
        blockers = _company_blockers(draft_of(company, changes))
        saved = save_checked(actor, company, changes, blockers)
        emit(saved.code, OrganisationChanged(what="company"))
    return saved


def create_contractor(actor: Actor, changes: dict[str, Any]) -> Company:
    """A contractor firm whose people come to work here."""
    firm = Company(kind=Company.Kind.CONTRACTOR, code=f"c-{uuid7().hex[-12:]}")
    if Company.objects.filter(kind=firm.kind, name=changes.get("name", "")).exists():
        raise refuse("contractor_known", f"承包商 {changes['name']} 已登记")
    return change_company(actor, firm, changes)


def set_contractor_retired(actor: Actor, firm: Company, retired: bool) -> Company:
    """Stop or resume working with a contractor; its people must have left first."""
    present = Person.objects.filter(employer=firm, is_retired=False).count()
    if retired and present:
        raise refuse("contractor_has_people", f"还有 {present} 名人员在册，请先办理离厂")
    return save_audited(actor, firm, {"is_retired": retired})


def save_department(actor: Actor, department: Department, changes: dict[str, Any]) -> Department:
    """Make or change a node of the organisation tree."""
    with transaction.atomic():
        blockers = _department_blockers(draft_of(department, changes))
        saved = save_checked(actor, department, changes, blockers)
        emit(saved.company.code, OrganisationChanged(what="departments"))
    return saved


def retire_department(actor: Actor, department: Department) -> Department:
    """Take a department out of use; nobody and nothing may hang on it any more."""
    refuse_if_any(_department_use(department))
    with transaction.atomic():
        save_audited(actor, department, {"is_retired": True})
        emit(department.company.code, OrganisationChanged(what="departments"))
    return department


def save_post(actor: Actor, post: Post, changes: dict[str, Any]) -> Post:
    """Make or change a post."""
    with transaction.atomic():
        blockers = _post_blockers(draft_of(post, changes))
        saved = save_checked(actor, post, changes, blockers)
        emit(saved.company.code, OrganisationChanged(what="posts"))
    return saved


def retire_post(actor: Actor, post: Post) -> Post:
    """Take a post out of use; nobody may hold it."""
    held = Person.objects.filter(post=post, is_retired=False).count()
    if held:
        raise refuse("post_is_held", f"还有 {held} 人在这个岗位上")
    return save_audited(actor, post, {"is_retired": True})


def _company_blockers(draft: Company) -> Iterator[Blocker]:
    yield from rules.credit_code_blockers(draft.credit_code)
    for name in _PHONES:
        label = str(getattr(Company._meta.get_field(name), "verbose_name", name))
        yield from rules.phone_blockers(getattr(draft, name), label)
    if (draft.safety_headcount or 0) > (draft.headcount or draft.safety_headcount or 0):
        yield Blocker("more_officers_than_people", "专职安全员人数多于从业人数")


def _department_blockers(draft: Department) -> Iterator[Blocker]:
    parent = draft.parent
    yield from rules.level_blockers(draft.level, parent.level if parent else None, naming().levels)
    rows = Department.objects.filter(company=draft.company, is_retired=False).exclude(pk=draft.pk)
    if parent is None and rows.filter(parent__isnull=True).exists():
        yield Blocker("second_root", "公司一级只能有一个")
    if parent is not None and parent.company_id != draft.company_id:
        yield Blocker("other_company", "上级不是本企业的部门")
    if parent is not None and parent.pk in departments_below([draft.pk]):
        yield Blocker("department_circle", "上级不能是自己或自己的下级")
    if rows.filter(parent=parent, name=draft.name).exists():
        yield Blocker("department_known", f"同一上级下已有“{draft.name}”")


def _department_use(department: Department) -> Iterator[Blocker]:
    below = Department.objects.filter(parent=department, is_retired=False).count()
    if below:
        yield Blocker("department_has_children", f"下面还有 {below} 个部门，请先处理")
    people = Person.objects.filter(department=department, is_retired=False).count()
    if people:
        yield Blocker("department_has_people", f"还有 {people} 人，请先调到别的部门")


def _post_blockers(draft: Post) -> Iterator[Blocker]:
    rows = Post.objects.filter(company=draft.company, is_retired=False).exclude(pk=draft.pk)
    if rows.filter(department=draft.department, name=draft.name).exists():
        yield Blocker("post_known", f"已有岗位“{draft.name}”")
    if draft.department is not None and draft.department.company_id != draft.company_id:
        yield Blocker("other_company", "部门不是本企业的")
