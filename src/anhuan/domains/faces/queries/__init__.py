"""The contract of the face check: `identify(person, picture) -> Outcome`."""

from anhuan.domains.faces.queries.identifying import (
    consent_of,
    identify,
    is_offered,
    settings_of,
    visible_consents,
)

__all__ = ["consent_of", "identify", "is_offered", "settings_of", "visible_consents"]
