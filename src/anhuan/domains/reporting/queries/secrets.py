"""Keys, tokens and passwords of receivers: a file beside the database, readable by us only.

`secrets/reporting.yaml` in the data folder:

    park-2025:
      token: "…"
      key: "0123…"        # hex, 16 bytes for SM4 and AES-128, 32 for AES-256
      iv: "…"             # hex, where the receiver wants a fixed one
      username: "…"
      password: "…"
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings


def secrets_file() -> Path:
    """Where it lies."""
    return Path(settings.DATA) / "secrets" / "reporting.yaml"


def secret_of(name: str) -> Mapping[str, str]:
    """What the name stands for; nothing where there is no name. KeyError: the file lacks it."""
    if not name:
        return {}
    found = _known().get(name)
    if not isinstance(found, Mapping):
        raise KeyError(name)
    return {str(key): str(value) for key, value in found.items()}


def has_secret(name: str) -> bool:
    """Whether the file knows it."""
    return not name or isinstance(_known().get(name), Mapping)


def _known() -> Mapping[str, Any]:
    try:
        found = yaml.safe_load(secrets_file().read_text(encoding="utf-8"))
    except (FileNotFoundError, yaml.YAMLError):
        return {}
    return found if isinstance(found, Mapping) else {}
