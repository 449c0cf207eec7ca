"""People come, change and leave. AQ 3064.1 (从业人员、第三方人员), AQ 3064.3 5.1.1."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record, save_audited, save_checked
from anhuan.domains.org import rules
from anhuan.domains.org.events import PersonChanged, PersonRetired
from anhuan.domains.org.models import Company, Person
from anhuan.domains.outbox.actions import emit
from anhuan.kernel.errors import Blocker, refuse


def create_person(actor: Actor, company: Company, changes: dict[str, Any]) -> Person:
    """A new person of the company. Fields are the model's."""
    return _save(actor, Person(company=company), changes)


def change_person(actor: Actor, person: Person, changes: dict[str, Any]) -> Person:
    """Change a person's facts."""
    return _save(actor, person, changes)


def retire_person(actor: Actor, person: Person) -> Person:
    """Somebody left: no longer counted; the login is closed; history stays."""
    if person.is_retired:
        raise refuse("already_retired", f"{person.name} 已经是离职/离厂状态")
    with transaction.atomic():
        save_audited(actor, person, {"is_retired": True})
        account = getattr(person, "account", None)
        if account is not None and account.is_active:
            save_audited(actor, account, {"is_active": False})
        emit(person.company.code, PersonRetired(person=person.pk, name=person.name))
    return person


def restore_person(actor: Actor, person: Person) -> Person:
    """Somebody came back. The login stays closed until an administrator opens it."""
    if not person.is_retired:
        raise refuse("not_retired", f"{person.name} 在册，不用恢复")
    return _save(actor, person, {"is_retired": False})


def put_person(actor: Actor, company: Company, values: dict[str, Any]) -> str:
    """One row of an import: by number, made or changed. "created", "updated" or "unchanged"."""
    person = Person.objects.filter(company=company, number=values["number"]).first()
    if person is None:
        create_person(actor, company, {k: v for k, v in values.items() if v is not None})
        return "created"
    changes = {name: _cleared(name, value) for name, value in values.items()}
    changed = {name: value for name, value in changes.items() if getattr(person, name) != value}
    if not changed:
        return "unchanged"
    change_person(actor, person, changed)
    return "updated"


def note_people_export(actor: Actor, company: Company, count: int) -> None:
    """Who took a list of people out, and how many."""
    record(actor, "export", company, note=f"导出人员 {count} 人")


def _cleared(name: str, value: Any) -> Any:
    """An empty cell empties the field as a fresh row has it."""
    return getattr(Person(), name) if value is None else value


def _save(actor: Actor, person: Person, changes: dict[str, Any]) -> Person:
    if "name" in changes:
        changes = changes | {"pinyin": pinyin_of(changes["name"])}
    with transaction.atomic():
        saved = save_checked(actor, person, changes, _blockers(draft_of(person, changes)))
        told = PersonChanged(person=saved.pk, name=saved.name, kind=saved.kind)
        emit(saved.company.code, told)
    return saved


def _blockers(draft: Person) -> Iterator[Blocker]:
    yield from rules.identity_blockers(draft.identity_no)
    yield from rules.phone_blockers(draft.phone, "手机")
    same = Person.objects.filter(company=draft.company, number=draft.number).exclude(pk=draft.pk)
    if taken := same.first():
        yield Blocker("number_taken", f"工号 {draft.number} 已由 {taken.name} 使用")
    if draft.kind == Person.Kind.CONTRACTOR and draft.employer is None:
        clause = "AQ 3064.3-2025 5.1.1"
        yield Blocker("contractor_needs_employer", "承包商人员要填写所属单位", clause)
    if draft.employer is not None and draft.employer.kind != Company.Kind.CONTRACTOR:
        yield Blocker("employer_not_contractor", "所属单位要从承包商单位里选")
    for part in (draft.department, draft.post):
        if part is not None and part.company_id != draft.company_id:
            yield Blocker("other_company", f"{part} 不是本企业的")


def pinyin_of(name: str) -> str:
    """ "wang hai tao wanghaitao wht": for sorting, for typing it whole, for initials."""
    from pypinyin import lazy_pinyin  # its dictionary takes half a second to load

    syllables = lazy_pinyin(name)
    initials = "".join(syllable[:1] for syllable in syllables)
    return f"{' '.join(syllables)} {''.join(syllables)} {initials}"[:200]
