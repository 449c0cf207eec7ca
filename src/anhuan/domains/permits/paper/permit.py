"""One permit as a paper: the form, then the hazard analysis, the course, drawings and photos."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from anhuan.desk.paper import Box, Mark, Paper, Picture, Section
from anhuan.domains.permits.models import Permit
from anhuan.domains.permits.paper.course import course_sections
from anhuan.domains.permits.paper.hazards import hazard_grid
from anhuan.domains.permits.paper.pictures import gallery
from anhuan.domains.permits.paper.rows import form_bands
from anhuan.domains.permits.paper.sketch import sketch_svg
from anhuan.domains.permits.paper.source import Source
from anhuan.domains.permits.paper.words import grade_words
from anhuan.domains.permits.rules.forms.parts import applies
from anhuan.domains.permits.rules.kinds import KINDS
from anhuan.domains.permits.rules.papers import paper_code, watermark

_ORDINALS = "一二三四五"
_GRAVEST_TWO = 2


def permit_papers(
    permit: Permit, now: datetime, base_url: str, *, copies: bool = False
) -> list[Paper]:
    """The permit with everything behind it; with `copies` the form once per copy of table B.2,
    and what is behind it only with the last, which is filed. `base_url`: "https://plant.example"."""
    source = Source(permit, now)
    held = _copies(source)
    form = Section(form_bands(source))
    behind = tuple(_behind(source))
    whole = _paper(source, (form, *behind), base_url, now)
    if not copies or not held:
        return [replace(whole, notes=(_all_copies(held), *whole.notes))] if held else [whole]
    last = len(held) - 1
    return [
        replace(whole, copy=text, sections=whole.sections if n == last else (form,))
        for n, text in enumerate(held)
    ]


def _paper(source: Source, sections: tuple[Section, ...], base_url: str, now: datetime) -> Paper:
    permit, look = source.permit, source.look
    code = paper_code(permit.pk, source.seal) if source.seal else ""
    return Paper(
        source.form.title, sections, number=permit.number, company=permit.company.name,
        marks=(*_marks(source), Mark(look.state.label)), watermark=watermark(look.state),
        code=f"{base_url}/p/verify/{code}" if code else "", code_note="扫码核验", seal=source.seal,
        notes=(f"打印于 {source.time(now)}；第 {len(source.chain)} 个签字之后的内容以系统为准。",),
    )  # fmt: skip


def _marks(source: Source) -> tuple[Mark, ...]:
    """The grade in a frame, the two gravest in black (B.1)."""
    info = KINDS[source.look.kind]
    if not info.is_graded or not source.look.level:
        return ()
    gravest = [one.code for one in info.levels[-_GRAVEST_TWO:]]
    return (Mark(grade_words(source), source.look.level in gravest),)


def _copies(source: Source) -> list[str]:
    held = [one for one in source.form.copies if applies(one.levels, source.look.level)]
    filed = len(held) - 1
    return [
        f"第{_ORDINALS[n]}联{'（存档）' if n == filed else ''}　{one.holder}"
        for n, one in enumerate(held)
    ]


def _all_copies(held: list[str]) -> str:
    return f"一式{_ORDINALS[len(held) - 1]}联：" + "；".join(held) + "。"


def _behind(source: Source) -> Iterator[Section]:
    """The appendix: only what there is, each with a heading in the outline."""
    found: list[Section] = []
    if source.look.risks:
        found.append(Section((hazard_grid(source),), "作业危害分析"))
    found.extend(course_sections(source))
    if svg := sketch_svg(source.permit.geometry or {}):
        place = Picture(svg=svg, caption=f"{source.permit.place}（厂区坐标，上为北）")
        found.append(Section((Box("", pictures=(place,)),), "作业范围"))
    if (shown := gallery(source)).pictures:
        found.append(Section((shown,), "现场照片"))
    yield from (replace(one, new_page=n == 0) for n, one in enumerate(found))
