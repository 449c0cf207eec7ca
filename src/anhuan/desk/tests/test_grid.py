"""Cards of an object's page: what people type never becomes markup, what is missing shows."""

from datetime import date

from anhuan.desk.details import Fact, Table
from anhuan.desk.grid import facts, grid
from anhuan.desk.marks import Tag

EVIL = "<script>alert('1')</script>\"&"


def test_nothing_typed_becomes_markup():
    shown = grid(Table([EVIL], [(EVIL,), ((EVIL, f"/a?b={EVIL}"),), (Tag(EVIL, EVIL),)]))
    told = facts([Fact(EVIL, EVIL, unit=EVIL), Fact("网址", EVIL, url=EVIL, tone=EVIL)])
    for html in (shown, told):
        assert "<script" not in html
        assert "alert(&#x27;1&#x27;)&lt;/script&gt;&quot;&amp;" in html


def test_a_wide_row_is_a_card_on_a_phone():
    heads = ["编号", "地点", "状态", "时间"]
    shown = grid(Table(heads, [("A1", None, Tag("已签发", "good"), 0.5)]))
    assert '<table class="grid wide">' in shown
    assert '<td data-label="地点">—</td>' in shown
    assert '<td data-label="状态"><span class="tag good">已签发</span></td>' in shown
    assert '<td data-label="时间">0.5</td>' in shown


def test_an_empty_table_says_so():
    shown = grid(Table(["编号"], [], "还没有检测仪"))
    assert shown == '<p class="nothing">还没有检测仪</p>'


def test_each_value_in_words():
    shown = facts([
        Fact("面积", 12.5, unit="m²"), Fact("应急", value=True), Fact("夜间", value=False),
        Fact("备注"), Fact("日期", date(2026, 3, 5), wide=True), Fact("次数", 0),
    ])  # fmt: skip
    assert '<dd>12.5 <small class="unit">m²</small></dd>' in shown
    assert "<dt>应急</dt><dd>是</dd>" in shown
    assert "<dt>夜间</dt><dd>否</dd>" in shown
    assert '<dt>备注</dt><dd><span class="none">—</span></dd>' in shown
    assert '<div class="fact wide"><dt>日期</dt><dd>2026年3月5日</dd></div>' in shown
    assert "<dt>次数</dt><dd>0</dd>" in shown
