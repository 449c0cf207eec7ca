"""The plant as a place: site, areas, structures, major hazard sources."""

from anhuan.domains.plant.models.areas import Area
from anhuan.domains.plant.models.site import Site
from anhuan.domains.plant.models.structures import MajorHazardSource, Structure

__all__ = ["Area", "MajorHazardSource", "Site", "Structure"]
