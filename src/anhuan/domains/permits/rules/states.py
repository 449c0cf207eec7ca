"""States, deeds and parts of a permit, with their Chinese names and the codes of AQ 3064.2 A.1."""

from enum import StrEnum


class State(StrEnum):
    """Where a permit stands."""

    RESERVED = "reserved"
    RESERVE_APPROVED = "reserve_approved"
    DRAFTED = "drafted"
    ANALYSED = "analysed"
    TESTED = "tested"
    MEASURES_CONFIRMED = "measures_confirmed"
    BRIEFED = "briefed"
    APPROVING = "approving"
    REJECTED = "rejected"
    ISSUED = "issued"
    VERIFIED = "verified"
    WORKING = "working"
    SUSPENDED = "suspended"
    FINISHED = "finished"
    ACCEPTED = "accepted"
    ARCHIVED = "archived"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    VOIDED = "voided"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        """The state in Chinese."""
        return STATE_LABELS[self]


STATE_LABELS: dict[State, str] = {
    State.RESERVED: "已预约",
    State.RESERVE_APPROVED: "预约已批准",
    State.DRAFTED: "申请中",
    State.ANALYSED: "已危害分析",
    State.TESTED: "气体分析合格",
    State.MEASURES_CONFIRMED: "措施已确认",
    State.BRIEFED: "已交底",
    State.APPROVING: "签批中",
    State.REJECTED: "已退回",
    State.ISSUED: "已签发",
    State.VERIFIED: "已验票",
    State.WORKING: "作业中",
    State.SUSPENDED: "已暂停",
    State.FINISHED: "已完工",
    State.ACCEPTED: "已验收",
    State.ARCHIVED: "已归档",
    State.EXPIRED: "已超期",
    State.CANCELLED: "已取消",
    State.VOIDED: "已作废",
    State.REVOKED: "已收回",
}

UNISSUED = (
    State.RESERVED, State.RESERVE_APPROVED, State.DRAFTED, State.ANALYSED, State.TESTED,
    State.MEASURES_CONFIRMED, State.BRIEFED, State.APPROVING, State.REJECTED,
)  # fmt: skip
ISSUED_STATES = (State.ISSUED, State.VERIFIED, State.WORKING, State.SUSPENDED)
CLOSED = (State.ARCHIVED, State.CANCELLED, State.VOIDED)
EDITABLE = (State.RESERVE_APPROVED, State.DRAFTED)
LIVE = (State.WORKING, State.SUSPENDED)
WATCHED = (*UNISSUED, *ISSUED_STATES, State.FINISHED, State.EXPIRED)

# TICKET_STATUS of AQ 3064.2 A.1: 0 not issued, 1 issued, 2 working, 3 accepted, 4 void,
# 5 withdrawn, 6 suspended. What has expired or is finished is still the work it was.
AQ_STATUS: dict[State, int] = {state: 0 for state in UNISSUED} | {
    State.ISSUED: 1,
    State.VERIFIED: 1,
    State.WORKING: 2,
    State.FINISHED: 2,
    State.ACCEPTED: 3,
    State.ARCHIVED: 3,
    State.EXPIRED: 4,
    State.VOIDED: 4,
    State.CANCELLED: 5,
    State.REVOKED: 5,
    State.SUSPENDED: 6,
}
# The five groups of the day's map (AQ 3064.2 5.12.1).
DAY_GROUPS: dict[str, tuple[State, ...]] = {
    "reserved": (State.RESERVED, State.RESERVE_APPROVED),
    "applied": (*UNISSUED[2:], State.ISSUED, State.VERIFIED),
    "running": (State.WORKING, State.SUSPENDED, State.EXPIRED),
    "done": (State.FINISHED, State.ACCEPTED, State.ARCHIVED),
    "cancelled": (State.CANCELLED, State.VOIDED, State.REVOKED),
}


class Deed(StrEnum):
    """What is done to a permit."""

    RESERVE = "reserve"
    APPROVE_RESERVATION = "approve_reservation"
    REJECT_RESERVATION = "reject_reservation"
    REBOOK = "rebook"
    APPLY = "apply"
    REVISE = "revise"
    ANALYSE = "analyse"
    FILL = "fill"
    TEST_GAS = "test_gas"
    CONFIRM_MEASURE = "confirm_measure"
    BRIEF = "brief"
    SIGN_BRIEFING = "sign_briefing"
    SUBMIT = "submit"
    APPROVE = "approve"
    REJECT = "reject"
    RETURN_TO_TESTING = "return_to_testing"
    VERIFY = "verify"
    START = "start"
    SUSPEND = "suspend"
    RESUME = "resume"
    RECORD_GAS = "record_gas"
    ENTER = "enter"
    LEAVE = "leave"
    HAND_OVER_GUARD = "hand_over_guard"
    HAND_OVER_SHIFT = "hand_over_shift"
    TAKE_OVER = "take_over"
    CHANGE_CREW = "change_crew"
    EXTEND = "extend"
    CHECK_WEATHER = "check_weather"
    REMARK = "remark"
    ADD_PHOTO = "add_photo"
    LINK = "link"
    FINISH = "finish"
    ACCEPT = "accept"
    ARCHIVE = "archive"
    ASK_CANCEL = "ask_cancel"
    CANCEL = "cancel"
    VOID = "void"
    REVOKE = "revoke"
    REISSUE = "reissue"
    EXPIRE = "expire"

    @property
    def label(self) -> str:
        """The deed in Chinese."""
        return DEED_LABELS[self]


DEED_LABELS: dict[Deed, str] = {
    Deed.RESERVE: "预约",
    Deed.APPROVE_RESERVATION: "批准预约",
    Deed.REJECT_RESERVATION: "退回预约",
    Deed.REBOOK: "重新预约",
    Deed.APPLY: "填写申请",
    Deed.REVISE: "修改后重报",
    Deed.ANALYSE: "提交危害分析",
    Deed.FILL: "补填栏目",
    Deed.TEST_GAS: "气体分析",
    Deed.CONFIRM_MEASURE: "确认措施",
    Deed.BRIEF: "安全交底",
    Deed.SIGN_BRIEFING: "接受交底",
    Deed.SUBMIT: "提交签批",
    Deed.APPROVE: "签批",
    Deed.REJECT: "退回",
    Deed.RETURN_TO_TESTING: "退回重新分析",
    Deed.VERIFY: "验票",
    Deed.START: "开工",
    Deed.SUSPEND: "暂停",
    Deed.RESUME: "恢复",
    Deed.RECORD_GAS: "作业中气体记录",
    Deed.ENTER: "进入登记",
    Deed.LEAVE: "离开登记",
    Deed.HAND_OVER_GUARD: "监护交接",
    Deed.HAND_OVER_SHIFT: "交接班",
    Deed.TAKE_OVER: "接受交接",
    Deed.CHANGE_CREW: "变更作业人员",
    Deed.EXTEND: "延期",
    Deed.CHECK_WEATHER: "天气复查",
    Deed.REMARK: "监管意见",
    Deed.ADD_PHOTO: "拍照留痕",
    Deed.LINK: "关联作业票",
    Deed.FINISH: "完工",
    Deed.ACCEPT: "验收",
    Deed.ARCHIVE: "归档",
    Deed.ASK_CANCEL: "申请取消",
    Deed.CANCEL: "批准取消",
    Deed.VOID: "作废",
    Deed.REVOKE: "收回",
    Deed.REISSUE: "变更重办",
    Deed.EXPIRE: "超期",
}


class Who(StrEnum):
    """In what part somebody does a deed. The first that fits counts and is written down."""

    APPLICANT = "applicant"
    LEADER = "leader"
    GUARDIAN = "guardian"
    WORKER = "worker"
    CREW = "crew"  # anybody named on the permit
    ANALYST = "analyst"
    BRIEFER = "briefer"
    LEVEL = "level"  # who signs the level of approval that is next
    APPROVER = "approver"
    SHIFT_LEADER = "shift_leader"
    ACCEPTOR = "acceptor"
    TAKER = "taker"  # to whom the guard or the shift was offered
    READER = "reader"
    RELEASER = "releaser"  # who approves, where something unknown was dug up
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The part in Chinese."""
        return WHO_LABELS[self]


WHO_LABELS: dict[Who, str] = {
    Who.APPLICANT: "申请人",
    Who.LEADER: "作业负责人",
    Who.GUARDIAN: "监护人",
    Who.WORKER: "作业人",
    Who.CREW: "票上人员",
    Who.ANALYST: "分析人",
    Who.BRIEFER: "安全交底人",
    Who.LEVEL: "本级签批人",
    Who.APPROVER: "审批人员",
    Who.SHIFT_LEADER: "当班班长",
    Who.ACCEPTOR: "验收人",
    Who.TAKER: "接班人",
    Who.READER: "管理人员",
    Who.RELEASER: "审批人员（挖出不明物后）",
    Who.SYSTEM: "系统",
}

# Why a work was stopped, where only the approving unit lets it go on (GB 30871-2022 11.4).
EXPOSED = "exposed"
