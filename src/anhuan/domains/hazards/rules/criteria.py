"""What makes a hazard a major one in a chemical plant (安监总管三〔2017〕121号), in our words.

Shown beside the assessment so that nobody has to know them by heart; the number chosen becomes the
basis of the judgement. A plant checks them against the text in force: the list is a help, the
decision is a person's.
"""

DOCUMENT = "安监总管三〔2017〕121号"

CRITERIA: dict[int, str] = {
    1: "主要负责人、安全管理人员未经考核合格",
    2: "特种作业人员无证上岗",
    3: "涉及两重点一重大的装置、设施外部安全防护距离不足",
    4: "重点监管工艺的装置没有自动控制、紧急停车功能，或没有投用",
    5: "一、二级重大危险源罐区没有紧急切断；涉毒性气体、液化气体、剧毒液体的没有独立安全仪表系统",
    6: "全压力式液化烃储罐没有注水措施",
    7: "液化烃、液氨、液氯等充装没有用万向管道充装系统",
    8: "剧毒气体管道穿越厂区外公共区域",
    9: "架空电力线路穿越生产区，不符合标准",
    10: "在役装置没有经正规设计，也没有做安全设计诊断",
    11: "使用淘汰的落后工艺、设备",
    12: "可能泄漏可燃、有毒气体处没有检测报警，爆炸危险场所没有用防爆电气",
    13: "控制室或机柜间面向火灾、爆炸危险一侧不满足防火防爆要求",
    14: "化工装置没有双重电源，或自动控制系统没有不间断电源",
    15: "安全阀、爆破片等安全附件没有正常投用",
    16: "没有建立全员安全责任制，或没有隐患排查治理制度",
    17: "没有操作规程和工艺控制指标",
    18: "特殊作业没有管理制度，或制度没有得到执行",
    19: "新工艺没有经小试、中试、论证，精细化工没有做反应安全风险评估",
    20: "超量、超品种储存，禁忌物料混放混存",
}


def basis_of(number: int) -> str:
    """The basis as the ledger writes it."""
    return f"{DOCUMENT} 第{number}项：{CRITERIA[number]}"
