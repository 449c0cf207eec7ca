"""States of a hazard, what is done to it, and whose part it is. S3 附件2 4.1.2, S5 附件 一(四)3."""

from enum import StrEnum


class State(StrEnum):
    """Where a hazard stands between being seen and being gone."""

    REPORTED = "reported"
    ASSESSED = "assessed"
    RECTIFYING = "rectifying"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    MERGED = "merged"

    @property
    def label(self) -> str:
        """In Chinese."""
        return STATE_LABELS[self]


STATE_LABELS: dict[State, str] = {
    State.REPORTED: "待评估", State.ASSESSED: "待整改", State.RECTIFYING: "整改中",
    State.SUBMITTED: "待验收", State.ACCEPTED: "已验收", State.DISMISSED: "非隐患",
    State.MERGED: "已合并",
}  # fmt: skip

OPEN = (State.REPORTED, State.ASSESSED, State.RECTIFYING, State.SUBMITTED)
IN_TREATMENT = (State.ASSESSED, State.RECTIFYING, State.SUBMITTED)  # a deadline runs
CLOSED = (State.ACCEPTED, State.DISMISSED, State.MERGED)
# DANGER_STATE of table 6: what has no code there is not sent, or sent as deleted.
UPLOAD_STATE: dict[State, int] = {
    State.ASSESSED: 0, State.RECTIFYING: 0, State.SUBMITTED: 1, State.ACCEPTED: 9,
}  # fmt: skip


class Deed(StrEnum):
    """What somebody does to a hazard; each is one line of its history and one signature."""

    REPORT = "report"
    IMPORT = "import"
    CORRECT = "correct"
    ASSESS = "assess"
    DISMISS = "dismiss"
    SEND_BACK = "send_back"
    ASSIGN = "assign"
    PLAN = "plan"
    APPROVE_PLAN = "approve_plan"
    REJECT_PLAN = "reject_plan"
    ASK_EXTENSION = "ask_extension"
    GRANT_EXTENSION = "grant_extension"
    REFUSE_EXTENSION = "refuse_extension"
    SUBMIT = "submit"
    ACCEPT = "accept"
    RETURN = "return"
    REOPEN = "reopen"
    MERGE = "merge"
    LINK = "link"
    NOTE = "note"
    ADD_PHOTO = "add_photo"
    DELETE = "delete"
    RESTORE = "restore"

    @property
    def label(self) -> str:
        """In Chinese."""
        return DEED_LABELS[self]


DEED_LABELS: dict[Deed, str] = {
    Deed.REPORT: "上报", Deed.IMPORT: "导入", Deed.CORRECT: "更正", Deed.ASSESS: "评估",
    Deed.DISMISS: "判为非隐患", Deed.SEND_BACK: "退回评估", Deed.ASSIGN: "派发整改",
    Deed.PLAN: "编制治理方案", Deed.APPROVE_PLAN: "批准治理方案", Deed.REJECT_PLAN: "退回治理方案",
    Deed.ASK_EXTENSION: "申请延期", Deed.GRANT_EXTENSION: "同意延期",
    Deed.REFUSE_EXTENSION: "不同意延期", Deed.SUBMIT: "提交整改", Deed.ACCEPT: "验收",
    Deed.RETURN: "退回整改", Deed.REOPEN: "重新打开", Deed.MERGE: "合并", Deed.LINK: "关联作业票",
    Deed.NOTE: "备注", Deed.ADD_PHOTO: "补充照片", Deed.DELETE: "删除", Deed.RESTORE: "恢复",
}  # fmt: skip


class Who(StrEnum):
    """The part somebody has in one hazard."""

    REPORTER = "reporter"
    ASSESSOR = "assessor"
    OWNER = "owner"
    RECTIFIER = "rectifier"
    ACCEPTOR = "acceptor"
    HEAD = "head"
    KEEPER = "keeper"
    READER = "reader"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """In Chinese."""
        return WHO_LABELS[self]


WHO_LABELS: dict[Who, str] = {
    Who.REPORTER: "上报人", Who.ASSESSOR: "评估人", Who.OWNER: "责任单位",
    Who.RECTIFIER: "整改责任人", Who.ACCEPTOR: "验收人", Who.HEAD: "主要负责人",
    Who.KEEPER: "台账管理人", Who.READER: "有权查看的人", Who.SYSTEM: "系统",
}  # fmt: skip

# The right each deed needs before anybody asks whose part it is; REST and pages declare it.
RIGHT_OF: dict[Deed, str] = {
    Deed.REPORT: "hazards.report", Deed.IMPORT: "hazards.edit", Deed.CORRECT: "hazards.report",
    Deed.ASSESS: "hazards.assess", Deed.DISMISS: "hazards.assess",
    Deed.SEND_BACK: "hazards.assess", Deed.ASSIGN: "hazards.assess",
    Deed.PLAN: "hazards.rectify", Deed.APPROVE_PLAN: "hazards.accept",
    Deed.REJECT_PLAN: "hazards.accept", Deed.ASK_EXTENSION: "hazards.rectify",
    Deed.GRANT_EXTENSION: "hazards.assess", Deed.REFUSE_EXTENSION: "hazards.assess",
    Deed.SUBMIT: "hazards.rectify", Deed.ACCEPT: "hazards.accept", Deed.RETURN: "hazards.accept",
    Deed.REOPEN: "hazards.assess", Deed.MERGE: "hazards.assess", Deed.LINK: "hazards.rectify",
    Deed.NOTE: "hazards.view", Deed.ADD_PHOTO: "hazards.report", Deed.DELETE: "hazards.edit",
    Deed.RESTORE: "hazards.edit",
}  # fmt: skip
