"""Radio maps: what level of each anchor is to be expected where (BLE fingerprints)."""

from anhuan.engine.core.radio.check import left_out_errors
from anhuan.engine.core.radio.maps import MapTable, map_table
from anhuan.engine.core.radio.survey import Survey, radio_map_of

__all__ = ["MapTable", "Survey", "left_out_errors", "map_table", "radio_map_of"]
