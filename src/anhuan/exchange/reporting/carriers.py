"""Carrying a call to its receiver and bringing the answer back; one file per protocol."""

from collections.abc import Callable
from dataclasses import dataclass

from anhuan.domains.reporting.rules.options import Options
from anhuan.domains.reporting.rules.outcomes import Outcome
from anhuan.exchange.forms import Call, Message
from anhuan.exchange.forms.message import Secret


class NoAnswer(Exception):
    """Nobody knows whether it arrived; says what was seen."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Everything a carrier needs."""

    address: str
    call: Call
    message: Message
    options: Options
    secret: Secret


Carry = Callable[[Errand], Outcome]
