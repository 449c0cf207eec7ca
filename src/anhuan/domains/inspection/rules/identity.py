"""Who walks this round: shown once, at its beginning (INS-037). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from anhuan.kernel.errors import Blocker

BASIS = "INS-037"


class Identity(StrEnum):
    """How somebody shows who he is, beyond being logged in on the phone."""

    LOGIN = "login"
    SIGNATURE = "signature"
    CARD = "card"


IDENTITY_CHOICES = [
    (Identity.LOGIN, "登录账号"), (Identity.SIGNATURE, "手写签名"), (Identity.CARD, "本人工卡"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What was shown: the SM3 of a signature, what a card says."""

    signature: str = ""
    card: str = ""


def identity_blockers(wanted: Identity, shown: Shown, number: str) -> Iterator[Blocker]:
    """Why it is not shown; `number`: the walker's number, which the card has to say."""
    if wanted is Identity.SIGNATURE and not shown.signature:
        yield Blocker("signature_missing", "开始巡检前请手写签名，确认是本人", BASIS)
    if wanted is not Identity.CARD:
        return
    if not shown.card:
        yield Blocker("card_missing", "开始巡检前请扫本人工卡", BASIS)
    elif shown.card != number:
        yield Blocker("card_of_another", "扫到的不是您本人的工卡", BASIS)
