"""How a day goes at each post: a base to return to, rounds, meals. Times in seconds."""

from dataclasses import dataclass

Round = tuple[str, ...]
Span = tuple[float, float]
MIN = 60.0


@dataclass(frozen=True, slots=True)
class Routine:
    """Stay at one's base, walk a round, come back, again and again."""

    bases: tuple[str, ...]  # one is a person's own, by lot
    base_s: Span
    rounds: tuple[Round, ...]
    stop_s: Span
    has_lunch: bool = False  # goes to the canteen; shift crews eat at their base


_CCR_DESKS = ("ccr-desk-1", "ccr-desk-2", "ccr-desk-3", "ccr-desk-4", "ccr-desk-6", "ccr-desk-7")
_CCR_REST = ("ccr-rest-1", "ccr-rest-2")
_STO = ("sto-1", "sto-2", "sto-3")
_YARD = ("fab-1", "fab-2", "fab-3", "fab-4", "fab-5")
_OFF_1 = ("off-11", "off-12", "off-13", "off-14", "off-15")
_OFF_2 = ("off-21", "off-22", "off-23", "off-24", "off-25")
_CANTEEN = ("ctn-1", "ctn-2", "ctn-3", "ctn-4")
MEALS = _CANTEEN
LUNCH_H = (11.3, 12.6)  # of the plant day: when people set out to eat
LUNCH_S = (18 * MIN, 30 * MIN)
GATE = "gate-way"

_FRAME_UP: Round = ("syn-south", "frm-1-a", "frm-2-a", "frm-3-a", "frm-4-a")
_FRAME_EAST: Round = ("frm-1-b", "frm-2-b", "frm-3-b", "frm-4-b")
_FRAME_MID: Round = ("frm-2-c", "frm-3-c", "syn-pump")
_SYN_WEST: Round = ("syn-pump", "syn-drum-1", "syn-west", "syn-drum-2")
_SYN_EAST: Round = ("syn-east", "cmp-1", "cmp-2", "syn-drum-3")
_DST_WEST: Round = ("dst-pump-1", "dst-v201", "dst-t201", "dst-t202", "dst-north")
_DST_EAST: Round = ("dst-pump-2", "dst-v202", "dst-t203", "dst-t204")
_TANKS_IN: Round = ("tkf-pump", "tkf-v1102", "tkf-mid", "tkf-v1101")
_TANKS_NORTH: Round = ("tkf-pump", "tkf-v1104", "tkf-v1103")
_TANKS_RING: Round = ("tkf-ring-n", "tkf-ring-w", "tkf-ring-s")
_UTILITIES: Round = ("utl-water", "utl-air", "utl-fire")

ROUTINES: dict[str, Routine] = {
    "panel": Routine(_CCR_DESKS, (40 * MIN, 90 * MIN), (("ccr-rest-1",), ("ccr-cabinets",)),
                     (3 * MIN, 8 * MIN)),
    "leader": Routine(("ccr-desk-5",), (30 * MIN, 60 * MIN),
                      (_FRAME_MID, _SYN_EAST, _DST_EAST, ("dst-t201", "dst-north")),
                      (60, 150)),
    "syn-field": Routine(_CCR_REST, (6 * MIN, 15 * MIN),
                         (_FRAME_UP + _FRAME_MID, _FRAME_EAST + _SYN_EAST, _SYN_WEST + _FRAME_MID,
                          _SYN_EAST + _SYN_WEST, _FRAME_EAST + _FRAME_UP),
                         (3 * MIN, 8 * MIN)),
    "dst-field": Routine(_CCR_REST, (6 * MIN, 15 * MIN),
                         (_DST_WEST + _DST_EAST, _DST_EAST + _DST_WEST), (3 * MIN, 8 * MIN)),
    "log-leader": Routine(_STO, (25 * MIN, 50 * MIN),
                          (("ldg-2",), ("whs-2",), ("tkf-pump",), _TANKS_RING), (90, 240)),
    "tank-field": Routine(_STO, (15 * MIN, 30 * MIN), (_TANKS_IN, _TANKS_NORTH, _TANKS_RING),
                          (120, 280)),
    "loader": Routine(_STO, (10 * MIN, 25 * MIN), (("ldg-1",), ("ldg-2",), ("ldg-3",)),
                      (12 * MIN, 25 * MIN)),
    "warehouse": Routine(("sto-2", "whs-desk"), (15 * MIN, 35 * MIN),
                         (("whs-1", "whs-2"), ("whs-3", "whs-4"), ("whs-2",)),
                         (3 * MIN, 8 * MIN)),
    "utl-field": Routine(_STO, (30 * MIN, 60 * MIN), (_UTILITIES, ("utl-air",)), (90, 240)),
    "lab": Routine(("lab-1", "lab-2", "lab-3", "lab-4"), (40 * MIN, 70 * MIN),
                   (("syn-pump", "syn-drum-2"), ("dst-t202", "dst-t203"), ("tkf-pump",)),
                   (90, 180)),
    "lab-day": Routine(("lab-1", "lab-2", "lab-3", "lab-4"), (60 * MIN, 100 * MIN),
                       (("off-lobby",), ("lab-4",)), (5 * MIN, 10 * MIN), has_lunch=True),
    "electrician": Routine(("mcc-1", "mcc-2"), (40 * MIN, 70 * MIN),
                           (("cmp-2",), ("utl-air", "utl-fire"), ("ldg-3",)), (3 * MIN, 8 * MIN)),
    "instrument": Routine(("mcc-2",), (40 * MIN, 70 * MIN),
                          (("ccr-cabinets",), ("frm-3-b", "frm-2-b"), ("dst-v202",)),
                          (4 * MIN, 10 * MIN)),
    "fire": Routine(("fir-1", "fir-2", "fir-3"), (60 * MIN, 110 * MIN),
                    (("utl-fire", "road-tank"), ("road-syn", "road-west")), (60, 120)),
    "guard": Routine(("gate-east", "gate-south", "gate-east"), (60 * MIN, 110 * MIN),
                     (("road-north", "road-west", "road-south"), ("road-dst", "road-syn")),
                     (60, 120)),
    "manager": Routine(_OFF_2, (60 * MIN, 100 * MIN),
                       (("off-meeting",), ("ccr-desk-6",), ("dst-north",)), (8 * MIN, 20 * MIN),
                       has_lunch=True),
    "engineer": Routine(_OFF_2, (50 * MIN, 90 * MIN),
                        (("frm-2-c", "frm-3-c"), _DST_WEST, ("off-meeting",), ("ccr-desk-2",)),
                        (3 * MIN, 8 * MIN), has_lunch=True),
    "hse": Routine(_OFF_1, (40 * MIN, 70 * MIN),
                   (_FRAME_EAST, _DST_EAST, ("tkf-ring-n", "ldg-1"), ("fab-5", "whs-1"),
                    _UTILITIES), (2 * MIN, 5 * MIN), has_lunch=True),
    "fitter": Routine(("fab-5", "fab-2"), (25 * MIN, 50 * MIN),
                      (("dst-pump-1",), ("utl-water",), ("cmp-1",)), (10 * MIN, 25 * MIN),
                      has_lunch=True),
    "office": Routine(_OFF_1, (70 * MIN, 120 * MIN), (("off-lobby",), ("off-meeting",)),
                      (5 * MIN, 12 * MIN), has_lunch=True),
    "intern": Routine(("ccr-rest-2", "off-12"), (30 * MIN, 60 * MIN),
                      (_FRAME_MID, ("ccr-desk-3",)), (4 * MIN, 8 * MIN), has_lunch=True),
    "cook": Routine(("ctn-kitchen", "ctn-1"), (60 * MIN, 120 * MIN), (("ctn-3",),),
                    (10 * MIN, 20 * MIN)),
    "cleaner": Routine(("off-lobby",), (15 * MIN, 30 * MIN),
                       (("off-24", "off-11"), ("ctn-2",), ("lab-2",)), (10 * MIN, 15 * MIN),
                       has_lunch=True),
    "crew-dst": Routine(_YARD, (8 * MIN, 18 * MIN),
                        (("dst-t204",), ("dst-v202",), ("dst-pump-1",), ("dst-north",)),
                        (25 * MIN, 50 * MIN), has_lunch=True),
    "crew-syn": Routine(_YARD, (8 * MIN, 18 * MIN),
                        (("syn-drum-2",), ("syn-west",), ("frm-2-c",), ("frm-3-a",), ("cmp-1",)),
                        (25 * MIN, 50 * MIN), has_lunch=True),
    "crew-utl": Routine(_YARD, (10 * MIN, 25 * MIN), (("utl-water",), ("utl-fire",)),
                        (20 * MIN, 40 * MIN), has_lunch=True),
    "crew-yard": Routine(_YARD, (50 * MIN, 110 * MIN), (("fab-5",), ("fab-3",)),
                         (10 * MIN, 20 * MIN), has_lunch=True),
    "crew-boss": Routine(_YARD, (30 * MIN, 60 * MIN), (("off-lobby",), ("dst-north",)),
                         (5 * MIN, 12 * MIN), has_lunch=True),
    "visitor": Routine(("off-meeting", "off-lobby"), (20 * MIN, 40 * MIN),
                       (("ccr-rest-2",), ("off-meeting",)), (8 * MIN, 15 * MIN)),
    "forklift": Routine(("whs-3",), (6 * MIN, 15 * MIN), (("ldg-3", "whs-4"), ("ldg-2",)),
                        (90, 240)),
    "patrol": Routine(("gate-east",), (10 * MIN, 25 * MIN),
                      (("road-north", "road-west", "road-south"),), (20, 60)),
    "tanker": Routine(("gate-south",), (20 * MIN, 40 * MIN), (("ldg-1",), ("ldg-3",)),
                      (20 * MIN, 40 * MIN)),
    "rescue": Routine(("fir-3",), (90 * MIN, 180 * MIN), (("road-dst", "road-syn"),), (60, 120)),
}  # fmt: skip
