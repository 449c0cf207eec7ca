"""Alarms about borders: in without right, off one's post, at another's, out of the plant, jobs."""

from __future__ import annotations

from anhuan.engine.adapters.around import Around
from anhuan.engine.adapters.facts.facts import Facts, of_person, time_of, who, zone_of
from anhuan.engine.core.decisions import Decision

ROLES = {"guardian": "监护人", "worker": "作业人员"}


def entered(around: Around, decision: Decision) -> Facts:
    """无权进入, or went right through."""
    zone, since = zone_of(around, decision), time_of(around, decision.onset_ms)
    if decision.inputs.get("passed_through"):
        text = f"{who(around, decision)}无权进入 {zone.name}，{since} 穿过"
        tell = f"您穿过了禁入区域 {zone.name}，请勿再进入"
    else:
        text = f"{who(around, decision)}无权进入 {zone.name}，{since} 进入"
        tell = f"您已进入禁入区域 {zone.name}，请立即退出"
    return of_person(around, decision, "boundary", "越界", text, "entry", tell)


def left(around: Around, decision: Decision) -> Facts:
    """离岗."""
    zone = zone_of(around, decision)
    text = f"应在 {zone.name}，{time_of(around, decision.onset_ms)} 离开"
    tell = f"您已离开 {zone.name}，请立即返回"
    return of_person(around, decision, "boundary", "离岗", text, "left_post", tell)


def strayed(around: Around, decision: Decision) -> Facts:
    """串岗."""
    zone = zone_of(around, decision)
    text = f"不在本岗位，{time_of(around, decision.onset_ms)} 进入 {zone.name}"
    tell = f"您在他人岗位 {zone.name}，请返回本岗位"
    return of_person(around, decision, "boundary", "串岗", text, "strayed", tell)


def left_plant(around: Around, decision: Decision) -> Facts:
    """携标签离厂."""
    text = f"{time_of(around, decision.onset_ms)} 携标签离开 {zone_of(around, decision).name}"
    tell = "您已携定位标签离厂，请交还标签"
    return of_person(around, decision, "boundary", "携标签离厂", text, "left_plant", tell)


def detoured(around: Around, decision: Decision) -> Facts:
    """巡检偏离路线."""
    zone = zone_of(around, decision)
    text = f"{time_of(around, decision.onset_ms)} 偏离 {zone.name}"
    tell = f"您已偏离 {zone.name}，请按路线巡检"
    return of_person(around, decision, "boundary", "巡检偏离路线", text, "detour", tell)


def near_high_risk(around: Around, decision: Decision) -> Facts:
    """接近高风险区."""
    zone = zone_of(around, decision)
    text = f"{who(around, decision)}无权进入 {zone.name}，{time_of(around, decision.onset_ms)} 接近"
    tell = f"前方 {zone.name} 未经许可不得进入"
    return of_person(around, decision, "near_high_risk", "接近高风险区", text, "", tell)


def job_left(around: Around, decision: Decision) -> Facts:
    """监护人或作业人员离开; a guardian who never came."""
    zone, role = zone_of(around, decision), ROLES[str(decision.inputs.get("role", "worker"))]
    if decision.inputs.get("came", True):
        text = f"{zone.name}，{time_of(around, decision.onset_ms)} 离开作业现场"
        tell = f"您已离开作业现场 {zone.name}，请立即返回"
    else:
        text = f"{zone.name}，作业已开始，监护人未到现场"
        tell = f"作业 {zone.name} 已开始，请立即到场监护"
    return of_person(around, decision, "worker_left", f"{role}离开", text, "", tell)


def guard_inside(around: Around, decision: Decision) -> Facts:
    """监护人进入受限空间: nobody guards from outside."""
    zone = zone_of(around, decision)
    text = f"监护人{time_of(around, decision.onset_ms)} 进入 {zone.name}，应在外面全程监护"
    tell = f"您是监护人，请立即离开 {zone.name}，在外面监护"
    return of_person(around, decision, "worker_left", "监护人进入受限空间", text, "", tell)


def intruded(around: Around, decision: Decision) -> Facts:
    """非作业人员闯入."""
    zone, since = zone_of(around, decision), time_of(around, decision.onset_ms)
    text = f"{who(around, decision)}不是作业人员，{since} 进入 {zone.name}"
    tell = f"您已进入作业区域 {zone.name}，请立即离开"
    return of_person(around, decision, "intruder", "非作业人员闯入", text, "", tell)
