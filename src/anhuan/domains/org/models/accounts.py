"""Accounts, the roles they hold and where, and tokens for programs."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.functional import cached_property

from anhuan.domains.org.models.company import Company, Department
from anhuan.domains.org.models.people import Person
from anhuan.domains.org.rules import Role, rights_of
from anhuan.kernel.ids import uuid7


class Account(AbstractUser):
    """A login. Rights come from `grants` alone; Django's own permissions are not used."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, related_name="accounts", verbose_name="企业"
    )
    person = models.OneToOneField(
        Person, models.SET_NULL, null=True, blank=True, related_name="account", verbose_name="人员"
    )
    password_changed_at = models.DateTimeField("改密时间", null=True, blank=True)
    must_change_password = models.BooleanField("须改密码", default=False)  # set by somebody else

    class Meta:
        verbose_name = "账号"
        ordering: ClassVar[list[str]] = ["username"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The person's name, else the login name."""
        return self.person.name if self.person else (self.first_name or self.username)

    @cached_property
    def scopes(self) -> list[tuple[str, Any]]:
        """The grants as (role, department id); no department = the whole company."""
        return list(self.grants.values_list("role", "department_id"))

    @property
    def roles(self) -> list[str]:
        """The roles held anywhere, each once, in the order of `Role`."""
        held = {role for role, _ in self.scopes}
        return [role for role in Role if role in held]

    @cached_property
    def rights(self) -> frozenset[str]:
        """Every right code this account holds anywhere; a request's token may cut it down."""
        return rights_of(self.roles)

    def may(self, right: str) -> bool:
        """Whether the account holds the right somewhere. Scope is checked by `queries`."""
        return self.is_active and right in self.rights


class RoleGrant(models.Model):
    """That an account holds a role, in the whole company or below one department."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    role = models.CharField("角色", max_length=24, choices=[(r.value, r.label) for r in Role])
    department = models.ForeignKey(
        Department,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="范围",
        help_text="空 = 全企业",
    )

    class Meta:
        verbose_name = "角色授权"
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["account", "role", "department"],
                name="grant_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.get_role_display()}"


class ApiToken(models.Model):
    """A program's key. Only its SM3 digest is kept; rights are the account's, cut to `scopes`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="api_tokens")
    label = models.CharField("用途", max_length=100)
    digest = models.CharField("摘要", max_length=64, unique=True)
    scopes = models.JSONField("范围", default=list, blank=True)  # right codes; empty = all
    created_at = models.DateTimeField("建立", auto_now_add=True)
    expires_at = models.DateTimeField("到期", null=True, blank=True)
    last_used_at = models.DateTimeField("最近使用", null=True, blank=True)
    revoked_at = models.DateTimeField("吊销", null=True, blank=True)

    class Meta:
        verbose_name = "接口令牌"

    def __str__(self) -> str:
        return self.label
