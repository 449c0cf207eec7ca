"""A file that proves something: kept in the library's folder by digest."""

from django.db import models


class Evidence(models.Model):
    """Name, digest and media type of an attached file; all empty without one."""

    file_name = models.CharField("附件", max_length=200, blank=True)
    file_sm3 = models.CharField("附件 SM3", max_length=64, blank=True)
    media_type = models.CharField("媒体类型", max_length=100, blank=True)

    class Meta:
        abstract = True
