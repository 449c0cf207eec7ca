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
from anhuan.domains.permits.actions.daily import (
    check_people,
    check_people_of,
    file_accepted,
    plan_day,
)
from anhuan.domains.permits.actions.ending import (
    ask_cancel,
    cancel,
    extend,
    reissue,
    revoke,
    void,
)
from anhuan.domains.permits.actions.fixed_areas import (
    approve_fixed_area,
    remind_fixed_areas,
    review_fixed_area,
    save_fixed_area,
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
from anhuan.domains.permits.actions.instruments import look_for_silence, save_instrument
from anhuan.domains.permits.actions.linking import change_job, link
from anhuan.domains.permits.actions.listening import look_for_gaps, take_gas
from anhuan.domains.permits.actions.locks import Code, end_code, give_code, take_lock
from anhuan.domains.permits.actions.photos import Shot, add_photo
from anhuan.domains.permits.actions.places import (
    Found,
    count_heads,
    look_for_unpermitted,
    report_unpermitted,
    save_place,
    settle_unpermitted,
)
from anhuan.domains.permits.actions.preparing import (
    Settled,
    add_measure,
    brief,
    confirm_measure,
    fill,
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
from anhuan.domains.permits.actions.sampling import Sample, record_gas_test
from anhuan.domains.permits.actions.sealing import (
    Checked,
    check_archive,
    note_archive_export,
    prune_minutes,
    seal_days,
)
from anhuan.domains.permits.actions.seeding import seed_permits
from anhuan.domains.permits.actions.telling import (
    tell_alarm,
    tell_beside,
    tell_due,
    tell_high_risk,
)
from anhuan.domains.permits.actions.ticking import tick, tick_due
from anhuan.domains.permits.actions.watching import unwatch, watch
from anhuan.domains.permits.actions.weather import check_weather, note_weather, take_weather
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
    "Checked",
    "Code",
    "Delegated",
    "Found",
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
    "approve_fixed_area",
    "approve_reservation",
    "archive",
    "ask_cancel",
    "brief",
    "cancel",
    "change_crew",
    "change_job",
    "check_archive",
    "check_people",
    "check_people_of",
    "check_weather",
    "confirm_measure",
    "count_heads",
    "delegate",
    "end_code",
    "end_delegation",
    "enter",
    "expire",
    "extend",
    "file_accepted",
    "fill",
    "finish",
    "give_code",
    "hand_over_guard",
    "hand_over_shift",
    "leave",
    "link",
    "look_for_gaps",
    "look_for_silence",
    "look_for_unpermitted",
    "neighbours_changed",
    "note_archive_export",
    "note_prints",
    "note_weather",
    "plan_day",
    "prune_minutes",
    "rebook",
    "record_gas",
    "record_gas_test",
    "reissue",
    "reject",
    "reject_reservation",
    "remark",
    "remind_fixed_areas",
    "report_unpermitted",
    "reserve",
    "resume",
    "return_to_testing",
    "review_fixed_area",
    "revise",
    "revoke",
    "save_fixed_area",
    "save_form",
    "save_gas",
    "save_hazard",
    "save_instrument",
    "save_place",
    "save_point",
    "save_settings",
    "seal_days",
    "seed_permits",
    "set_post_holders",
    "settle_unpermitted",
    "sign_briefing",
    "start",
    "submit",
    "suspend",
    "take_gas",
    "take_lock",
    "take_over",
    "take_weather",
    "tell_alarm",
    "tell_beside",
    "tell_due",
    "tell_high_risk",
    "tick",
    "tick_due",
    "unwatch",
    "verify_issue",
    "void",
    "watch",
]
