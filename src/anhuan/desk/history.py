"""Audit rows as sentences a shift worker reads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, ManyToManyField, Model
from django.utils.dateparse import parse_datetime

from anhuan.desk.marks import short_time

# Words for verbs. A slice adds its own: `VERBS["acknowledge"] = "确认"`.
VERBS: dict[str, str] = {
    "create": "新建",
    "update": "修改",
    "retire": "停用",
    "restore": "恢复",
    "delete": "删除",
    "import": "导入",
    "export": "导出",
    "view": "查看",
    "view_track": "查看轨迹",
    "login": "登录",
    "logout": "退出",
    "login_failed": "登录失败",
    "locked_out": "登录锁定",
    "change_password": "修改密码",
    "reset_password": "重置密码",
    "issue_token": "签发令牌",
    "revoke_token": "吊销令牌",
    "grant": "授权",
    "revoke": "撤销授权",
    "upload": "上传",
    "download": "下载",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing somebody did."""

    at: datetime
    who: str
    verb: str
    note: str = ""
    changes: list[Change] = field(default_factory=list)


def history_lines(rows: Iterable[Any], private: Iterable[str] = ()) -> list[HistoryLine]:
    """Audit rows with field names in words and references by name; `private` values hidden.

    Queries do not grow with the number of rows: one for each kind of object referred to.
    """
    found, hidden = list(rows), frozenset(private)
    names = _names(found)
    return [
        HistoryLine(
            at=row.at,
            who=row.actor_name,
            verb=VERBS.get(row.verb, row.verb),
            note=row.note,
            changes=list(_changes(row, names, hidden)),
        )
        for row in found
    ]


def changes_of(row: Any, private: Iterable[str] = ()) -> list[Change]:
    """Every value of one row before and after, also of what was new."""
    return list(_values(row, _names([row]), frozenset(private)))


def _changes(
    row: Any, names: dict[type[Model], dict[str, str]], hidden: frozenset[str]
) -> Iterable[Change]:
    # without a before there is nothing to compare with: the row is new
    return _values(row, names, hidden) if row.before is not None else ()


def _values(
    row: Any, names: dict[type[Model], dict[str, str]], hidden: frozenset[str]
) -> Iterable[Change]:
    for key, after in (row.after or {}).items():
        model_field = _field(row.target_type, key)
        label = str(getattr(model_field, "verbose_name", key))
        if key in hidden:
            yield Change(label, "•••", "•••")
        else:
            words = [_word(model_field, v, names) for v in ((row.before or {}).get(key), after)]
            yield Change(label, words[0], words[1])


def _word(
    model_field: Field[Any, Any] | None, value: Any, names: dict[type[Model], dict[str, str]]
) -> str:
    if value is None or value == "" or value == []:
        return "空"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(model_field, ForeignKey | ManyToManyField):
        known = names.get(model_field.related_model, {})
        many = value if isinstance(value, list) else [value]
        return "、".join(known.get(str(one), str(one)) for one in many)
    choices = dict(getattr(model_field, "flatchoices", None) or ())
    if not isinstance(value, dict | list) and value in choices:
        return str(choices[value])
    if isinstance(value, dict | list):
        return "（已更新）"
    moment = parse_datetime(value) if isinstance(value, str) and len(value) > 18 else None
    return short_time(moment) if moment and moment.tzinfo else str(value)[:80]


def _field(target_type: str, key: str) -> Field[Any, Any] | None:
    try:
        found = apps.get_model(target_type)._meta.get_field(key)
    except LookupError:
        return None
    except Exception:  # FieldDoesNotExist: the field was renamed since
        return None
    return found if isinstance(found, Field) else None


def _names(rows: list[Any]) -> dict[type[Model], dict[str, str]]:
    wanted: dict[type[Model], set[str]] = defaultdict(set)
    for row in rows:
        for values in (row.before, row.after):
            for key, value in (values or {}).items():
                model_field = _field(row.target_type, key)
                if isinstance(model_field, ForeignKey | ManyToManyField) and value:
                    many = value if isinstance(value, list) else [value]
                    wanted[model_field.related_model].update(map(str, many))
    return {
        model: {str(one.pk): str(one) for one in model._default_manager.filter(pk__in=ids)}
        for model, ids in wanted.items()
    }
