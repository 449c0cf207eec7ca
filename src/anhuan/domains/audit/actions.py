"""Writing audit rows, and sealing them into the chain."""

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import ForeignKey, Model

from anhuan.domains.audit import queries, rules
from anhuan.domains.audit.models import AuditRow
from anhuan.kernel import clock
from anhuan.kernel.errors import Blocker, refuse_if_any

_SEALING_LOCK = 0x5EA1
M = TypeVar("M", bound=Model)


class Actor(Protocol):
    """Who acts: an account, or `SYSTEM`."""

    @property
    def pk(self) -> Any: ...
    @property
    def display_name(self) -> str: ...


class System:
    """The product itself: engine, worker, migration."""

    pk: UUID | None = None
    display_name = "系统"


SYSTEM = System()


def record(
    actor: Actor,
    verb: str,
    target: Model,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    note: str = "",
    address: str | None = None,
) -> AuditRow:
    """Write one row inside the caller's transaction; the relay seals it within a second."""
    return AuditRow.objects.create(
        at=clock.now(),
        company_id=_company_of(target) or getattr(actor, "company_id", None),
        actor_id=actor.pk,
        actor_name=actor.display_name[:64],
        address=address,
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_name=str(target)[:200],
        before=before,
        after=after,
        note=note[:500],
    )


def _company_of(target: Model) -> Any:
    """Whose row it is: the target's company, else that of something it belongs to."""
    if target._meta.label_lower == "org.company":
        return target.pk
    if own := getattr(target, "company_id", None):
        return own
    parents = [f.name for f in target._meta.fields if isinstance(f, ForeignKey)]
    known = [target._state.fields_cache.get(name) for name in parents]
    return next((found for one in known if (found := getattr(one, "company_id", None))), None)


def draft_of(instance: M, changes: dict[str, Any]) -> M:
    """A copy of the row with the changes set, for rules to judge before anything is written."""
    draft = copy(instance)
    for name, value in changes.items():
        if not _is_many(instance, name):
            setattr(draft, name, value)
    return draft


def field_blockers(draft: Model, *, whole: bool = True) -> Iterator[Blocker]:
    """What the model has against the row: missing, too long; with `whole` also not unique …"""
    try:
        if whole:
            draft.full_clean()
        else:
            draft.clean_fields()
    except ValidationError as error:
        for name, problems in error.message_dict.items():
            field = None if name == "__all__" else draft._meta.get_field(name)
            label = f"{getattr(field, 'verbose_name', name)}：" if field else ""
            yield from (Blocker(f"invalid_{name.strip('_')}", label + text) for text in problems)


def save_checked(
    actor: Actor, instance: M, changes: dict[str, Any], blockers: Iterable[Blocker] = ()
) -> M:
    """Refuse with every reason at once, else `save_audited`.

    The slice's own blockers say uniqueness better than the model: with any, only fields are added.
    """
    found = list(blockers)
    refuse_if_any([*found, *field_blockers(draft_of(instance, changes), whole=not found)])
    return save_audited(actor, instance, changes)


def save_audited(actor: Actor, instance: M, changes: dict[str, Any]) -> M:
    """Set the fields, save, and record what really changed. Creates when the row is new.

    Many-to-many fields may be among `changes` as iterables of objects. Validation (`full_clean`)
    is the caller's; nothing is written when nothing changed.
    """
    with transaction.atomic():
        creating = instance._state.adding
        before, after = _apply(instance, changes, creating)
        many = {name: value for name, value in changes.items() if _is_many(instance, name)}
        if creating or after:
            instance.save()
        for name, value in many.items():
            _set_many(instance, name, value, before, after)
        if creating or after:
            verb = "create" if creating else "update"
            record(actor, verb, instance, before=None if creating else before, after=after)
    return instance


def _is_many(instance: Model, name: str) -> bool:
    return instance._meta.get_field(name).many_to_many is True


def _apply(
    instance: Model, changes: dict[str, Any], creating: bool
) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name, value in changes.items():
        if _is_many(instance, name):
            continue
        field = instance._meta.get_field(name)
        attribute = field.attname if isinstance(field, ForeignKey) else name
        old = getattr(instance, attribute)
        setattr(instance, name, value)
        new = getattr(instance, attribute)
        if creating or old != new:
            before[name], after[name] = _plain(old), _plain(new)
    return before, after


def _set_many(
    instance: Model, name: str, value: Any, before: dict[str, Any], after: dict[str, Any]
) -> None:
    relation = getattr(instance, name)
    old = sorted(str(pk) for pk in relation.values_list("pk", flat=True))
    relation.set(value)
    new = sorted(str(pk) for pk in relation.values_list("pk", flat=True))
    if old != new:
        before[name], after[name] = old, new


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)


def seal_waiting(limit: int = 500) -> int:
    """Seal unsealed rows in the order they were written; returns how many. One sealer at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SEALING_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        last = AuditRow.objects.filter(seq__isnull=False).order_by("-seq").first()
        seq, seal = (last.seq or 0, last.seal or "") if last else (0, rules.GENESIS)
        waiting = list(AuditRow.objects.filter(seq__isnull=True).order_by("id")[:limit])
        for row in waiting:
            seq, seal = seq + 1, rules.seal_of(seal, queries.content_of(row))
            AuditRow.objects.filter(pk=row.pk).update(seq=seq, seal=seal)
        return len(waiting)
