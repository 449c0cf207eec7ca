"""What the tree of departments is called here: a plant's, or an authority's."""

from django.conf import settings

from anhuan.domains.org.models import Department
from anhuan.domains.org.rules.tree import OF_A_PLANT, OF_AN_AUTHORITY, Naming


def naming() -> Naming:
    """By the role of this node."""
    return OF_AN_AUTHORITY if settings.ROLE == "province" else OF_A_PLANT


def level_word(one: Department) -> str:
    """Of one node of the tree."""
    return naming().levels[one.level]
