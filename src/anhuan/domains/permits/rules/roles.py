"""Who signs a permit: parts people play on one job, and posts that hold an office in the plant.

Parts are filled per permit (this guardian, these workers). Posts are filled by the plant once
(who may sign as the safety department) and looked up when a signature falls due.
"""

from enum import StrEnum


class Signer(StrEnum):
    """A part or a post. Values are stable; the form data use them."""

    # parts
    APPLICANT = "applicant"
    BRIEFER = "briefer"
    BRIEFED = "briefed"  # every worker, one signature each
    WORKER = "worker"
    GUARDIAN = "guardian"
    WORK_LEADER = "work_leader"
    COMMANDER = "commander"  # lifting, blind plates
    SLINGER = "slinger"
    ANALYST = "analyst"
    PLAN_AUTHOR = "plan_author"
    MEASURE_CONFIRMER = "measure_confirmer"
    APPROVER = "approver"  # stands for the post `FormTemplate.approvals` gives the grade
    # posts
    LOCAL_UNIT = "local_unit"
    USER_UNIT = "user_unit"
    POWER_SUPPLIER = "power_supplier"
    PROFESSIONAL = "professional"
    REVIEWER = "reviewer"
    SAFETY = "safety"
    FIRE = "fire"
    WATER = "water"
    ELECTRICITY = "electricity"
    STEAM = "steam"
    PROCESS = "process"
    EQUIPMENT = "equipment"
    INSTRUMENT = "instrument"
    DISPATCH = "dispatch"
    SHIFT_LEADER = "shift_leader"
    CONTROL_ROOM = "control_room"
    LEADER = "leader"
    CHIEF = "chief"
    PLANT_HEAD = "plant_head"

    @property
    def label(self) -> str:
        """The Chinese name."""
        return SIGNER_LABELS[self]


SIGNER_LABELS: dict[Signer, str] = {
    Signer.APPLICANT: "申请人",
    Signer.BRIEFER: "安全交底人",
    Signer.BRIEFED: "接受交底人",
    Signer.WORKER: "作业人",
    Signer.GUARDIAN: "监护人",
    Signer.WORK_LEADER: "作业负责人",
    Signer.COMMANDER: "作业指挥",
    Signer.SLINGER: "司索人",
    Signer.ANALYST: "分析人",
    Signer.PLAN_AUTHOR: "方案编制人",
    Signer.MEASURE_CONFIRMER: "措施确认人",
    Signer.APPROVER: "审批人",
    Signer.LOCAL_UNIT: "所在基层单位",
    Signer.USER_UNIT: "用电单位",
    Signer.POWER_SUPPLIER: "配送电单位",
    Signer.PROFESSIONAL: "所在单位专业部门",
    Signer.REVIEWER: "审核部门",
    Signer.SAFETY: "安全管理部门",
    Signer.FIRE: "消防部门",
    Signer.WATER: "供排水",
    Signer.ELECTRICITY: "供电",
    Signer.STEAM: "供汽",
    Signer.PROCESS: "工艺",
    Signer.EQUIPMENT: "设备",
    Signer.INSTRUMENT: "仪表",
    Signer.DISPATCH: "生产调度",
    Signer.SHIFT_LEADER: "岗位当班班长",
    Signer.CONTROL_ROOM: "内操(控制室)",
    Signer.LEADER: "主管领导",
    Signer.CHIEF: "主管厂长或总工程师",
    Signer.PLANT_HEAD: "主要负责人",
}

PARTS = frozenset(
    {
        Signer.APPLICANT, Signer.BRIEFER, Signer.BRIEFED, Signer.WORKER, Signer.GUARDIAN,
        Signer.WORK_LEADER, Signer.COMMANDER, Signer.SLINGER, Signer.ANALYST, Signer.PLAN_AUTHOR,
        Signer.MEASURE_CONFIRMER, Signer.APPROVER,
    }
)  # fmt: skip
POSTS = tuple(one for one in Signer if one not in PARTS)
