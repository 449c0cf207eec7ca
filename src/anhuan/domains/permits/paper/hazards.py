"""The job-hazard analysis as a paper of its own, or as an appendix (PTW-131, PTW-166)."""

from datetime import datetime

from anhuan.desk.paper import Grid, Paper, Section, label, value
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.paper.source import Source

_HEADS = ("序号", "作业步骤", "潜在风险", "主要后果", "管控措施")


def hazard_grid(source: Source) -> Grid:
    """The four columns of PTW-165, numbered."""
    rows = (
        (value(str(n), align="center"), value(one.step), value(one.hazard),
         value(one.consequence), value(one.measure))
        for n, one in enumerate(sorted(source.look.risks, key=lambda one: one.seq), 1)
    )  # fmt: skip
    head = tuple(label(text) for text in _HEADS)
    return Grid((11, 32, 0, 32, 60), (head, *rows), header=1)


def hazard_paper(permit: Permit, now: datetime) -> Paper:
    """The analysis alone, under the permit's number."""
    source = Source(permit, now)
    told = (
        (label("作业内容"), value(permit.content), label("作业位置"), value(permit.place)),
        (label("作业单位"), value(permit.work_unit), label("申请单位"), value(permit.unit.name)),
    )
    bands = (Grid((30, 0, 30, 0), told), hazard_grid(source))
    return Paper(
        "作业安全分析表", (Section(bands),), number=permit.number,
        company=permit.company.name, seal=source.seal,
    )  # fmt: skip
