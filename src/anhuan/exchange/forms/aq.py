"""AQ 3064.1-2025 appendix A: the envelopes of business data (A.1) and of sensed data (A.2).

The standard gives the columns, neither address nor transport: a JSON array over HTTPS is ours.
"""

from typing import Any

from anhuan.exchange.forms.headers import headers
from anhuan.exchange.forms.message import Call, Message, Meta, Secret, Settings
from anhuan.exchange.forms.plain import as_json

_OWN = ("ID", "id", "ALARM_ID", "DEVICE_ID")  # a row's key, which the envelope has as UUID


def aq_business(message: Message, settings: Settings, secret: Secret) -> Call:
    """Table A.1: one envelope a row, the data items as columns of their own."""
    found = [
        _envelope(message, row, meta, settings)
        for row, meta in zip(message.rows, message.metas, strict=True)
    ]
    return Call(as_json(found), message.name, headers(message, settings, secret))


def _envelope(message: Message, row: Any, meta: Meta, settings: Settings) -> dict[str, Any]:
    by = str(settings.get("by", "安环平台"))
    return {
        "IDENTIFIER": settings.get("identifiers", {}).get(message.table, message.table),
        "UUID": meta.key,
        "COMPANY_CODE": message.company_code,
        "PARK_CODE": message.park_code,
        **{key: value for key, value in row.items() if key not in ("COMPANY_CODE",)},
        "CREATE_TIME": meta.made_at,
        "CREATE_BY": row.get("CREATE_BY") or by,
        "UPDATE_TIME": meta.changed_at,
        "UPDATE_BY": row.get("UPDATE_BY") or by,
        "DELETE_BY": (row.get("UPDATE_BY") or by) if meta.is_deleted else "",
    }


def aq_sensing(message: Message, settings: Settings, secret: Secret) -> Call:
    """Table A.2: one packet, every number of every row a line of its data set; of an alarm one
    line with its type, when it began and when it ended."""
    is_silent = any(value == [] for row in message.rows for value in row.values())
    packet = {
        "IDENTIFIER": settings.get("identifiers", {}).get(message.table, message.table),
        "DATA_ID": message.id,
        "COMPANY_CODE": message.company_code,
        "PARK_CODE": message.park_code,
        "GATEWAY_ID": settings.get("gateway_id", message.company_code),
        "COLLECT_TIME": message.made_at,
        "IS_CONNECT_DATASOURCE": not is_silent,  # and no value instead of the last one
        "REPORT_TYPE": settings.get("report_type", "report"),
        "DATASET": [line for row in message.rows for line in _lines(row)],
    }
    return Call(as_json(packet), message.name, headers(message, settings, secret))


# Columns of the tables of alarms: type, begin, end.
_ALARMS = (
    ("ALARM_TYPE", "ALARM_TIME", "ALARM_END_TIME"),
    ("ALARM_TYPE", "ALARM_START_TIME", "ALARM_END_TIME"),
    ("alarmType", "time", "handleTime"),
)


def _lines(row: Any) -> list[dict[str, Any]]:
    """A row of positions is one line a person and axis; an alarm one line; other rows a line a
    number."""
    for kind, began, ended in _ALARMS:
        if kind in row and began in row:
            return [_alarm(row, row[kind], row[began], row.get(ended))]
    arrays = [value for value in row.values() if isinstance(value, list)]
    if arrays:
        return [line for array in arrays for one in array for line in _numbers(one, _key(one))]
    return _numbers(row, _key(row))


def _alarm(row: Any, kind: Any, began: Any, ended: Any) -> dict[str, Any]:
    """`VALUE`: 1 while it stands, 0 when it is over; the table prints no other number for it."""
    own = next((str(row[name]) for name in _OWN if row.get(name)), _key(row))
    return {"QUOTAID": own, "VALUE": 0.0 if ended else 1.0, "ALARM_TYPE": kind,
            "ALARM_TIME": began, "ALARM_END_TIME": ended or None}  # fmt: skip


def _key(row: Any) -> str:
    known = ("PERSON_ID", "PERSONID", "CARD_NO", *_OWN)
    return next((str(row[key]) for key in known if row.get(key)), "")


def _numbers(row: Any, key: str) -> list[dict[str, Any]]:
    return [
        {"QUOTAID": f"{key}.{name}" if key else name, "VALUE": value}
        for name, value in row.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
