"""The only writes of positioning. Each is one transaction: change, audit row, outbox event."""

from anhuan.domains.positioning.actions.bindings import bind_tag, take_back_from, unbind_tag
from anhuan.domains.positioning.actions.checks import check_devices
from anhuan.domains.positioning.actions.devices import (
    edit_anchor,
    edit_tag,
    edit_vehicle,
    register_anchor,
    register_tag,
    register_vehicle,
    retire_anchor,
    retire_tag,
    retire_vehicle,
)
from anhuan.domains.positioning.actions.drafts import (
    begin_draft,
    discard_draft,
    publish_draft,
    save_draft,
)
from anhuan.domains.positioning.actions.fences import (
    disable_fence,
    enable_fence,
    retire_fence,
    save_fence,
)
from anhuan.domains.positioning.actions.gates import note_gate_passage
from anhuan.domains.positioning.actions.job_areas import (
    change_job_area,
    close_job_area,
    open_job_area,
)
from anhuan.domains.positioning.actions.looks import (
    demand_purpose,
    record_look,
    record_look_at_all,
    record_look_at_place,
)
from anhuan.domains.positioning.actions.pruning import (
    keep_days,
    prune_tracks,
    prune_visits,
    relieve_disk,
)
from anhuan.domains.positioning.actions.refusals import note_refusal
from anhuan.domains.positioning.actions.sealing import (
    check_tracks,
    note_export,
    record_seal,
    seal_bucket,
    seal_stored,
)
from anhuan.domains.positioning.actions.settings import change_settings
from anhuan.domains.positioning.actions.sounders import (
    edit_sounder,
    register_sounder,
    retire_sounder,
)
from anhuan.domains.positioning.actions.trials import ask_trial, fail_trial, take_trial
from anhuan.domains.positioning.actions.trying import note_test_answer, try_sounder, try_tag

__all__ = [
    "ask_trial",
    "begin_draft",
    "bind_tag",
    "change_job_area",
    "change_settings",
    "check_devices",
    "check_tracks",
    "close_job_area",
    "demand_purpose",
    "disable_fence",
    "discard_draft",
    "edit_anchor",
    "edit_sounder",
    "edit_tag",
    "edit_vehicle",
    "enable_fence",
    "fail_trial",
    "keep_days",
    "note_export",
    "note_gate_passage",
    "note_refusal",
    "note_test_answer",
    "open_job_area",
    "prune_tracks",
    "prune_visits",
    "publish_draft",
    "record_look",
    "record_look_at_all",
    "record_look_at_place",
    "record_seal",
    "register_anchor",
    "register_sounder",
    "register_tag",
    "register_vehicle",
    "relieve_disk",
    "retire_anchor",
    "retire_fence",
    "retire_sounder",
    "retire_tag",
    "retire_vehicle",
    "save_draft",
    "save_fence",
    "seal_bucket",
    "seal_stored",
    "take_back_from",
    "take_trial",
    "try_sounder",
    "try_tag",
    "unbind_tag",
]
