"""The plant's signing key: a file beside the database, never in it."""

from pathlib import Path

from django.conf import settings

from anhuan.domains.audit.actions import SYSTEM, record
from anhuan.domains.hazards.queries.verifying import known_keys
from anhuan.domains.org.models import Company
from anhuan.kernel.sm2 import PlantKey, fingerprint, load_or_make


def plant_key(company: Company) -> PlantKey:
    """The key, made at the first start; that it is the plant's own goes into the audit chain."""
    key = load_or_make(Path(settings.DATA) / "secrets" / "plant-sm2")
    if key.public not in known_keys(company.pk):
        said = {"public_key": key.public, "fingerprint": fingerprint(key.public)}
        record(SYSTEM, "new_key", company, after=said)
    return key
