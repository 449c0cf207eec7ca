"""Reading what our ids are called: a few columns, for it is read again every few seconds."""

from uuid import UUID

from anhuan.domains.org.models import Company, Person
from anhuan.domains.plant.models import Area
from anhuan.domains.plant.queries import site_of
from anhuan.domains.positioning.models import Tag
from anhuan.domains.positioning.queries.devices import open_assignments
from anhuan.web.outward.shapes import Names


def names_of(code: str) -> Names:
    """Tags and areas of a company; nothing while it has no site."""
    company = Company.objects.filter(code=code, site__isnull=False).first()
    if company is None:
        return Names()
    held, nobody = _holders(company), (None, None)
    tags = Tag.objects.filter(company=company, is_retired=False).values_list("pk", "number")
    areas = Area.objects.filter(company=company, is_retired=False).values_list("pk", "code", "name")
    return Names(
        site_of(company).georeference,
        {str(pk): (number, *held.get(pk, nobody)) for pk, number in tags},
        {str(pk): (code, name) for pk, code, name in areas},
    )


def _holders(company: Company) -> dict[UUID, tuple[str, str]]:
    """Number (or plate) and kind of whoever carries each tag."""
    rows = open_assignments().filter(tag__company=company)
    columns = rows.values_list("tag", "person__number", "person__kind", "vehicle__plate")
    return {
        tag: (number, Person.Kind(kind).on_map) if kind else (plate, "vehicle")
        for tag, number, kind, plate in columns
    }


def plants() -> list[str]:
    """The codes of the plants of this node."""
    rows = Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False)
    return list(rows.values_list("code", flat=True))
