"""The laws, standards and rules a plant like this one keeps a list of."""

from datetime import date

from anhuan.devices.seeding.sown import Sown
from anhuan.domains.documents.actions import file_document, revise

# kind, number, title, scope, issued, in force
PAPERS: tuple[tuple[str, str, str, str, date, date], ...] = (
    ("law", "主席令第八十八号", "中华人民共和国安全生产法", "全厂",
     date(2021, 6, 10), date(2021, 9, 1)),
    ("law", "国务院令第 591 号", "危险化学品安全管理条例", "全厂",
     date(2011, 3, 2), date(2011, 12, 1)),
    ("standard", "GB 30871-2022", "危险化学品企业特殊作业安全规范", "特殊作业",
     date(2022, 3, 15), date(2022, 10, 1)),
    ("standard", "GB 18218-2018", "危险化学品重大危险源辨识", "罐区",
     date(2018, 11, 19), date(2019, 3, 1)),
    ("rule", "HS-AQ-01", "全员安全生产责任制", "全厂", date(2026, 1, 5), date(2026, 1, 10)),
    ("rule", "HS-AQ-07", "人员定位卡佩戴与管理规定", "全厂", date(2026, 2, 2), date(2026, 3, 1)),
    ("rule", "HS-AQ-09", "特殊作业和视频监控系统运行、维护与考核管理制度", "特殊作业",
     date(2026, 2, 2), date(2026, 3, 1)),
    ("rule", "HS-AQ-12", "外来施工单位安全管理规定", "承包商", date(2026, 1, 5), date(2026, 1, 10)),
)  # fmt: skip


def sow_papers(sown: Sown) -> None:
    """Filed by the safety manager, without their texts."""
    for kind, number, title, scope, issued_on, effective_on in PAPERS:
        changes = {
            "kind": kind,
            "number": number,
            "title": title,
            "scope": scope,
            "issued_on": issued_on,
            "effective_on": effective_on,
        }
        filed = file_document(sown.accounts["safety"], changes, None)
        if kind == "rule":
            first = {"label": "1.0", "effective_on": effective_on, "what_changed": "首次发布"}
            revise(sown.accounts["safety"], filed, first, None)
