"""What happens to a permit: approvals, signatures, interruptions, people in and out, alarms."""

from typing import Any, ClassVar

from django.db import models

from anhuan.domains.alarms.models import Alarm
from anhuan.domains.org.models import Account, Department, Person
from anhuan.domains.permits.models.permits import Permit
from anhuan.kernel.ids import uuid7


class Approval(models.Model):
    """One signature of the approval: its turn comes when every smaller `order` has signed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="approvals")
    round = models.PositiveSmallIntegerField("轮次", default=1)
    turn = models.PositiveSmallIntegerField("遍次", default=1)  # counts returns to testing
    stage = models.CharField("阶段", max_length=12, default="approval")  # approval, acceptance
    order = models.PositiveSmallIntegerField("顺序")
    key = models.CharField("环节", max_length=40)  # of the form's signature
    label = models.CharField("环节名称", max_length=50)
    role = models.CharField("签字身份", max_length=24)  # rules.roles.Signer: a part or a post
    on_site = models.BooleanField("须在现场", default=True)
    asked_at = models.DateTimeField("送达时间", null=True, blank=True)
    due_at = models.DateTimeField("签批时限", null=True, blank=True)
    decided_at = models.DateTimeField("签批时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签批人"
    )
    decided_name = models.CharField("签批人", max_length=64, blank=True)
    on_behalf = models.CharField("受托于", max_length=64, blank=True)
    is_approved = models.BooleanField("同意", null=True)
    opinion = models.CharField("意见", max_length=500, blank=True)

    class Meta:
        verbose_name = "签批"
        ordering: ClassVar[list[str]] = ["round", "turn", "order", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["permit", "round", "turn", "stage", "key"], name="approval_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["asked_at"],
                condition=models.Q(decided_at__isnull=True, asked_at__isnull=False),
                name="approval_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.decided_name}"


class PostHolder(models.Model):
    """Who signs for a post of the forms: the safety department, the power supplier … (PTW-050).

    While a post has no holder, the roles of `rules.posts.DEFAULT_ROLES` sign for it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey("org.Company", models.CASCADE, related_name="permit_posts")
    post = models.CharField("签字岗位", max_length=24)  # rules.roles.POSTS
    account = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name="账号")
    unit = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="范围",
        help_text="空 = 全企业",
    )  # fmt: skip

    class Meta:
        verbose_name = "签字岗位人员"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "post", "account", "unit"],
                name="post_holder_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.account}"


class Delegation(models.Model):
    """That somebody may sign for somebody else for a while (AQ 3064.2-2025 5.5.3)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    giver = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name="委托人")
    taker = models.ForeignKey(Account, models.CASCADE, related_name="+", verbose_name="被委托人")
    kinds = models.JSONField("作业类型", default=list, blank=True)  # empty = all
    from_at = models.DateTimeField("开始")
    until_at = models.DateTimeField("结束")
    reason = models.CharField("原因", max_length=300)
    ended_at = models.DateTimeField("提前结束", null=True, blank=True)

    class Meta:
        verbose_name = "委托签批"
        ordering: ClassVar[list[str]] = ["-from_at"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="delegation_ends_after", condition=models.Q(until_at__gt=models.F("from_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.taker}"


class Signature(models.Model):
    """Who did what when and where, over what: a chain per permit. The database refuses changes.

    `covers`: the parts that are new since the signature before it, by key, with their SM3.
    `content_sm3` seals everything the permit held then; `sm3` seals the row and the one before.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.PROTECT, related_name="signatures")
    seq = models.PositiveIntegerField("序号")
    deed = models.CharField("动作", max_length=24)
    part = models.CharField("身份", max_length=16)
    state = models.CharField("之后状态", max_length=20)
    at = models.DateTimeField("时间")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    name = models.CharField("签字人", max_length=64)
    method = models.CharField("方式", max_length=16)  # session, password, face, system
    where = models.JSONField(
        "位置", default=dict
    )  # {"by","x_m","y_m","floor","distance_m","point"}
    note = models.CharField("说明", max_length=500, blank=True)
    covers = models.JSONField("新增内容", default=dict)
    content_sm3 = models.CharField("内容 SM3", max_length=64)
    previous_sm3 = models.CharField("前一签字 SM3", max_length=64, blank=True)
    sm3 = models.CharField("签字 SM3", max_length=64)

    class Meta:
        verbose_name = "签字"
        ordering: ClassVar[list[str]] = ["seq"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["permit", "seq"], name="signature_seq_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["account", "-at"], name="signature_of"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.deed} {self.name}"


class Revision(models.Model):
    """The application as it was when a round was rejected: what its signatures were about."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="revisions")
    key = models.CharField(max_length=40)  # of the signed part: "application:1"
    content = models.JSONField("内容")

    class Meta:
        verbose_name = "被退回的申请"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["permit", "key"], name="revision_once"),
        ]

    def __str__(self) -> str:
        return self.key


class Suspension(models.Model):
    """An interruption: who stopped the work, why, and when it went on (AQP-061)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="suspensions")
    at = models.DateTimeField("暂停时间")
    by_name = models.CharField("暂停人", max_length=64)
    code = models.CharField("原因代码", max_length=32, blank=True)  # what the system stopped it for
    why = models.CharField("原因", max_length=500)
    resumed_at = models.DateTimeField("恢复时间", null=True, blank=True)
    resumed_name = models.CharField("恢复人", max_length=64, blank=True)

    class Meta:
        verbose_name = "暂停记录"
        ordering: ClassVar[list[str]] = ["at"]

    def __str__(self) -> str:
        return self.why


class Entry(models.Model):
    """Somebody, or something, inside a confined space (R30: all out before acceptance)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="entries")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    tool = models.CharField("工器具", max_length=100, blank=True)
    count = models.PositiveIntegerField("数量", default=1)
    entered_at = models.DateTimeField("进入")
    left_at = models.DateTimeField("离开", null=True, blank=True)
    left_count = models.PositiveIntegerField("带出数量", default=0)

    class Meta:
        verbose_name = "进出登记"
        ordering: ClassVar[list[str]] = ["entered_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["permit", "person"],
                condition=models.Q(left_at__isnull=True, person__isnull=False),
                name="inside_once",
            ),
            models.CheckConstraint(
                name="entry_of_person_or_tool",
                condition=models.Q(person__isnull=False, tool="")
                | (models.Q(person__isnull=True) & ~models.Q(tool="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person or self.tool)


class Remark(models.Model):
    """What somebody who looked in had to say; a problem stays open until it is put right."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="remarks")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    by_name = models.CharField("意见人", max_length=64)
    text = models.CharField("意见", max_length=1000)
    is_problem = models.BooleanField("是问题", default=False)

    class Meta:
        verbose_name = "监管意见"
        ordering: ClassVar[list[str]] = ["at"]

    def __str__(self) -> str:
        return self.text[:40]


class PermitAlarm(models.Model):
    """That a permit has, or had, an alarm of a code: a row of AQ 3064.2 A.3 and of the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    permit = models.ForeignKey(Permit, models.CASCADE, related_name="alarms")
    what = models.CharField("报警", max_length=32)  # rules.codes.Alarm
    code = models.CharField("细类", max_length=8)
    condition = models.CharField("条件", max_length=200)
    alarm = models.ForeignKey(Alarm, models.SET_NULL, null=True, related_name="+")
    text = models.CharField("内容", max_length=300)
    from_refusal = models.BooleanField("因拒绝签批", default=False)
    started_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束", null=True, blank=True)

    class Meta:
        verbose_name = "作业票报警"
        ordering: ClassVar[list[str]] = ["started_at"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["permit", "condition"],
                condition=models.Q(ended_at__isnull=True),
                name="permit_alarm_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["code", "permit"], name="permit_alarm_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class PermitPoint(models.Model):
    """A point code on site (NFC tag or QR): scanning it shows that one stands there (5.5.2)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    department = models.ForeignKey(
        Department, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="部门"
    )
    company = models.ForeignKey("org.Company", models.PROTECT, related_name="permit_points")
    code = models.CharField("点码", max_length=64)
    name = models.CharField("名称", max_length=100)
    x_m = models.FloatField("x（m）")
    y_m = models.FloatField("y（m）")
    floor = models.SmallIntegerField("楼层", default=1)
    is_retired = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "现场点码"
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="permit_point_once"),
        ]

    def __str__(self) -> str:
        return self.name
