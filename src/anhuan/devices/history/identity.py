"""Ids worked out from the company's: the past is packed before tags and areas are stored."""

from uuid import UUID

from anhuan.kernel.ids import uuid_of


def tag_id(company: UUID, number: str) -> UUID:
    """The id of the tag with that number."""
    return uuid_of(company, "tag", number)


def area_id(company: UUID, code: str) -> UUID:
    """The id of the area with that code."""
    return uuid_of(company, "area", code)
