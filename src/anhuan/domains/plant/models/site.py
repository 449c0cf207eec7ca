"""The site: one coordinate system for everything drawn or measured."""

from django.db import models

from anhuan.domains.org.models import Company
from anhuan.kernel.geo import Georeference
from anhuan.kernel.ids import uuid7


class Site(models.Model):
    """A plant site. Plant metres: x east, y north of the origin; see `kernel.geo`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.OneToOneField(Company, models.PROTECT, related_name="site")
    name = models.CharField("厂区名称", max_length=100)
    origin_lon = models.FloatField("原点经度（CGCS2000）")
    origin_lat = models.FloatField("原点纬度（CGCS2000）")
    rotation_deg = models.FloatField("旋转（°，逆时针）", default=0)
    width_m = models.FloatField("东西长（m）")
    depth_m = models.FloatField("南北宽（m）")
    time_zone = models.CharField("时区", max_length=40, default="Asia/Shanghai")

    class Meta:
        verbose_name = "厂区"

    def __str__(self) -> str:
        return self.name

    @property
    def georeference(self) -> Georeference:
        """The conversion between plant metres and longitude/latitude."""
        return Georeference(self.origin_lon, self.origin_lat, self.rotation_deg)
