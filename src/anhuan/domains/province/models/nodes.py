"""Platforms below this one that pass on what their plants sent."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.org.models import Company, Department
from anhuan.kernel.ids import uuid7


class LowerNode(models.Model):
    """A park's, county's or city's platform: with one token it speaks for the plants below it, and
    for no other. The token is kept as its digest."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="lower_nodes")
    bureau = models.ForeignKey(
        Department, models.PROTECT, related_name="lower_nodes", verbose_name="监管单位"
    )
    name = models.CharField("平台名称", max_length=100)
    token_sm3 = models.CharField(max_length=64, blank=True, editable=False)
    keyed_at = models.DateTimeField("发放令牌", null=True, blank=True, editable=False)
    is_retired = models.BooleanField("停用", default=False)
    made_at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "下级平台"
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "name"], name="lower_node_once"),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["token_sm3"], name="lower_node_token")]

    def __str__(self) -> str:
        return self.name
