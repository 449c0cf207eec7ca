"""A decision about somebody: what, by whom, when, why."""

from django.db import models

from anhuan.domains.contractors.rules.standing import ADMISSION_LABELS, Admission
from anhuan.domains.org.models import Account

ADMISSIONS = [(one.value, label) for one, label in ADMISSION_LABELS.items()]


class Decided(models.Model):
    """Fields of the last decision; earlier ones are in the history."""

    admission = models.CharField(
        "审核", max_length=12, choices=ADMISSIONS, default=Admission.PENDING.value
    )
    decided_at = models.DateTimeField("审核时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    reason = models.CharField("审核意见", max_length=300, blank=True)

    class Meta:
        abstract = True
