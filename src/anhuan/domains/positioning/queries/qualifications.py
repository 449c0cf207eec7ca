"""What may entitle somebody to enter besides who he is: permits, trainings. A contract.

A slice that knows such things registers a provider in its `AppConfig.ready`:

    PROVIDERS["training"] = Provider("training", "培训资格", options, holders)

Fences then list `"training:<code>"`, and the engine asks who holds it whenever it reads the plant
again (on every change event, and each minute). As long as nobody registers, nobody is let in by a
qualification, and the fence's page says so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anhuan.domains.org.models import Company

Options = Callable[[Company], Iterable[tuple[str, str]]]  # code, label
Holders = Callable[[Company, str, datetime], Iterable[UUID]]  # persons who hold the code then


@dataclass(frozen=True, slots=True)
class Provider:
    """One kind of qualification."""

    key: str  # "permit", "training"
    label: str  # "作业许可"
    options: Options
    holders: Holders


PROVIDERS: dict[str, Provider] = {}


def options_of(company: Company) -> list[tuple[str, str]]:
    """Everything a fence may ask for, as ("training:GDS", "培训资格 · GDS 操作")."""
    return [
        (f"{provider.key}:{code}", f"{provider.label} · {label}")
        for provider in PROVIDERS.values()
        for code, label in provider.options(company)
    ]


def holders_of(company: Company, names: Iterable[str], at: datetime) -> frozenset[UUID]:
    """The persons who hold any of these at `at`. What nobody provides lets nobody in."""
    found: set[UUID] = set()
    for name in names:
        key, _, code = name.partition(":")
        if key in PROVIDERS:
            found.update(PROVIDERS[key].holders(company, code, at))
    return frozenset(found)


def label_of(company: Company, name: str) -> str:
    """The qualification in words; says so where nobody provides it."""
    known = dict(options_of(company))
    return known.get(name, f"{name}（来源未接入，不放行任何人）")
