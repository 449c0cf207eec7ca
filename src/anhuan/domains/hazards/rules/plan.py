"""The treatment plan of a major hazard: five things in place (应急〔2019〕78号 第5部分)."""

FIVE: dict[str, str] = {
    "measures": "治理措施",
    "responsible": "责任单位和人员",
    "funds": "资金",
    "time_limit": "时限",
    "contingency": "应急预案",
}
ALSO: dict[str, str] = {"interim": "治理期间的监控措施"}
PLAN_LABELS = FIVE | ALSO
