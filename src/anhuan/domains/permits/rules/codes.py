"""What raises an alarm about a permit, and its code in AQ 3064.2-2025 table A.4.

The table has 22 codes. What the standard wants alarmed without giving it a code (5.9.3, 5.9.4,
5.9.9), and what a plant watches besides, has a code of ours (`is_own`); the exchange decides how
those are told to the park.
"""

from dataclasses import dataclass
from enum import StrEnum


class Alarm(StrEnum):
    """A thing that went wrong. Values are stable: alarm kinds are `permit_{value}`."""

    NO_GAS_TEST = "no_gas_test"
    TEST_TOO_OLD = "test_too_old"
    NO_RETEST = "no_retest"
    NO_DAILY_TEST = "no_daily_test"
    RECORD_OVERDUE = "record_overdue"
    GAS_OUT = "gas_out"
    NO_DAILY_TEST_OTHER = "no_daily_test_other"
    NOT_CONTINUOUS = "not_continuous"
    EXPIRED = "expired"
    APPROVAL_OVERDUE = "approval_overdue"
    SUSPENDED_LONG = "suspended_long"
    NOT_ACCEPTED = "not_accepted"
    ONE_PERMIT_TWO_BLINDS = "one_permit_two_blinds"
    APPROVER_AWAY = "approver_away"
    GUARDIAN_AWAY = "guardian_away"
    WORKER_LEFT = "worker_left"
    STRANGER = "stranger"
    HEADCOUNT = "headcount"
    HOLIDAY = "holiday"
    REST_DAY = "rest_day"
    NIGHT = "night"
    SPECIAL_PERIOD = "special_period"
    NO_CERTIFICATE = "no_certificate"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_MISMATCH = "certificate_mismatch"
    NOT_ENTITLED = "not_entitled"
    NO_PERMIT = "no_permit"
    PERMITS_INCOMPLETE = "permits_incomplete"
    NOT_LINKED = "not_linked"
    NOT_BRIEFED = "not_briefed"
    NO_ANALYSIS = "no_analysis"
    MEASURES_OPEN = "measures_open"
    CONFLICT = "conflict"
    WEATHER = "weather"


@dataclass(frozen=True, slots=True)
class AlarmCode:
    """One row: the code, what it is called, when it is raised and by which limit."""

    alarm: Alarm
    code: str
    label: str
    trigger: str
    limit: str = ""
    priority: int = 2
    suspends: bool = False  # stops a running work at once
    is_own: bool = False  # not in table A.4


def _row(
    alarm: Alarm, code: str, label: str, trigger: str, limit: str = "", **more: bool | int
) -> AlarmCode:
    return AlarmCode(alarm, code, label, trigger, limit, **more)  # type: ignore[arg-type]


_A = Alarm
ALARM_CODES: dict[Alarm, AlarmCode] = {
    row.alarm: row
    for row in (
        _row(_A.NO_GAS_TEST, "01", "作业前未气体分析", "签批或开工时没有合格的气体分析"),
        _row(_A.TEST_TOO_OLD, "02", "分析与开始间隔超时", "取样至签批、开工", "＞30 min"),
        _row(_A.NO_RETEST, "03", "中断超时未分析", "中断后未重新分析",
             "特级、一级动火＞30 min；二级动火、受限空间＞60 min"),
        _row(_A.NO_DAILY_TEST, "04", "二级动火多日次日未分析", "隔日动火没有当日分析", "每日"),
        _row(_A.RECORD_OVERDUE, "05", "受限空间重新记录超时", "连续检测记录间隔", "＞2 h",
             suspends=True),
        _row(_A.GAS_OUT, "06", "气体分析值不合格", "分析或检测值超出限值",
             "LEL≥4% 时 0.5%，LEL＜4% 时 0.2%；O₂ 19.5%～21%；GBZ 2.1", priority=1, suspends=True,
             is_own=True),
        _row(_A.NO_DAILY_TEST_OTHER, "07", "隔日作业未气体分析",
             "火爆场所临时用电，跨零点的特级、一级动火，没有当日分析", "每日", is_own=True),
        _row(_A.NOT_CONTINUOUS, "08", "未连续检测气体浓度", "特级动火、受限空间检测数据中断",
             suspends=True, is_own=True),
        _row(_A.EXPIRED, "10", "安全作业票超时", "到期未关闭", "票面结束时间", suspends=True),
        _row(_A.APPROVAL_OVERDUE, "11", "安全作业票超时未审批", "审批步骤停留超时",
             "各步时限，默认 30 min", priority=3, is_own=True),
        _row(_A.SUSPENDED_LONG, "12", "作业暂停超时", "暂停未恢复也未关闭", "默认 8 h", priority=3,
             is_own=True),
        _row(_A.NOT_ACCEPTED, "13", "完工未验收", "完工后未验收", "默认 2 h", priority=3,
             is_own=True),
        _row(_A.ONE_PERMIT_TWO_BLINDS, "20", "盲板抽、堵共用一票", "同一票含两块盲板或两项作业"),
        _row(_A.APPROVER_AWAY, "30", "审批人不在现场审批", "签批时位置不在作业现场", "默认 5 m"),
        _row(_A.GUARDIAN_AWAY, "31", "监护人离岗", "作业中监护人离开且未交接", priority=1,
             suspends=True),
        _row(_A.WORKER_LEFT, "32", "作业人员离开", "作业中人员离开作业区域", priority=3,
             is_own=True),
        _row(_A.STRANGER, "33", "非作业人员闯入", "票外人员进入作业区域", is_own=True),
        _row(_A.HEADCOUNT, "34", "人数与票不符", "现场人数与票面不一致", is_own=True),
        _row(_A.HOLIDAY, "40", "节假日动火未升级", "作业时间含法定节假日而未升级"),
        _row(_A.REST_DAY, "41", "公休日动火未升级", "作业时间含公休日而未升级"),
        _row(_A.NIGHT, "42", "夜间动火未升级", "作业时间含夜间而未升级", "默认 18:00～08:00"),
        _row(_A.SPECIAL_PERIOD, "43", "重大活动等特殊时段动火未升级", "作业时间含特殊时段而未升级"),
        _row(_A.NO_CERTIFICATE, "50", "无对应资质证书", "没有作业要求的证书"),
        _row(_A.CERTIFICATE_EXPIRED, "51", "资质证书过期", "证书在作业结束前到期"),
        _row(_A.CERTIFICATE_MISMATCH, "52", "持证人与证书不匹配", "证书不属于本人"),
        _row(_A.NOT_ENTITLED, "53", "人员或承包商不具备条件",
             "培训过期、承包商或人员未通过审核、列入黑名单", is_own=True),
        _row(_A.NO_PERMIT, "60", "未办理安全作业票", "发现无票作业", priority=1),
        _row(_A.PERMITS_INCOMPLETE, "61", "未办全相互关联票", "应办的关联作业票未办"),
        _row(_A.NOT_LINKED, "62", "未关联应关联票", "已办的关联作业票未关联", priority=3),
        _row(_A.NOT_BRIEFED, "70", "未安全交底", "作业人员未接受交底"),
        _row(_A.NO_ANALYSIS, "80", "未风险分析", "签批时作业危害分析未完成"),
        _row(_A.MEASURES_OPEN, "90", "安全措施未确认", "签批时有措施未确认"),
        _row(_A.CONFLICT, "91", "相互影响的作业同时进行", "交叉作业距离或时间冲突", suspends=True,
             is_own=True),
        _row(_A.WEATHER, "92", "天气不满足作业条件", "风力、雨雪、雾、气温超出限值", suspends=True,
             is_own=True),
    )
}  # fmt: skip


def alarm_kind(alarm: Alarm) -> str:
    """The code of the alarm's kind in the alarm list."""
    return f"permit_{alarm.value}"


def alarm_of_code(code: str) -> Alarm:
    """The alarm behind a code of table A.4 or of ours."""
    return next(row.alarm for row in ALARM_CODES.values() if row.code == code)


def reported_code(alarm: Alarm) -> str:
    """The code of table A.4, or "" where the standard has none."""
    row = ALARM_CODES[alarm]
    return "" if row.is_own else row.code
