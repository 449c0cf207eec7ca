"""Reading the plant as a place, gated by who asks."""

from anhuan.domains.plant.queries.map import (
    MAP_LAYERS,
    MapLayer,
    feature,
    feature_collection,
    map_of,
)
from anhuan.domains.plant.queries.places import (
    get_area_for,
    get_hazard_source_for,
    get_structure_for,
    known_site,
    search_areas,
    search_structures,
    site_of,
    visible_areas,
    visible_hazard_sources,
    visible_structures,
)

__all__ = [
    "MAP_LAYERS",
    "MapLayer",
    "feature",
    "feature_collection",
    "get_area_for",
    "get_hazard_source_for",
    "get_structure_for",
    "known_site",
    "map_of",
    "search_areas",
    "search_structures",
    "site_of",
    "visible_areas",
    "visible_hazard_sources",
    "visible_structures",
]
