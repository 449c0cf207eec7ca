"""What parts, their leases and their fixes are called."""

from __future__ import annotations

import os
from dataclasses import dataclass

from anhuan.domains.org.models import Company

JUDGE = "judge"
PREFIX = "part."


def parts_wanted() -> int:
    """Into how many solvers each plant is cut; 0: one process is the whole engine."""
    return max(0, int(os.environ.get("ANHUAN_ENGINE_PARTS") or 0))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of one plant. share: which of `of` solvers; None: the judge."""

    company: Company
    share: int | None
    of: int

    @property
    def name(self) -> str:
        """judge, or as in `solve.2`."""
        return JUDGE if self.share is None else f"solve.{self.share}"

    @property
    def key(self) -> str:
        """Of its lease."""
        return f"{PREFIX}{self.company.code}.{self.name}"

    @property
    def shard(self) -> int:
        """Of its checkpoint; the judge has the one of an engine that is whole."""
        return 0 if self.share is None else self.share + 1


def parts_of(company: Company, solvers: int) -> list[Part]:
    """All parts of a plant."""
    return [Part(company, None, solvers), *(Part(company, k, solvers) for k in range(solvers))]


def find_plants() -> list[Company]:
    """Every plant in the database that is in use."""
    plants = Company.objects.filter(kind=Company.Kind.PLANT, is_retired=False)
    return list(plants.order_by("pk"))


def fixes_subject(company: str, share: int | str) -> str:
    """Where a solver says its fixes; `*` for all of a plant."""
    return f"fix.{company}.{share}"
