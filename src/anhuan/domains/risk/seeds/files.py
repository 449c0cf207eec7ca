"""Reading the YAML beside this file."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def load(name: str) -> Any:
    """One file as plain data. Callers must not change what they get."""
    text = (files("anhuan.domains.risk.seeds") / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
