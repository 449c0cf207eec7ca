"""What a plant may set for certificates and training."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from anhuan.domains.org.models import Company
from anhuan.domains.training.rules.warnings import WARN_DAYS


def warn_days() -> list[int]:
    """Days before the end at which people are told."""
    return list(WARN_DAYS)


class TrainingSettings(models.Model):
    """One row a company; the defaults hold while there is none."""

    company = models.OneToOneField(
        Company, models.CASCADE, primary_key=True, related_name="training_settings"
    )
    warn_days = ArrayField(models.PositiveSmallIntegerField(), verbose_name="到期提醒（天）",
                           default=warn_days)  # fmt: skip
    only_on_file = models.BooleanField(
        "作业票只认登记的证书", default=False,
        help_text="勾选后，票上手填而未登记的证书不算数",
    )  # fmt: skip

    class Meta:
        verbose_name = "培训设置"

    def __str__(self) -> str:
        return f"{self.company} 培训设置"
