"""Pure judgement: measured facts in, one finding for each control out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LOCK_AFTER_MAX = 5  # failed logins in a row
LOCK_FOR_MIN_H = 0.5
SESSION_MAX_S = 12 * 3600  # one shift
PASSWORD_MIN = 10
IDLE_MAX = timedelta(days=90)
TOKEN_MAX_AGE = timedelta(days=365)
SEAL_WITHIN = timedelta(minutes=1)
BACKUP_WITHIN = timedelta(days=7)
LOGS_KEPT_MIN_DAYS = 180  # 网络安全法 第二十一条


class State(StrEnum):
    """GOOD: in order. WEAK: to be put right. PLANT: only the plant can answer."""

    GOOD = "good"
    WEAK = "weak"
    PLANT = "plant"


@dataclass(frozen=True, slots=True)
class Finding:
    """One control: its chapter in GB/T 22239, what is asked, how it is, what to do."""

    chapter: str
    control: str
    state: State
    says: str
    todo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was measured. Counts are of the company; times are aware."""

    now: datetime
    lock_after: int
    lock_for_h: float
    session_s: int
    password_min: int
    second_step_required: bool
    administrators: int
    administrators_without_second_step: int
    administrators_with_other_roles: int
    accounts_of_people_gone: int
    accounts_idle: int
    passwords_never_changed: int
    tokens_old: int
    is_https: bool
    is_mqtt_tls: bool
    is_database_local: bool
    unsealed_since: datetime | None
    sealed_rows: int
    audit_kept_days: int | None  # None: for ever
    backed_up_at: datetime | None
    secrets_open: tuple[str, ...]  # files others on the machine may read
    login_failures_day: int
    refused_day: int
    looks_month: int
    looks_without_purpose_month: int


def findings(facts: Facts) -> list[Finding]:
    """Every control, in the order of the standard."""
    parts = (identity, access, audit, intrusion, communication, data, privacy, around)
    return [finding for part in parts for finding in part(facts)]


def identity(facts: Facts) -> Iterator[Finding]:
    """8.1.4.1 身份鉴别."""
    chapter = "身份鉴别"
    locks = facts.lock_after <= LOCK_AFTER_MAX and facts.lock_for_h >= LOCK_FOR_MIN_H
    yield _is(
        locks, chapter, "登录失败处理",
        f"连续 {facts.lock_after} 次失败锁定 {facts.lock_for_h * 60:.0f} 分钟",
        "改回 5 次以内、30 分钟以上",
    )  # fmt: skip
    yield _is(
        facts.session_s <= SESSION_MAX_S, chapter, "会话超时退出",
        f"会话最长 {facts.session_s / 3600:.1f} 小时，关闭浏览器即失效",
        "ANHUAN_SESSION_S 不要超过 43200",
    )  # fmt: skip
    yield _is(
        facts.password_min >= PASSWORD_MIN, chapter, "口令复杂度",
        f"至少 {facts.password_min} 位、三类字符，拒绝常见口令", "口令至少 10 位",
    )  # fmt: skip
    yield _is(
        facts.second_step_required and not facts.administrators_without_second_step, chapter,
        "管理员两种鉴别方式",
        f"{facts.administrators} 名管理员，"
        f"{facts.administrators_without_second_step} 名未开启两步验证",
        "去掉 ANHUAN_MFA_REQUIRED=0；管理员在账号页开启两步验证",
    )  # fmt: skip
    yield _is(
        not facts.passwords_never_changed, chapter, "无默认口令",
        f"{facts.passwords_never_changed} 个账号的口令自建号后没有改过", "本人改口令，或停用账号",
    )  # fmt: skip


def access(facts: Facts) -> Iterator[Finding]:
    """8.1.4.2 访问控制."""
    chapter = "访问控制"
    yield _is(
        not facts.accounts_of_people_gone, chapter, "离职离厂人员账号停用",
        f"{facts.accounts_of_people_gone} 个账号的主人已离职或离厂", "在账号页停用",
    )  # fmt: skip
    yield _is(
        not facts.accounts_idle, chapter, "清理多余账号",
        f"{facts.accounts_idle} 个账号 90 天未登录", "核实后停用",
    )  # fmt: skip
    yield _is(
        not facts.administrators_with_other_roles, chapter, "管理员与业务权限分离",
        f"{facts.administrators_with_other_roles} 名管理员兼有业务角色", "分成两个账号",
    )  # fmt: skip
    yield _is(
        not facts.tokens_old, chapter, "接口令牌定期更换",
        f"{facts.tokens_old} 个有效令牌已超过一年且没有到期日", "重发令牌并设到期日",
    )  # fmt: skip


def audit(facts: Facts) -> Iterator[Finding]:
    """8.1.4.3 安全审计."""
    chapter, waits = "安全审计", facts.unsealed_since
    sealed = waits is None or facts.now - waits <= SEAL_WITHIN
    since = f"，自 {waits:%m-%d %H:%M} 起未封签" if waits and not sealed else ""
    yield _is(
        sealed, chapter, "审计记录防篡改",
        f"{facts.sealed_rows} 行已用 SM3 链接封签{since}", "检查后台任务是否运行",
    )  # fmt: skip
    kept = facts.audit_kept_days
    yield _is(
        kept is None or kept >= LOGS_KEPT_MIN_DAYS, chapter, "审计记录保存六个月以上",
        "永久保存" if kept is None else f"保存 {kept} 天", "至少 180 天",
    )  # fmt: skip


def intrusion(facts: Facts) -> Iterator[Finding]:
    """8.1.4.4 入侵防范: what was tried, for somebody to look at."""
    yield Finding(
        "入侵防范", "异常访问", State.GOOD,
        f"24 小时内登录失败 {facts.login_failures_day} 次，被拒设备消息 {facts.refused_day} 条",
    )  # fmt: skip


def communication(facts: Facts) -> Iterator[Finding]:
    """8.1.2.2 通信传输."""
    chapter = "通信传输"
    yield _is(
        facts.is_https, chapter, "网页与接口加密",
        "HTTPS" if facts.is_https else "HTTP 明文，仅限封闭的厂内网",
        "运行 anhuan certificate 后重启",
    )  # fmt: skip
    yield _is(
        facts.is_mqtt_tls, chapter, "设备接入加密",
        "MQTT over TLS" if facts.is_mqtt_tls else "MQTT 明文，有口令和主题权限",
        "定位网关支持时用 anhuan up --mqtt-tls 启动，否则放在独立网段",
    )  # fmt: skip
    yield _is(
        facts.is_database_local, chapter, "数据库不出本机",
        "本机套接字" if facts.is_database_local else "经网络连接数据库",
        "DATABASE_URL 中加 sslmode=verify-full",
    )  # fmt: skip


def data(facts: Facts) -> Iterator[Finding]:
    """8.1.4.7–8.1.4.9 数据完整性、保密性、备份恢复."""
    open_files = "、".join(facts.secrets_open)
    yield _is(
        not open_files, "数据保密性", "密钥文件权限",
        f"其他用户可读：{open_files}" if open_files else "仅运行用户可读", "chmod 600",
    )  # fmt: skip
    done = facts.backed_up_at
    yield _is(
        done is not None and facts.now - done <= BACKUP_WITHIN, "数据备份恢复", "定期备份",
        f"最近备份 {done:%Y-%m-%d %H:%M}" if done else "还没有备份过",
        "每周至少运行一次 anhuan backup，并在另一台机器上恢复验证",
    )  # fmt: skip


def privacy(facts: Facts) -> Iterator[Finding]:
    """8.1.4.11 个人信息保护."""
    yield _is(
        not facts.looks_without_purpose_month, "个人信息保护", "查看轨迹留痕并说明用途",
        f"30 天内查看轨迹 {facts.looks_month} 次，{facts.looks_without_purpose_month} 次未写用途",
        "在定位设置中要求填写用途",
    )  # fmt: skip


def around(_: Facts) -> Iterator[Finding]:
    """What no program can see (GB/T 22239 8.1.1, 8.1.6–8.1.10)."""
    for control, todo in (
        ("物理环境", "机房门禁、UPS 不少于 4 小时、防水防雷防静电"),
        ("网络边界", "与管理网之间加防火墙，只开放网页和设备接入端口"),
        ("等级保护定级备案", "向公安机关备案，按级测评"),
        ("安全管理制度和人员", "指定网络安全责任人，签保密协议，每年培训"),
    ):
        yield Finding("企业自查", control, State.PLANT, "程序无法判断", todo)


def _is(good: bool, chapter: str, control: str, says: str, todo: str) -> Finding:
    state = State.GOOD if good else State.WEAK
    return Finding(chapter, control, state, says, "" if good else todo)
