"""A judgement by GB 18218 as a calculation one can check by hand."""

from django.utils import timezone

from anhuan.desk.paper import Cell, Grid, Mark, Paper, Section, label, value
from anhuan.domains.risk.models import Identification


def judgement_paper(row: Identification) -> Paper:
    """The unit, every chemical with its threshold and β, S, R and the verdict."""
    facts = Grid((38, 0, 38, 0), (
        (label("单元名称"), value(row.name), label("单元类别"), value(row.get_kind_display())),
        (label("500 m 内常住人数"), value(f"{row.people_in_500m} 人"), label("α（表5）"),
         value(row.alpha)),
        (label("S＝Σq/Q"), value(row.s), label("R＝αΣβq/Q"), value(row.r)),
        (label("结论"), value(row.verdict, span=3)),
    ))  # fmt: skip
    lines = tuple(
        (value(one["name"]), _number(one["quantity_t"]), _number(one["threshold_t"]),
         value(one["threshold_by"], align="center"), _number(one["ratio"]), _number(one["beta"]),
         value(one["beta_by"], align="center"), _number(one["weighted"]))
        for one in row.lines
    )  # fmt: skip
    head = tuple(label(text) for text in ("危险化学品", "q（t）", "Q（t）", "Q 依据", "q/Q", "β",
                                          "β 依据", "βq/Q"))  # fmt: skip
    table = Grid((0, 22, 22, 24, 22, 16, 24, 22), (head, *lines), header=1)
    return Paper(
        "危险化学品重大危险源辨识与分级", (Section((facts, table)),), company=row.company.name,
        number=f"{timezone.localtime(row.at):%Y-%m-%d}",
        marks=(Mark(row.verdict, is_grave=bool(row.level)),),
        notes=tuple(one for one in (_made(row), row.note) if one), seal=row.digest,
    )  # fmt: skip


def _made(row: Identification) -> str:
    at = timezone.localtime(row.at)
    return f"依据 {row.standard}；辨识人 {row.by_name}，{at:%Y-%m-%d %H:%M}。S、R 只舍不入。"


def _number(text: str) -> Cell:
    return value(text, align="right")
