"""Keys of ciphers, a file beside the database: enterprise id → {key, iv}."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.conf import settings

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def keys_file() -> Path:
    """Where it lies."""
    return Path(settings.DATA) / "secrets" / "province.yaml"


def all_keys() -> dict[str, Any]:
    """Everything in it; nothing where it is not there."""
    file = keys_file()
    try:
        return dict(_read(file, file.stat().st_mtime_ns))
    except FileNotFoundError:
        return {}


@lru_cache(maxsize=1)
def _read(file: Path, changed_ns: int) -> Mapping[str, Any]:
    """Once for every change of the file: two thousand keys take a while to read."""
    try:
        found = yaml.load(file.read_text(encoding="utf-8"), _LOADER)
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, Mapping) else {}


def key_of(enterprise: UUID) -> dict[str, str]:
    """One plant's; empty: it has none."""
    found = all_keys().get(str(enterprise))
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, Mapping) else {}
