"""The only writes of the vehicle slice: change, audit row and event together, or nothing."""

from anhuan.domains.vehicles.actions.knocks import drop_knock, note_knock
from anhuan.domains.vehicles.actions.overdue import check_trips
from anhuan.domains.vehicles.actions.roads import (
    retire_class,
    retire_parking,
    retire_route,
    save_class,
    save_parking,
    save_route,
)
from anhuan.domains.vehicles.actions.signing import (
    confirm_parameters,
    log_out_terminal,
    note_heard,
    sign_up_terminal,
)
from anhuan.domains.vehicles.actions.terminals import (
    edit_terminal,
    enrol_terminal,
    release_terminal,
    retire_terminal,
)
from anhuan.domains.vehicles.actions.trips import (
    admit_trip,
    book_trip,
    cancel_trip,
    change_trip,
    end_trip,
)

__all__ = [
    "admit_trip",
    "book_trip",
    "cancel_trip",
    "change_trip",
    "check_trips",
    "confirm_parameters",
    "drop_knock",
    "edit_terminal",
    "end_trip",
    "enrol_terminal",
    "log_out_terminal",
    "note_heard",
    "note_knock",
    "release_terminal",
    "retire_class",
    "retire_parking",
    "retire_route",
    "retire_terminal",
    "save_class",
    "save_parking",
    "save_route",
    "sign_up_terminal",
]
