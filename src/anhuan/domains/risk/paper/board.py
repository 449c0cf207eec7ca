"""The notice board of a major hazard source (包保责任公示牌): names, duties, phones."""

from anhuan.desk.paper import Grid, Mark, Paper, Section, label, value
from anhuan.domains.plant.models import MajorHazardSource
from anhuan.domains.risk.queries import Post
from anhuan.domains.risk.rules.duties import CLAUSE


def board_paper(source: MajorHazardSource, posts: list[Post]) -> Paper:
    """One page to hang at the source."""
    facts = Grid((30, 0, 30, 0), (
        (label("危险源编码"), value(source.code), label("级别"), value(source.get_level_display())),
        (label("所在区域"), value(source.area.name), label("R 值"), value(_r(source))),
    ))  # fmt: skip
    people = Grid((30, 28, 34, 0), (
        (label("责任人"), label("姓名"), label("联系方式"), label("主要职责")),
        *((label(post.role.label), value(str(post.person or "空缺"), align="center"),
           value(post.phone, align="center"), value(_numbered(post.duties))) for post in posts),
    ), header=1)  # fmt: skip
    return Paper(
        "重大危险源安全包保责任公示牌", (Section((facts, people)),), number=source.name,
        company=source.company.name, marks=(Mark(source.get_level_display()),),
        notes=(f"依据：{CLAUSE}。人员变更后 5 日内更新。",), is_landscape=True,
    )  # fmt: skip


def _r(source: MajorHazardSource) -> str:
    return "" if source.r_value is None else f"{source.r_value:g}"


def _numbered(duties: tuple[str, ...]) -> str:
    return "\n".join(f"{n}. {one}" for n, one in enumerate(duties, 1))
