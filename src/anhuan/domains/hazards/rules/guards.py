"""What may stand against a deed; each guard says every reason it has."""

from collections.abc import Callable, Iterator

from anhuan.domains.hazards.rules.case import Asked
from anhuan.domains.hazards.rules.codes import Level, Way
from anhuan.domains.hazards.rules.plan import FIVE
from anhuan.kernel.errors import Blocker

Guard = Callable[[Asked], Iterator[Blocker]]
EXCHANGE = "鲁应急字〔2021〕107号 附件2 6.2(6)"
LIST = "鲁应急字〔2021〕107号 附件2 4.1.2(3)"
GUIDE = "应急〔2019〕78号"


def _missing(asked: Asked, key: str) -> bool:
    value = asked.given.get(key)
    return value is None or (isinstance(value, str) and not value.strip())


def _reason(asked: Asked) -> Iterator[Blocker]:
    if not asked.is_asking and _missing(asked, "reason"):
        yield Blocker("reason_missing", "请填写原因")


def _words(asked: Asked) -> Iterator[Blocker]:
    if not asked.is_asking and _missing(asked, "text"):
        yield Blocker("text_missing", "请填写内容")


def _told(asked: Asked) -> Iterator[Blocker]:
    if asked.is_asking:
        return
    for key, text in (("name", "请写明隐患名称"), ("place", "请写明隐患地点或选择区域")):
        if key in asked.given and _missing(asked, key):
            yield Blocker(f"{key}_missing", text, LIST)


def _assessment(asked: Asked) -> Iterator[Blocker]:
    if asked.is_asking:
        return
    if asked.given.get("kind") is None:
        yield Blocker("kind_missing", "请选择隐患类型", LIST)
    if asked.given.get("level") is None:
        yield Blocker("level_missing", "请判定隐患等级", LIST)
    if asked.given.get("level") == Level.MAJOR and _missing(asked, "basis"):
        text = "判为重大隐患须写明判定依据，请从判定标准中选择或填写"
        yield Blocker("basis_missing", text, LIST)
    if asked.given.get("level") == Level.MAJOR and asked.given.get("way") == Way.ON_THE_SPOT:
        text = "重大隐患须按治理方案限期整改，不能即查即改"
        yield Blocker("major_on_the_spot", text, GUIDE)
    if asked.given.get("unit") is None:
        yield Blocker("unit_missing", "请选择整改责任单位", LIST)
    cost = asked.given.get("funds_cny")
    if cost is not None and cost < 0:
        yield Blocker("funds_negative", "整改资金不能为负")


def _object(asked: Asked) -> Iterator[Blocker]:
    code = asked.given.get("object_code", asked.case.object_code)
    if not asked.is_asking and asked.settings.needs_object and not code:
        text = "请选择风险分析对象：隐患须绑定有危险源编码的对象"
        yield Blocker("object_missing", text, EXCHANGE)


def _measure(asked: Asked) -> Iterator[Blocker]:
    measure = asked.given.get("risk_measure_id", asked.case.measure)
    if asked.case.is_from_task and measure is None:
        text = "排查任务发现的隐患须绑定管控措施，请选择对应的措施"
        yield Blocker("measure_missing", text, EXCHANGE)


def _assignment(asked: Asked) -> Iterator[Blocker]:
    if asked.is_asking:
        return
    if asked.given.get("rectifier") is None:
        yield Blocker("rectifier_missing", "请指定整改责任人", LIST)
    yield from _due(asked, "请填写整改期限")


def _due(asked: Asked, text: str) -> Iterator[Blocker]:
    due = asked.given.get("due_at")
    if due is None:
        yield Blocker("due_missing", text, LIST)
    elif due <= asked.now and asked.case.way is Way.BY_DEADLINE:
        yield Blocker("due_past", "整改期限须晚于现在")


def _keeps_due(asked: Asked) -> Iterator[Blocker]:
    due, before = asked.given.get("due_at"), asked.case.due_at
    if due and before and due > before:
        yield Blocker("due_later", "改派不能推迟期限，需要推迟请申请延期")


def _new_due(asked: Asked) -> Iterator[Blocker]:
    """Sent back or opened again: the old deadline holds unless it has passed."""
    if asked.is_asking:
        return
    due = asked.given.get("due_at") or asked.case.due_at
    if due is None or due <= asked.now:
        yield Blocker("due_missing", "原期限已过，请给出新的整改期限", LIST)


def _is_major(asked: Asked) -> Iterator[Blocker]:
    if asked.case.level is not Level.MAJOR:
        yield Blocker("not_major", "只有重大隐患需要治理方案")


def _plan_open(asked: Asked) -> Iterator[Blocker]:
    if asked.case.plan == "approved":
        yield Blocker("plan_approved", "治理方案已经批准，调整请先由评估人重新评估")


def _five(asked: Asked) -> Iterator[Blocker]:
    if asked.is_asking:
        return
    for key, label in FIVE.items():
        if _missing(asked, key):
            yield Blocker(f"{key}_missing", f"治理方案缺“{label}”，五到位须写全", GUIDE)


def _plan_waits(asked: Asked) -> Iterator[Blocker]:
    if asked.case.plan != "waiting":
        yield Blocker("no_plan_waiting", "没有等待批准的治理方案")


def _plan_approved(asked: Asked) -> Iterator[Blocker]:
    if asked.case.level is Level.MAJOR and asked.case.plan != "approved":
        text = "重大隐患的治理方案还没有批准：先编制五到位方案，由主要负责人批准"
        yield Blocker("plan_missing", text, GUIDE)


def _extension(asked: Asked) -> Iterator[Blocker]:
    if asked.case.has_open_extension:
        yield Blocker("extension_waits", "已有一份延期申请等待答复")
    if asked.case.extensions >= asked.settings.most_extensions:
        text = f"已延期 {asked.case.extensions} 次，不能再延期，请立即整改或上报停用"
        yield Blocker("extensions_used_up", text)
    if asked.is_asking:
        return
    to_due, due = asked.given.get("to_due"), asked.case.due_at
    if to_due is None:
        yield Blocker("to_due_missing", "请填写申请延至的时间")
    elif to_due <= asked.now or (due and to_due <= due):
        yield Blocker("to_due_early", "申请延至的时间须晚于现在和原期限")


def _extension_waits(asked: Asked) -> Iterator[Blocker]:
    if not asked.case.has_open_extension:
        yield Blocker("no_extension", "没有等待答复的延期申请")


def _not_asker(asked: Asked) -> Iterator[Blocker]:
    if asked.account is not None and asked.case.extension_asker == asked.account:
        yield Blocker("own_extension", "不能批准自己的延期申请")


def _rectified(asked: Asked) -> Iterator[Blocker]:
    if asked.is_asking:
        return
    for key, text in (
        ("cause", "请填写原因分析"),
        ("treatment", "请填写整改措施"),
        ("result", "请填写整改落实情况"),
    ):
        if _missing(asked, key):
            yield Blocker(f"{key}_missing", text, LIST)


def _photo_after(asked: Asked) -> Iterator[Blocker]:
    if asked.is_asking or not asked.settings.needs_photo_after:
        return
    if not asked.case.photos_after and not asked.given.get("photos"):
        yield Blocker("photo_missing", "请拍摄整改后的照片")


def _separate(asked: Asked) -> Iterator[Blocker]:
    own = asked.person is not None and asked.person == asked.case.rectifier
    if own or (asked.account is not None and asked.account == asked.case.submitter):
        yield Blocker("own_work", "整改人不能验收自己的整改，请由他人验收", GUIDE)


def _merge(asked: Asked) -> Iterator[Blocker]:
    if not asked.is_asking and asked.given.get("into") is None:
        yield Blocker("into_missing", "请选择并入哪一条隐患")


def _deleted(asked: Asked) -> Iterator[Blocker]:
    if not asked.case.is_deleted:
        yield Blocker("not_deleted", "这条隐患没有被删除")


GUARDS: dict[str, Guard] = {
    "reason": _reason, "words": _words, "told": _told, "assessment": _assessment,
    "object": _object, "measure": _measure, "assignment": _assignment, "keeps_due": _keeps_due,
    "new_due": _new_due, "is_major": _is_major, "plan_open": _plan_open, "five": _five,
    "plan_waits": _plan_waits, "plan_approved": _plan_approved, "extension": _extension,
    "extension_waits": _extension_waits, "not_asker": _not_asker, "rectified": _rectified,
    "photo_after": _photo_after, "separate": _separate, "merge": _merge, "deleted": _deleted,
}  # fmt: skip
