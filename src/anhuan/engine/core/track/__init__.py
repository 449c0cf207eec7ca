"""One robust filter per tag, for all tags at once, one range at a time.

State: x, y, vx, vy, the sending time's offset (TDOA only) and one slowly drifting bias for each
of the last eight anchors. The biases are why the claimed radius is honest: an error common to a
second of ranges does not average out, and the filter knows it.
"""

from anhuan.engine.core.track.follow import Fixes, Rows, follow_places, follow_rows
from anhuan.engine.core.track.site import Site, bare_site
from anhuan.engine.core.track.state import TrackState, dump_state, load_state, new_state
from anhuan.engine.core.tuning import TUNING, Tuning

__all__ = [
    "TUNING",
    "Fixes",
    "Rows",
    "Site",
    "TrackState",
    "Tuning",
    "bare_site",
    "dump_state",
    "follow_places",
    "follow_rows",
    "load_state",
    "new_state",
]
