"""Writing notices, and getting them out of the house."""

from anhuan.domains.notify.actions.channels import save_channel
from anhuan.domains.notify.actions.delivering import deliver, requeue_overdue, try_channel
from anhuan.domains.notify.actions.posting import Message, mark_read, post

__all__ = [
    "Message",
    "deliver",
    "mark_read",
    "post",
    "requeue_overdue",
    "save_channel",
    "try_channel",
]
