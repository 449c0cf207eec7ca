"""What a picture or a voice note of a permit is of: a deed, or one of these (PTW-073)."""

from anhuan.domains.permits.rules.states import DEED_LABELS, Deed

SHOT_LABELS = {
    "signature": "手写签名",
    "guard": "监护检查",
    "site": "作业环境",
    "protection": "防护措施准备",
    "people": "人员到场",
}


def shot_label(step: str) -> str:
    """In Chinese; an unknown one as it is."""
    return DEED_LABELS[Deed(step)] if step in set(Deed) else SHOT_LABELS.get(step, step)
