"""Running the reactions that are due."""

from collections.abc import Mapping

from anhuan.domains.outbox.actions import React, react
from anhuan.domains.outbox.queries import due_reactions
from anhuan.kernel import clock


def name_of(function: React) -> str:
    """What a reaction is called in its row: it must stay the same over releases."""
    return f"{function.__module__.rsplit('.', 1)[-1]}.{function.__name__}"


def run_due(functions: Mapping[str, React]) -> bool:
    """Run every due reaction once, each in its own transaction; whether any was done."""
    done = [react(reaction_id, functions) for reaction_id in due_reactions(clock.now())]
    return any(done)
