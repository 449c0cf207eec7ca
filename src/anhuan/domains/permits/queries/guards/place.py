"""Where: the signer on site, neighbours that do not go together, wind, linked permits."""

from collections.abc import Iterator

from anhuan.domains.permits.models import PermitSettings
from anhuan.domains.permits.queries.grading import facts_grade, occasions_of, raises_approver
from anhuan.domains.permits.queries.look import Look
from anhuan.domains.permits.queries.neighbours import conflicts as conflicts_of
from anhuan.domains.permits.queries.weather import weather_at
from anhuan.domains.permits.rules.codes import ALARM_CODES
from anhuan.domains.permits.rules.upgrade import alarms_if_not_upgraded
from anhuan.domains.permits.rules.weather import weather_faults
from anhuan.kernel.errors import Blocker

_ON_SITE = "AQ 3064.2-2025 5.5.2"


def on_site(look: Look) -> Iterator[Blocker]:
    """Whoever signs stands at the work: by position, or by a scanned point (4.11; alarm 30)."""
    where, radius_m = look.where, look.figures.on_site_radius_m
    if not _must_be_there(look):
        return
    if look.settings.on_site == PermitSettings.OnSite.POSITION and where.by == "point":
        yield Blocker("not_on_site", "须由定位确认在场，扫码不作依据", _ON_SITE)
    elif not where.by:
        text = "没有您的有效定位，请佩戴标签到现场，或扫描作业点码后再签"
        yield Blocker("not_on_site", text, _ON_SITE)
    elif where.distance_m is None or where.distance_m > radius_m:
        away = "不在作业楼层" if where.distance_m is None else f"距作业点 {where.distance_m:g} m"
        text = f"您{away}，须在 {radius_m:g} m 内签批"
        yield Blocker("not_on_site", text, _ON_SITE)


def _must_be_there(look: Look) -> bool:
    """Not for a signature of the office; and who only asks may still scan the place's code."""
    mode, row = look.settings.on_site, look.signing
    is_free = mode == PermitSettings.OnSite.RECORDED or (row is not None and not row.on_site)
    may_scan = bool(look.given.get("asking")) and mode == PermitSettings.OnSite.REQUIRED
    return not is_free and not may_scan


def conflicts(look: Look) -> Iterator[Blocker]:
    """Works beside this one that do not go together with it (5.2.8, 5.2.9, 6.7, 7.6, 7.10)."""
    for one in conflicts_of(look):
        if one.blocks:
            yield Blocker(f"conflict_{one.code}", one.text, one.clause)


def upgrade(look: Look) -> Iterator[Blocker]:
    """Hot work on holidays, rest days, at night or in special periods counts for more (5.1.1)."""
    found = alarms_if_not_upgraded(
        look.kind, facts_grade(look).level, look.level, occasions_of(look), look.figures,
        is_approver_raised=raises_approver(look),
    )  # fmt: skip
    for alarm in found:
        text = f"{ALARM_CODES[alarm].label}，请提高级别后重新办理"
        yield Blocker(alarm, text, "GB 30871-2022 5.1.1")


def weather(look: Look) -> Iterator[Blocker]:
    """Wind, rain, snow, fog and heat against work in the open (5.2.15, 8.2.6, 9.2.4; R26)."""
    known = weather_at(look.permit.company, look.now)
    if known is None:
        return
    raised = look.level != facts_grade(look).level or raises_approver(look)
    for one in weather_faults(look.kind, look.facts, known, look.figures):
        if not (one.may_upgrade and raised):
            yield Blocker(f"weather_{one.code}", one.text, one.clause)


PLACE_GUARDS = {
    "on_site": on_site, "conflicts": conflicts, "upgrade": upgrade, "weather": weather,
}  # fmt: skip
