"""What the JT/T 808 server writes when terminals register, sign off and speak."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.outbox.actions import emit
from anhuan.domains.vehicles.events import TerminalChanged
from anhuan.domains.vehicles.models import Knock, Terminal
from anhuan.domains.vehicles.rules import terminals as rules
from anhuan.kernel import clock

Words = Mapping[str, str]  # device, maker, model, plate as a registration states them


@transaction.atomic
def sign_up_terminal(terminal_id: UUID, stated: Words, *, is_2019: bool) -> str | None:
    """A registration: the code to sign in with, of which only the digest is kept.

    None when another device registered under this number, or it may no longer sign in.
    """
    rows = Terminal.objects.select_for_update(of=("self",)).select_related("company")
    terminal = rows.filter(pk=terminal_id, is_retired=False).first()
    if terminal is None:
        return None
    if not rules.is_same_device(rules.Known(terminal.device), stated["device"]):
        return None
    code = rules.new_code()
    for name, value in stated.items():
        setattr(terminal, name, value)
    terminal.is_2019, terminal.code_sm3 = is_2019, rules.digest_of(code)
    terminal.registered_at = terminal.heard_at = clock.now()
    terminal.save()
    Knock.objects.filter(
        company=terminal.company, phone=terminal.phone, reason=Knock.Reason.UNKNOWN
    ).delete()
    record(SYSTEM, "sign_up", terminal, after=dict(stated))
    emit(terminal.company.code, TerminalChanged(terminal=terminal.pk, phone=terminal.phone))
    return code


@transaction.atomic
def log_out_terminal(terminal_id: UUID) -> None:
    """A terminal ends its registration: its code is worth nothing any more."""
    terminal = Terminal.objects.select_related("company").get(pk=terminal_id)
    terminal.code_sm3 = ""
    terminal.save(update_fields=["code_sm3"])
    record(SYSTEM, "log_out", terminal)
    emit(terminal.company.code, TerminalChanged(terminal=terminal.pk, phone=terminal.phone))


def note_heard(heard: Mapping[UUID, datetime]) -> None:
    """When terminals spoke last; written in bulk, no event."""
    rows = [Terminal(pk=pk, heard_at=at) for pk, at in heard.items()]
    Terminal.objects.bulk_update(rows, ["heard_at"], batch_size=500)


def confirm_parameters(terminal_id: UUID) -> None:
    """A terminal says it is set as wanted."""
    Terminal.objects.filter(pk=terminal_id).update(set_at=clock.now())
