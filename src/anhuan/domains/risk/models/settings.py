"""What a plant has set for its register."""

from django.db import models

from anhuan.domains.org.models import Company


class RiskSettings(models.Model):
    """One row a company; the defaults hold while there is none. `figures`: `rules.settings`."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="risk_settings"
    )
    figures = models.JSONField("设置", default=dict, blank=True)

    class Meta:
        verbose_name = "风险管控设置"

    def __str__(self) -> str:
        return f"{self.company} 风险管控设置"
