"""Every document the code cites stands in docs/reference/standards.md, in the same edition."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "reference" / "standards.md").read_text(encoding="utf-8")
CITED = re.compile(
    r"(?:GB/T|GB|AQ/T|AQ|JT/T|HG/T) ?\d+(?:\.\d+)?-\d{4}|[\u4e00-\u9fff]{2,3}〔\d{4}〕\d+号"
)


def cited() -> set[str]:
    """Documents named in rules, forms, seeds and messages of the product."""
    files = [one for end in ("py", "yaml", "html") for one in (ROOT / "src").rglob(f"*.{end}")]
    texts = (one.read_text(encoding="utf-8") for one in files if "node_modules" not in one.parts)
    return {found for text in texts for found in CITED.findall(text)}


@pytest.mark.clause("AQG-002")
def test_the_edition_behind_each_rule_is_in_the_register() -> None:
    found = cited()
    assert "GB 30871-2022" in found
    assert sorted(one for one in found if one not in PAGE) == []


@pytest.mark.clause("POS-025", "POS-079")
def test_what_positioning_follows_is_cited() -> None:
    for text in (
        "应急厅〔2021〕27号",
        "GB/T 39218-2020",
        "人员定位系统建设应用指南",
        "AQ 3064.3-2025",
    ):
        assert text in PAGE, text
    for scope in ("producers", "traders with storage", "licensed users"):
        assert scope in PAGE, scope
