"""Which deeds of rounds a phone may do; `web/wiring.py` hands them to the field slice."""

from anhuan.domains.field.queries import Kind, View
from anhuan.web.fieldwork.inspection import duties, showing, walking

_WALK = "inspection.walk"
INSPECTION_OPERATIONS: dict[str, Kind] = {
    "round.start": Kind(_WALK, walking.start),
    "round.arrive": Kind(_WALK, walking.arrive),
    "round.enter": Kind(_WALK, walking.enter),
    "round.leave": Kind(_WALK, walking.leave),
    "round.finish": Kind(_WALK, walking.finish),
    "duty.perform": Kind("field.use", duties.perform),
    "abnormal.found": Kind(_WALK, walking.found),
    "abnormal.close": Kind(_WALK, walking.close),
}
INSPECTION_VIEWS: dict[str, View] = {
    "rounds": View(_WALK, showing.rounds),
    "round": View(_WALK, showing.one_round),
    "inspection-point": View(_WALK, showing.at_point),
}
