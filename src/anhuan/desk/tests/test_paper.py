"""Papers: nothing is lost, nothing overflows, pages and outline are right."""

import re

import pypdfium2
import pytest

from anhuan.desk.paper import Box, Grid, Paper, Prose, Section, Signed, label, ledger, print_papers
from anhuan.desk.paper import value as said
from anhuan.desk.paper.glyphs import legible

LONG = "受限空间内残留物料清理，" * 60


def text_of(content: bytes) -> list[str]:
    """Every page's text without spaces and breaks."""
    with pypdfium2.PdfDocument(content) as document:
        return [
            re.sub(r"[\s\u200b]", "", document[n].get_textpage().get_text_range())
            for n in range(len(document))
        ]


def one(text: str, **more) -> list[str]:
    grid = Grid((30, 0), ((label("作业内容"), said(text)),))
    return text_of(print_papers([Paper("试验", (Section((grid,)),), **more)]))


@pytest.mark.parametrize("name", ["张𬬻", "㙟海涛", "鿔镕𬭎", "Ⅳ级 ≤0.2% ㎡ ℃"])
def test_rare_characters_of_the_general_table_are_printed(name):
    assert name.replace(" ", "") in one(name)[0]


def test_a_character_without_a_glyph_is_told_not_dropped():
    (page,) = one("李𠮷祥")
    assert "李〔U+20BB7〕祥" in page
    assert "1个字没有字形" in page


def test_common_marks_have_equals():
    assert legible("☑是 ☐否") == ("■是 □否", [])


@pytest.mark.parametrize("text", [LONG, "PIPE-0123456789" * 40])
def test_long_text_wraps_inside_the_page(text):
    grid = Grid((30, 0), ((label("作业内容"), said(text)),))
    content = print_papers([Paper("试验", (Section((grid,)),))])
    assert text in "".join(text_of(content))
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            for shape in page.get_objects():
                left, _, right, _ = shape.get_bounds()
                assert left >= 40 and right <= 595.3 - 40


def test_fonts_are_embedded_as_subsets():
    content = print_papers([Paper("动火安全作业票", (Section((Prose("焊接"),)),))])
    assert len(content) < 100_000
    assert re.search(rb"/FontName\s*/[A-Z]{6}\+NotoSansSC", content) or b"ObjStm" in content


def test_pages_are_counted_per_paper_and_listed_in_the_outline():
    papers = [
        Paper("动火安全作业票", (Section((Prose("一\n" * 90),)),), number=f"DH-{n}") for n in (1, 2)
    ]
    content = print_papers(papers)
    pages = text_of(content)
    assert ["第1页共2页" in page for page in pages] == [True, False, True, False]
    assert all(f"DH-{n}" in page for n, page in zip((1, 1, 2, 2), pages, strict=True))
    with pypdfium2.PdfDocument(content) as document:
        titles = [entry.get_title().strip() for entry in document.get_toc()]
    assert titles == ["动火安全作业票 DH-1", "动火安全作业票 DH-2"]


def test_an_empty_signature_is_a_blank_box_and_a_page_is_needed_for_none():
    done = Box("完工验收", signed=(Signed("王五", "今日"),))
    boxes = (Box("所在单位意见", signed=(Signed(),)), done)
    (page,) = text_of(print_papers([Paper("试验", (Section(boxes),))]))
    assert "所在单位意见签字：年月日时分" in page
    assert "完工验收签字：王五今日" in page


def test_a_ledger_repeats_its_head():
    rows = [[f"DH-{n}", "动火"] for n in range(120)]
    pages = text_of(print_papers([ledger("作业票台账", ["编号", "类型"], rows)]))
    assert len(pages) > 1
    assert all("序号编号类型" in page for page in pages)
