"""People of all plants in scope, by their newest positions."""

from anhuan.domains.org.models import Account
from anhuan.domains.province.models import Enterprise
from anhuan.domains.province.queries.rows import visible_rows
from anhuan.domains.province.rules.near import Near, near


def people_near(
    account: Account, place: tuple[float, float], radius_m: float
) -> list[tuple[Enterprise, Near]]:
    """The nearest first."""
    found = [
        (row.enterprise, one)
        for row in visible_rows(account, "people")
        for one in near(row.content, place, radius_m)
    ]
    return sorted(found, key=lambda pair: pair[1].distance_m)
