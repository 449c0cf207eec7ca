"""Enrolling terminals: each gets a tag of its number, so that everything else knows it at once."""

from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import Actor, draft_of, record, save_checked
from anhuan.domains.org.models import Company
from anhuan.domains.outbox.actions import emit
from anhuan.domains.positioning import actions as positioning
from anhuan.domains.positioning.models import Tag, Vehicle
from anhuan.domains.vehicles.events import TerminalChanged
from anhuan.domains.vehicles.models import Knock, Terminal
from anhuan.domains.vehicles.rules import terminals as rules
from anhuan.kernel.errors import refuse

TECHNOLOGY = "GNSS · JT/T 808"


@transaction.atomic
def enrol_terminal(
    actor: Actor, company: Company, vehicle: Vehicle | None = None, tag: Tag | None = None,
    **changes: Any,
) -> Terminal:  # fmt: skip
    """Let a terminal sign in from now on; on a vehicle that has none, its tag is given to it.

    `tag`: one the vehicle has already; a new one of the terminal's number otherwise.
    """
    changes["phone"] = rules.phone_of(str(changes.get("phone", "")))
    terminal = Terminal(company=company)
    terminal.tag = tag or _tag_for(actor, company, changes["phone"])
    _save(actor, terminal, changes | {"tag": terminal.tag})
    if vehicle is not None:
        positioning.bind_tag(actor, terminal.tag, vehicle)
    Knock.objects.filter(company=company, phone=terminal.phone).delete()
    return terminal


def edit_terminal(actor: Actor, terminal: Terminal, **changes: Any) -> Terminal:
    """Change its settings; they are sent to it at its next word."""
    with transaction.atomic():
        changes.pop("phone", None)  # another number is another terminal
        if {"report_every_s", "fastest_kmh"} & changes.keys():
            changes["set_at"] = None
        return _save(actor, terminal, changes)


@transaction.atomic
def release_terminal(actor: Actor, terminal: Terminal) -> Terminal:
    """Forget which device registered: after an exchange the new one may register."""
    before = {"device": terminal.device}
    terminal.device = terminal.code_sm3 = ""
    terminal.registered_at = None
    terminal.save(update_fields=["device", "code_sm3", "registered_at"])
    record(actor, "release", terminal, before=before, after={"device": ""})
    _tell(terminal)
    return terminal


@transaction.atomic
def retire_terminal(actor: Actor, terminal: Terminal, reason: str) -> Terminal:
    """Refuse it from now on; its tag is taken back and retired, its tracks stay."""
    if terminal.is_retired:
        raise refuse("already_retired", "已经停用")
    if not reason.strip():
        raise refuse("reason_missing", "请填写停用原因")
    if terminal.tag.assignments.filter(until__isnull=True).exists():
        positioning.unbind_tag(actor, terminal.tag, reason=reason)
    positioning.retire_tag(actor, terminal.tag, reason)
    terminal.is_retired, terminal.code_sm3 = True, ""
    terminal.save(update_fields=["is_retired", "code_sm3"])
    record(actor, "retire", terminal, before={"is_retired": False}, after={"is_retired": True},
           note=reason)  # fmt: skip
    _tell(terminal)
    return terminal


def _save(actor: Actor, terminal: Terminal, changes: dict[str, Any]) -> Terminal:
    draft = draft_of(terminal, changes)
    found = rules.terminal_blockers(draft.phone, draft.report_every_s, draft.fastest_kmh)
    saved = save_checked(actor, terminal, changes, found)
    _tell(saved)
    return saved


def _tag_for(actor: Actor, company: Company, phone: str) -> Tag:
    """The tag of that number: a free one of a vehicle, else a new one."""
    known = Tag.objects.filter(company=company, number=phone).first()
    if known is None:
        facts = {"number": phone or "?", "form": Tag.Form.VEHICLE, "technology": TECHNOLOGY}
        return positioning.register_tag(actor, company, **facts)
    if known.form != Tag.Form.VEHICLE or known.is_retired or hasattr(known, "terminal"):
        raise refuse("phone_taken", f"编号 {phone} 已被另一个标签或终端使用")
    return known


def _tell(terminal: Terminal) -> None:
    emit(terminal.company.code, TerminalChanged(terminal=terminal.pk, phone=terminal.phone))
