"""What the plants of the county send, in the words of the tables; times as text of the plant."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from anhuan.devices.county.plants import Paper
from anhuan.devices.county.registers import head_count, measure_id, person_id

Row = dict[str, Any]
NUMBERS = (
    "unitsNumber", "runNumber", "parkNumber", "firesNumber", "fire1Number", "fire2Number",
    "spaceworkNumber", "blindplateNumber", "highworkNumber", "liftingworkNumber",
    "electricityworkNumber", "soilworkNumber", "roadworkNumber", "inspectionNumber",
    "pourOutNumber", "cleanTankNumber", "drainingNumber", "contractorNumber", "changedTaskNumber",
    "TRYUNITS_NUMBER", "workNumber", "notWorkNumber", "testNumber", "overhaulWorkNumber",
    "dangerProcessNumber",
)  # fmt: skip
WORDS = (
    "今天我公司已进行安全风险研判，各项安全风险防控措施已落实到位，我承诺所有生产装置处于安全运行状态，"
    "罐区、仓库等重大危险源安全风险得到有效管控。"
)


def rows_of(plant: Paper, now: datetime) -> Iterator[tuple[str, Row]]:
    """(table, row): its state as it is at `now`, a moment of the plant's own clock."""
    if plant.manner != "late":
        yield "PROMISE", promise(plant, now)
    yield "AQL_POS", people(plant, now)
    for number in range({"busy": 5, "alarm": 2}.get(plant.manner, 1)):
        yield "PTW_A1", work(plant, number, now)
    yield "DUAL_T6", hazard(plant, now)
    for number in range({"alarm": 3, "busy": 1}.get(plant.manner, 0)):
        yield "POS_T1", alarm(plant, number, now)
    yield "VID_T3", {"DEVICE_CODE": f"{plant.code}V1", "DATE_TIME": _at(now),
                     "RUN_STATUS": "0" if plant.manner == "busy" else "1"}  # fmt: skip
    if plant.manner == "faulty":
        yield "POS_T1", alarm(plant, 9, now) | {"alarmType": "88", "realName": ""}


def points_of(plant: Paper) -> list[Row]:
    """The sensed points it has: a warehouse, a rack or a tank, and a gas detector."""
    if not plant.has_hazard_source:
        return []
    kinds = {
        "warehouse": (("temperature", 24.0, 32.0, 38.0), ("humidity", 51.0, 70.0, 80.0)),
        "rack": (("grounding", 0.0, None, None), ("overfill", 0.0, None, None),
                 ("combustible", 2.0, 25.0, 50.0)),
        "tank": (("temperature", 22.0, 35.0, 40.0), ("level", 7.2, 11.0, 12.0),
                 ("pressure", 0.1, 0.3, 0.4)),
    }  # fmt: skip
    kind = ("warehouse", "rack", "tank")[int(plant.code[-1]) % 3]
    names = {"warehouse": "硝酸铵仓库", "rack": "一号装卸栈台", "tank": "苯储罐 T-101"}
    found = [
        {"code": f"{plant.code}-{parameter}", "object_kind": kind, "object_name": names[kind],
         "substance": "ammonium_nitrate" if kind == "warehouse" else "other",
         "parameter": parameter, "usual": usual, "high": high, "high_high": highest}
        for parameter, usual, high, highest in kinds[kind]
    ]  # fmt: skip
    gas = {"code": f"{plant.code}-toxic", "object_kind": "plant", "object_name": "罐区东侧",
           "substance": "other", "parameter": "toxic", "usual": 0.5, "high": 10.0,
           "high_high": 20.0}  # fmt: skip
    return [*found, gas]


def sensed(plant: Paper, now: datetime) -> list[Row]:
    """Lines of a packet. A plant in alarm has its warehouse or tank too warm."""
    lines = []
    for number, point in enumerate(points_of(plant)):
        value = point["usual"] * (1 + ((now.minute + number * 7) % 10 - 5) / 100)
        if plant.manner == "alarm" and point["parameter"] == "temperature":
            value = point["high_high"] + 0.5
        lines.append({"QUOTAID": point["code"], "VALUE": round(value, 2)})
    return lines


def promise(plant: Paper, now: datetime) -> Row:
    """The day's commitment, one a day."""
    day = f"{now:%Y-%m-%d}"
    numbers = dict.fromkeys(NUMBERS, 0) | {"unitsNumber": 2, "runNumber": 2}
    answers = dict.fromkeys(("contractor", "trialProduction", "openParking", "test"), "0")
    grade = {"major": "2", "busy": "3", "alarm": "3"}.get(plant.manner, "4")
    return numbers | answers | {
        "ID": _id(plant, "promise", day), "COMPANY_CODE": plant.code, "commitDate": day,
        "mHazards": "1" if plant.manner == "major" else "0", "riskGrade": grade,
        "commitment": "赵虚构", "commitContent": WORDS, "DANGER_GUARANTEE_RESPONSIBILITY": "1",
        "DUTY_LEAD": "钱虚构", "DUTY_LEAD_PHONE": "19900000002", "DELETED": "0",
    }  # fmt: skip


def people(plant: Paper, now: datetime) -> Row:
    """Who is there, by number."""
    found = [
        {"PERSON_ID": person_id(plant, n), "CARD_NO": f"T{n:04d}", "TIME": _at(now),
         "LONGITUDE": round(plant.longitude + n / 20000, 6), "LATITUDE": plant.latitude,
         "FLOOR": "1", "ZONE_ID": ""}
        for n in range(head_count(plant))
    ]  # fmt: skip
    return {"COMPANY_CODE": plant.code, "COLLECT_TIME": _at(now), "POSITIONS": found}


def work(plant: Paper, number: int, now: datetime) -> Row:
    """A permit of today."""
    kind = ("03", "70", "02", "22", "10")[number]
    began = now.replace(minute=0, second=0) - timedelta(hours=1 + number)
    status = "3" if number == 4 else "2"
    names = {"03": "管廊支架焊接", "70": "清罐内检查", "02": "储罐接管动火", "22": "塔顶换灯",
             "10": "临时照明接电"}  # fmt: skip
    done = _at(began + timedelta(hours=8)) if status == "3" else ""
    return {
        "ID": _id(plant, "work", f"{now:%Y%m%d}{number}"), "COMPANY_NAME": plant.name,
        "COMPANY_CODE": plant.code, "TICKET_TYPE": kind, "GAS_NAME": "苯", "GAS_TIME": _at(began),
        "GAS_VALUE": 0.05, "ISSUE_TIME": _at(began), "START_TIME": _at(began),
        "END_TIME": _at(began + timedelta(hours=8)), "TICKET_POSITION": f"{number + 1}号装置",
        "TICKET_CONTENT": names[kind], "CHECKED_TIME": done, "LONGITUDE": plant.longitude,
        "LATITUDE": plant.latitude, "TICKET_STATUS": status, "SUPERVISOR_NAME": "孙虚构",
        "WORKER_NAME": "李虚构", "WORKER_CERTI_NAME": "", "WORKER_CERTI_NUM": "",
        "WORK_DEPARTMENT": "检修车间", "IS_CONTRACTOR_WORK": "0", "TICKET_RESPONS_NAME": "周虚构",
        "MAJOR_PERSON_MOBILE": "19900000004", "IS_CHANGED": "0", "CHANGED_CAUSE": "",
        "IS_CANCELLED": "0", "CANCELLED_CAUSE": "", "DELETED": "0", "CREATE_DATE": _at(began),
        "CREATE_BY": "周虚构", "UPDATE_DATE": _at(now), "UPDATE_BY": "周虚构",
    }  # fmt: skip


def hazard(plant: Paper, now: datetime) -> Row:
    """A hazard; two manners leave theirs beyond its time."""
    late = plant.manner in ("late", "major")
    due = now - timedelta(days=1) if late else now + timedelta(days=3)
    return {
        "ID": _id(plant, "hazard", "1"), "HAZARD_CODE": f"{plant.code}01",
        "RISK_MEASURE_ID": measure_id(plant, 0),
        "DANGER_NAME": "防火堤穿管处未封堵" if late else "机封渗漏",
        "DANGER_LEVEL": 1 if plant.manner == "major" else 0,
        "REGIST_TIME": _at(now - timedelta(days=4)), "REGISTRANT": "吴虚构", "DANGER_SRC": "1",
        "DANGER_MANAGE_TYPE": 1, "HAZARD_DANGER_TYPE": 7, "DANGER_DESC": "现场检查发现",
        "DANGER_REASON": "", "LIABLE_PERSON": "郑虚构", "DANGER_MANAGE_DEADLINE": _at(due),
        "CHECK_ACCEPT_PERSON": "", "CHECK_ACCEPT_TIME": "", "CHECK_ACCEPT_COMMENT": "",
        "DANGER_STATE": 0, "DELETED": "0",
    }  # fmt: skip


def alarm(plant: Paper, number: int, now: datetime) -> Row:
    """An open alarm that began a while ago."""
    kind, word = (("01", "一键求救"), ("04", "超员"), ("03", "越界"))[number % 3]
    began = now.replace(minute=0, second=0) - timedelta(minutes=20 * number)
    return {
        "id": _id(plant, "alarm", f"{began:%Y%m%d%H}{number}"), "CARD_NO": f"T{number:04d}",
        "realName": "王虚构", "type": "alarm", "time": _at(began), "alarmInfo": word,
        "alarmType": kind, "alarmLocation": "一号罐区", "LONGITUDE": plant.longitude,
        "LATITUDE": plant.latitude, "floorNo": "1", "handleTime": "", "handleInfo": "",
    }  # fmt: skip


def _id(plant: Paper, *parts: str) -> str:
    return str(uuid5(NAMESPACE_URL, "/".join((plant.code, *parts))))


def _at(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
