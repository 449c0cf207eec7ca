"""What `anhuan doctor` says of databases: drivers, and which servers the tests have ever met."""

from collections.abc import Iterator

from anhuan.exchange.adapters.sql.optional import installed
from anhuan.exchange.core.definition.databases import DATABASES, Database
from anhuan.node.checks import Check, passed, skipped


def checks() -> Iterator[Check]:
    """A line for each kind; nothing must be put right unless somebody exchanges with such a one."""
    for one in DATABASES.values():
        says = f"{one.kind}: {_driver(one)}, {_met(one)}"
        yield (passed if one.proven else skipped)("exchange", says)


def _driver(one: Database) -> str:
    if not one.driver:
        return "driver of Python's own"
    found = installed(one)
    return f"{one.driver} {found}" if found else f"no driver (pip install {one.driver})"


def _met(one: Database) -> str:
    if one.proven:
        return f"tested with {one.proven}"
    if one.stand_in:
        return f"tested with {one.stand_in} in its place, never met a server of its own"
    return "statements tested as texts, never met a server"
