"""Who hears of what: by the deed, by the hazard's level (S5 附件 一(四)3: 按分类分级推送)."""

from dataclasses import dataclass

from anhuan.domains.hazards.rules.states import Deed

# Besides roles: "rectifier" and "reporter" are people of the hazard, "acceptors" whose turn it is.
_TOLD: dict[Deed, tuple[str, ...]] = {
    Deed.REPORT: ("safety_manager", "department_head"),
    Deed.ASSESS: ("department_head",),
    Deed.SEND_BACK: ("safety_manager",),
    Deed.ASSIGN: ("rectifier",),
    Deed.PLAN: ("plant_head",),
    Deed.APPROVE_PLAN: ("rectifier",),
    Deed.REJECT_PLAN: ("rectifier",),
    Deed.ASK_EXTENSION: ("department_head", "safety_manager"),
    Deed.GRANT_EXTENSION: ("rectifier",),
    Deed.REFUSE_EXTENSION: ("rectifier",),
    Deed.SUBMIT: ("acceptors",),
    Deed.RETURN: ("rectifier",),
    Deed.REOPEN: ("rectifier", "department_head"),
    Deed.ACCEPT: ("acceptors", "reporter"),
    Deed.DISMISS: ("reporter",),
    Deed.MERGE: ("reporter",),
}
_GRAVE = (Deed.REPORT, Deed.ASSESS, Deed.REOPEN)  # of a major one the head of the plant hears too


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom to tell, and how urgently (1 most … 4)."""

    ears: tuple[str, ...]
    priority: int


def audience_of(deed: Deed, *, is_major: bool) -> Audience | None:
    """None: nobody is told of this deed."""
    ears = _TOLD.get(deed, ())
    if is_major and deed in _GRAVE:
        ears = (*ears, "plant_head", "safety_manager")
    return Audience(tuple(dict.fromkeys(ears)), 2 if is_major else 3) if ears else None
