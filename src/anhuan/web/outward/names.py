"""Reading what our ids are called."""

from anhuan.domains.omlox.queries.directory import OURS, directory_in, trackable_properties
from anhuan.domains.org.models import Company
from anhuan.domains.plant.models import Area
from anhuan.domains.positioning.queries.scope import Scope
from anhuan.web.outward.shapes import Names


def names_of(code: str) -> Names:
    """Tags and areas of a company; nothing while it has no site."""
    company = Company.objects.filter(code=code, site__isnull=False).first()
    if company is None:
        return Names()
    directory = directory_in(Scope(company))
    tags: dict[str, tuple[str, str | None, str | None]] = {}
    for tag, provider in directory.providers.items():
        carrier = directory.carrier_of(tag)
        about = trackable_properties(carrier)[OURS] if carrier else {}
        tags[str(tag)] = provider.tag.number, about.get("number"), about.get("kind")
    areas = Area.objects.filter(company=company, is_retired=False).values_list("pk", "code", "name")
    return Names(directory.places.earth, tags, {str(pk): (c, name) for pk, c, name in areas})


def plants() -> list[str]:
    """The codes of the plants of this node."""
    rows = Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False)
    return list(rows.values_list("code", flat=True))
