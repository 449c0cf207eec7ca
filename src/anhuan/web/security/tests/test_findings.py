"""Every control on both sides of its limit."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from anhuan.web.security.findings import Facts, State, findings

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
WELL = Facts(
    now=NOW, lock_after=5, lock_for_h=0.5, session_s=43_200, password_min=10,
    second_step_required=True, administrators=1, administrators_without_second_step=0,
    administrators_with_other_roles=0, accounts_of_people_gone=0, accounts_idle=0,
    passwords_never_changed=0, tokens_old=0, is_https=True, is_mqtt_tls=True,
    is_database_local=True, unsealed_since=None, sealed_rows=10, audit_kept_days=None,
    backed_up_at=NOW - timedelta(days=7), secrets_open=(), login_failures_day=3, refused_day=0,
    looks_month=2, looks_without_purpose_month=0,
)  # fmt: skip


def weak(facts):
    return [one.control for one in findings(facts) if one.state is State.WEAK]


@pytest.mark.clause("SEC-001", "SEC-004", "AQG-052", "AQG-067")
def test_every_chapter_of_the_standard_is_answered():
    assert weak(WELL) == []
    chapters = list(dict.fromkeys(one.chapter for one in findings(WELL)))
    assert chapters == [
        "身份鉴别", "访问控制", "安全审计", "入侵防范", "通信传输", "数据保密性",
        "数据备份恢复", "个人信息保护", "企业自查",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "control"),
    [
        ({"lock_after": 6}, "登录失败处理"),
        ({"lock_for_h": 0.49}, "登录失败处理"),
        ({"session_s": 43_201}, "会话超时退出"),
        ({"password_min": 9}, "口令复杂度"),
        ({"second_step_required": False}, "管理员两种鉴别方式"),
        ({"administrators_without_second_step": 1}, "管理员两种鉴别方式"),
        ({"passwords_never_changed": 1}, "无默认口令"),
        ({"accounts_of_people_gone": 1}, "离职离厂人员账号停用"),
        ({"accounts_idle": 1}, "清理多余账号"),
        ({"administrators_with_other_roles": 1}, "管理员与业务权限分离"),
        ({"tokens_old": 1}, "接口令牌定期更换"),
        ({"unsealed_since": NOW - timedelta(seconds=61)}, "审计记录防篡改"),
        ({"audit_kept_days": 179}, "审计记录保存六个月以上"),
        ({"is_https": False}, "网页与接口加密"),
        ({"is_mqtt_tls": False}, "设备接入加密"),
        ({"is_database_local": False}, "数据库不出本机"),
        ({"secrets_open": ("django",)}, "密钥文件权限"),
        ({"backed_up_at": None}, "定期备份"),
        ({"backed_up_at": NOW - timedelta(days=7, seconds=1)}, "定期备份"),
        ({"looks_without_purpose_month": 1}, "查看轨迹留痕并说明用途"),
    ],
)
def test_what_is_weak_is_named_with_what_to_do(change, control):
    found = replace(WELL, **change)
    assert weak(found) == [control]
    assert all(one.todo for one in findings(found) if one.state is State.WEAK)


@pytest.mark.parametrize(
    "change", [{"unsealed_since": NOW - timedelta(seconds=60)}, {"audit_kept_days": 180}]
)
def test_at_the_limit_is_in_order(change):
    assert weak(replace(WELL, **change)) == []
