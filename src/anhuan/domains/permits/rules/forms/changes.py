"""What changed between two versions of a form, in words people read."""

import re
from dataclasses import dataclass
from typing import Any

from anhuan.domains.permits.rules.forms.parts import FormTemplate
from anhuan.domains.permits.rules.forms.reading import as_data, walk

_SECTIONS = {
    "title": "标题", "fields": "栏目", "measures": "措施", "extras": "附加措施",
    "signatures": "签字", "approvals": "审批", "copies": "票联", "gas": "气体分析",
    "hazards": "风险", "briefing": "交底", "guardian_checks": "监护检查", "acceptance": "验收条件",
}  # fmt: skip
_ATTRIBUTES = {
    "key": "编号", "no": "序号", "label": "名称", "text": "内容", "type": "类型", "unit": "单位",
    "required": "必填", "stage": "环节", "levels": "级别", "forced": "适用条件", "columns": "列",
    "options": "选项", "least": "下限", "most": "上限", "printed": "打印", "wide": "整行",
    "hint": "提示", "inputs": "填写项", "check": "限值", "explain": "不涉及须说明",
    "clause": "依据", "role": "岗位", "raised_role": "升级审批岗位", "order": "顺序",
    "mode": "签字方式", "time_limit_min": "时限(min)", "holder": "持有人", "group": "分组",
    "places": "场所", "photo": "拍照", "targets": "项目", "rows": "行数", "has_point": "分析部位",
}  # fmt: skip
_STEP = re.compile(r"([a-z_]+)(?:\[([^\]]+)\])?")


@dataclass(frozen=True, slots=True)
class Difference:
    """One leaf that differs: `path` like "measures[3].text"; None where it was or is not there."""

    path: str
    before: Any
    after: Any

    @property
    def label(self) -> str:
        """The path in Chinese: 措施 3 · 内容."""
        steps = _STEP.findall(self.path)
        words = [_SECTIONS.get(name) or _ATTRIBUTES.get(name, name) for name, _ in steps]
        return " · ".join(
            f"{word} {which}".rstrip() for word, (_, which) in zip(words, steps, strict=True)
        )


def differences(old: FormTemplate, new: FormTemplate) -> list[Difference]:
    """What changed between two versions, in the order of the newer, removals last."""
    before, after = dict(walk(as_data(old))), dict(walk(as_data(new)))
    paths = [*after, *(path for path in before if path not in after)]
    return [
        Difference(path, before.get(path), after.get(path))
        for path in paths
        if path != "version" and before.get(path) != after.get(path)
    ]
