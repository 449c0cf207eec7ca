"""The only writers of the field slice."""

from anhuan.domains.field.actions.devices import (
    Report,
    block_device,
    note_device,
    register_device,
    unblock_device,
)
from anhuan.domains.field.actions.receiving import receive_batch
from anhuan.domains.field.actions.uploading import add_piece, begin_file, drop_unfinished

__all__ = [
    "Report", "add_piece", "begin_file", "block_device", "drop_unfinished", "note_device",
    "receive_batch", "register_device", "unblock_device",
]  # fmt: skip
