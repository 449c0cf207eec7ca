"""What a plant may set for its hazards."""

from django.db import models

from anhuan.domains.org.models import Company


class HazardSettings(models.Model):
    """One row a company; the defaults hold while there is none. `figures`: `rules.settings`."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="hazard_settings"
    )
    figures = models.JSONField("时限与层级", default=dict, blank=True)

    class Meta:
        verbose_name = "隐患设置"

    def __str__(self) -> str:
        return f"{self.company} 隐患设置"
