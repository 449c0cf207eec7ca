"""What every form takes and gives."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Settings = Mapping[str, Any]  # a receiver's options for its form
Secret = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Meta:
    """What an envelope says of a row beside its columns; times as the receiver reads them."""

    key: str
    made_at: Any
    changed_at: Any
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes beside the rows. `name`: how a row refers to it."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """Rows of one table, ready in the receiver's words. `id` is the same at every attempt."""

    id: str
    table: str
    name: str  # what the receiver calls the table: a path, a service, a topic
    rows: Sequence[Mapping[str, Any]]
    metas: Sequence[Meta]
    company_code: str
    park_code: str = ""
    made_at: Any = ""
    attachments: Sequence[Attachment] = ()
    epoch: str = ""  # whose numbers they are
    number: int = 0  # dense, from 1; 0: not numbered
    plant: Mapping[str, Any] = field(default_factory=dict)  # passed on for another: what it is
    packed_ms: int = 0  # when it was put together, milliseconds since 1970


@dataclass(frozen=True, slots=True)
class Call:
    """What goes out. `path` is added to the address, for MQTT it is the topic."""

    body: bytes
    path: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


Encode = Callable[[Message, Settings, Secret], Call]
