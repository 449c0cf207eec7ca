"""Setting up the ways out."""

from typing import Any

from django.db import transaction

from anhuan.domains.audit.actions import record
from anhuan.domains.notify import rules
from anhuan.domains.notify.models import Channel
from anhuan.domains.org.models import Account


def save_channel(by: Account, channel: Channel, changes: dict[str, Any]) -> Channel:
    """Create or change a channel. Its address holds keys: the audit chain gets it masked."""
    creating = channel._state.adding
    before = {name: _shown(name, getattr(channel, name)) for name in changes}
    with transaction.atomic():
        for name, value in changes.items():
            setattr(channel, name, value)
        channel.save()
        after = {name: _shown(name, value) for name, value in changes.items()}
        verb = "create" if creating else "update"
        record(by, verb, channel, before=None if creating else before, after=after)
    return channel


def _shown(name: str, value: Any) -> Any:
    return rules.hidden(str(value)) if name == "url" else value
