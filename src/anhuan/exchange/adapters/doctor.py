"""What `anhuan doctor` says of databases: which were met in tests, and which never were."""

from collections.abc import Iterator
from importlib.util import find_spec

from anhuan.exchange.core.definition.databases import DATABASES
from anhuan.node.checks import Check, passed, skipped


def checks() -> Iterator[Check]:
    """Two lines: nothing here must be put right unless somebody exchanges with such a server."""
    proven = [one.proven for one in DATABASES.values() if one.proven]
    yield passed("exchange", f"tested with {', '.join(proven)}")
    unproven = [one for one in DATABASES.values() if not one.proven]
    named = ", ".join(
        f"{one.kind} (no driver {one.driver})" if one.driver and not find_spec(one.driver)
        else one.kind
        for one in unproven
    )  # fmt: skip
    yield skipped("exchange", f"written but never run against a real server: {named}")
