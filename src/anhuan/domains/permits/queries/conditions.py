"""The evidence that moves a permit on: names of `Step.when`."""

from collections.abc import Callable

from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.rules.gas import is_in_time


def gas_passed(look: Look) -> bool:
    """The newest test is good and may still be started on."""
    test = look.test
    return test is not None and test.is_good and is_in_time(test.sampled_at, look.now)


def measures_done(look: Look) -> bool:
    """Every measure is settled and confirmed on site."""
    return bool(look.measures) and all(one.confirmed_at for one in look.measures)


def briefing_done(look: Look) -> bool:
    """Everybody who works has signed the briefing."""
    return look.briefing is not None and not look.unbriefed


def approvals_done(look: Look) -> bool:
    """Every level has signed."""
    return bool(look.approvals) and all(one.is_approved for one in look.approvals)


def acceptance_done(look: Look) -> bool:
    """Everybody the form names has signed the acceptance."""
    return all(one.is_approved for one in look.acceptances)


CONDITIONS: dict[str, Callable[[Look], bool]] = {
    "": lambda _look: True,
    "gas_passed": gas_passed,
    "gas_failed": lambda look: not gas_passed(look),
    "measures_done": measures_done,
    "briefing_done": briefing_done,
    "approvals_done": approvals_done,
    "acceptance_done": acceptance_done,
}
