"""The ground: name, size and where it lies on the earth."""

from dataclasses import dataclass

from anhuan.kernel.geo import Georeference


@dataclass(frozen=True, slots=True)
class Site:
    """A works on flat ground; its frame is plant metres, x east and y north of the SW corner."""

    code: str
    name: str
    short_name: str
    address: str
    width_m: float
    depth_m: float
    lon: float  # of the south-west corner, CGCS2000
    lat: float
    utc_offset_h: int

    @property
    def georeference(self) -> Georeference:
        """Plant metres to longitude and latitude and back."""
        return Georeference(self.lon, self.lat)


SITE = Site(
    code="HS",
    name="海晟化工有限公司",
    short_name="海晟化工",
    address="山东省 滨河化工园区 沧浪路 88 号",
    width_m=400.0,
    depth_m=300.0,
    lon=118.7021,
    lat=37.9138,
    utc_offset_h=8,
)
