"""Before work begins or goes on: the air is watched, weather's traces were looked at, and whoever
signs has shown who he is."""

from collections.abc import Iterator

from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.verifying import seal_of
from anhuan.domains.permits.queries.watching import gaps
from anhuan.domains.permits.queries.weather import check_owed
from anhuan.domains.permits.rules.gas import TARGET_LABELS
from anhuan.kernel.errors import Blocker

PROOFS = ("password", "face")


def watched(look: Look) -> Iterator[Blocker]:
    """Special hot work and confined spaces: connected detectors see all that is owed (6.5)."""
    missing = gaps(look)
    if missing:
        what = "、".join(TARGET_LABELS[one] for one in missing)
        text = f"{what}没有在线检测仪连续监测，请绑定并开机"
        yield Blocker("not_continuous", text, "GB 30871-2022 6.5")


def weather_checked(look: Look) -> Iterator[Blocker]:
    """After storm, rain or snow somebody looked at what holds people up (8.2.6, 11.5 d)."""
    owed = check_owed(look)
    if owed:
        yield Blocker("weather_check_missing", f"{owed}，并登记“天气复查”", "GB 30871-2022 8.2.6")


def owes_check(look: Look) -> Iterator[Blocker]:
    """Only after weather that asks for it."""
    if not check_owed(look):
        yield Blocker("check_not_owed", "没有需要复查的恶劣天气，或已复查")


def proved(look: Look) -> Iterator[Blocker]:
    """A signature is about what one saw, made once; where the plant wants it, with a password.

    An old request sent again names an older seal, and is refused.
    """
    if look.given.get("asking"):
        return
    seen = str(look.given.get("seen") or "")
    if seen and seen != seal_of(look.permit):
        text = "您看到的内容之后又有变化，或该签字已提交过，请刷新后重新签批"
        yield Blocker("content_moved", text)
    if not look.settings.asks_password:
        return
    if str(look.given.get("method") or "session") not in PROOFS:
        yield Blocker("password_missing", "请输入账号密码后签批", "AQ 3064.2-2025 5.5.2")
    if not seen:
        yield Blocker("seen_missing", "请打开作业票最新内容后签批")


WATCHED_GUARDS = {
    "watched": watched, "weather_checked": weather_checked, "owes_check": owes_check,
    "proved": proved,
}  # fmt: skip
