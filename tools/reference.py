"""Write the generated reference pages: tables and words, rights, alarm kinds.

`python tools/reference.py` writes them, `--check` fails when one is out of date (CI does).
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anhuan.web.settings")

import django

django.setup()

from django.apps import apps
from django.db.models import Field, Model

from anhuan.domains.org.rules import RIGHTS, Role

FOLDER = Path("docs/reference")
HEAD = "<!-- written by tools/reference.py; do not edit -->\n\n"


def models() -> Iterator[type[Model]]:
    """Every table of ours, slice by slice."""
    for config in apps.get_app_configs():
        if config.name.startswith("anhuan."):
            yield from config.get_models()


def glossary() -> str:
    """Every model with its Chinese name, fields and choices."""
    lines = ["# Tables and words", "", "Code, 中文, meaning; one table a model."]
    for model in models():
        lines += ["", f"## `{model._meta.label}` {model._meta.verbose_name}", ""]
        lines += [
            (model.__doc__ or "").split("\n")[0],
            "",
            "| field | 中文 | type |",
            "|---|---|---|",
        ]
        lines += [
            _field_row(field) for field in model._meta.get_fields() if isinstance(field, Field)
        ]
    return "\n".join(lines) + "\n"


def _field_row(field: "Field[object, object]") -> str:
    choices = "、".join(f"`{value}` {label}" for value, label in field.flatchoices)
    kind = choices or field.get_internal_type()
    return f"| `{field.name}` | {field.verbose_name} | {kind} |"


def rights() -> str:
    """Who holds which right."""
    roles = list(Role)
    lines = ["# Rights", "", "| right | " + " | ".join(role.label for role in roles) + " |"]
    lines.append("|---" * (len(roles) + 1) + "|")
    for right, holders in sorted(RIGHTS.items()):
        marks = " | ".join("●" if role in holders else "" for role in roles)
        lines.append(f"| `{right}` | {marks} |")
    return "\n".join(lines) + "\n"


PAGES = {"tables.md": glossary, "rights.md": rights}


def main() -> int:
    """Write, or with --check compare."""
    stale = []
    for name, write in PAGES.items():
        text, path = HEAD + write(), FOLDER / name
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(str(path))
    for path in stale:
        print(f"out of date: {path}; run python tools/reference.py", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
