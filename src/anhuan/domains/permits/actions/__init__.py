"""Everything that may be done to a permit, and to what permits need."""

from anhuan.domains.permits.actions.alarming import alarm_refusal
from anhuan.domains.permits.actions.applying import Application, Named, Risk, analyse, apply, revise
from anhuan.domains.permits.actions.approving import (
    approve,
    reject,
    return_to_testing,
    submit,
    verify_issue,
)
from anhuan.domains.permits.actions.configuring import (
    Delegated,
    delegate,
    end_delegation,
    save_form,
    save_gas,
    save_hazard,
    save_point,
    save_settings,
    set_post_holders,
)
from anhuan.domains.permits.actions.daily import check_people, file_accepted, plan_day
from anhuan.domains.permits.actions.ending import (
    ask_cancel,
    cancel,
    extend,
    reissue,
    revoke,
    void,
)
from anhuan.domains.permits.actions.guarding import (
    Going,
    change_crew,
    enter,
    hand_over_guard,
    hand_over_shift,
    leave,
    remark,
    take_over,
)
from anhuan.domains.permits.actions.linking import change_job, link
from anhuan.domains.permits.actions.photos import Shot, add_photo
from anhuan.domains.permits.actions.preparing import (
    Sample,
    Settled,
    add_measure,
    brief,
    confirm_measure,
    fill,
    record_gas_test,
    sign_briefing,
)
from anhuan.domains.permits.actions.printing import note_prints
from anhuan.domains.permits.actions.reacting import alarm_began, alarm_ended, neighbours_changed
from anhuan.domains.permits.actions.reserving import (
    Reservation,
    approve_reservation,
    rebook,
    reject_reservation,
    reserve,
)
from anhuan.domains.permits.actions.seeding import seed_permits
from anhuan.domains.permits.actions.ticking import tick, tick_due
from anhuan.domains.permits.actions.weather import note_weather
from anhuan.domains.permits.actions.working import (
    accept,
    archive,
    expire,
    finish,
    record_gas,
    resume,
    start,
    suspend,
)

__all__ = [
    "Application",
    "Delegated",
    "Going",
    "Named",
    "Reservation",
    "Risk",
    "Sample",
    "Settled",
    "Shot",
    "accept",
    "add_measure",
    "add_photo",
    "alarm_began",
    "alarm_ended",
    "alarm_refusal",
    "analyse",
    "apply",
    "approve",
    "approve_reservation",
    "archive",
    "ask_cancel",
    "brief",
    "cancel",
    "change_crew",
    "change_job",
    "check_people",
    "confirm_measure",
    "delegate",
    "end_delegation",
    "enter",
    "expire",
    "extend",
    "file_accepted",
    "fill",
    "finish",
    "hand_over_guard",
    "hand_over_shift",
    "leave",
    "link",
    "neighbours_changed",
    "note_prints",
    "note_weather",
    "plan_day",
    "rebook",
    "record_gas",
    "record_gas_test",
    "reissue",
    "reject",
    "reject_reservation",
    "remark",
    "reserve",
    "resume",
    "return_to_testing",
    "revise",
    "revoke",
    "save_form",
    "save_gas",
    "save_hazard",
    "save_point",
    "save_settings",
    "seed_permits",
    "set_post_holders",
    "sign_briefing",
    "start",
    "submit",
    "suspend",
    "take_over",
    "tick",
    "tick_due",
    "verify_issue",
    "void",
]
