"""Photos, signatures, voice notes, clips, uploaded apart and before what names them."""

from typing import ClassVar

from django.db import models

from anhuan.domains.org.models import Account, Company


class FieldFile(models.Model):
    """A file of one account; the content lies under its SM3, as the documents' do."""

    class Kind(models.TextChoices):
        PHOTO = "photo", "照片"
        SIGNATURE = "signature", "签名"
        VOICE = "voice", "录音"
        VIDEO = "video", "短视频"

    id = models.UUIDField(primary_key=True, editable=False)
    company = models.ForeignKey(Company, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    kind = models.CharField("类别", max_length=12, choices=Kind)
    media_type = models.CharField("媒体类型", max_length=40)
    size = models.PositiveIntegerField("大小（字节）")
    sm3 = models.CharField("SM3", max_length=64)
    meta = models.JSONField("拍摄信息", default=dict)  # taken_at, position, place, source, stamp
    received = models.PositiveIntegerField("已收（字节）", default=0)
    begun_at = models.DateTimeField("开始上传")
    completed_at = models.DateTimeField("上传完成", null=True)

    class Meta:
        verbose_name = "现场文件"
        ordering: ClassVar[list[str]] = ["-begun_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.sm3[:8]}"

    @property
    def is_complete(self) -> bool:
        """All of it came and was found right."""
        return self.completed_at is not None
