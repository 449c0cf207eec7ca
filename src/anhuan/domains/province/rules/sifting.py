"""The rows of one message: the sound ones with what they are about, the faulty with every fault."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from anhuan.domains.province.rules.facts import Facts, facts_of
from anhuan.domains.province.rules.reading import kept, key_of
from anhuan.domains.reporting.rules.options import Options
from anhuan.domains.reporting.rules.tables import Table
from anhuan.domains.reporting.rules.validation import faults_of

OPTIONS = Options()
Fault = Mapping[str, str]  # key, label, code, text


@dataclass(frozen=True, slots=True)
class Sound:
    """A row that may be kept."""

    content: Mapping[str, Any]
    facts: Facts
    files: Mapping[str, str] = field(default_factory=dict)  # column → its content in Base64


@dataclass(slots=True)
class Sifted:
    """`good` and `bad` by key, the last of a key counts; `errors` as the sender is told."""

    good: dict[str, Sound] = field(default_factory=dict)
    bad: dict[str, Sequence[Fault]] = field(default_factory=dict)
    errors: list[dict[str, Any]] = field(default_factory=list)
    taken: int = 0


def sifted(
    table: Table, rows: Sequence[Mapping[str, Any]], keys: Sequence[str], company: str,
    zone: tzinfo,
) -> Sifted:  # fmt: skip
    """`keys`: what the envelope calls each row; `company`: the code of the plant that sends."""
    found = Sifted()
    for index, given in enumerate(rows):
        row = kept(table, given, zone)
        named = keys[index] if index < len(keys) else ""
        key = key_of(table, row) or named[:200]
        faults = [one.as_json() for one in faults_of(table, row, OPTIONS)]
        faults += _foreign(company, row)
        if faults or not key:
            found.bad[key or f"第 {index + 1} 行"] = faults
            found.errors.append(error_of(index, named or key, faults))
            continue
        found.good[key] = Sound(row, facts_of(table.id, row), _files(table, given, row))
        found.bad.pop(key, None)
        found.taken += 1
    return found


def _files(table: Table, given: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, str]:
    columns = [one.key for one in table.columns if one.type == "file" and row.get(one.key)]
    return {key: str(given[key]) for key in columns if "bytes" in row[key]}


def error_of(index: int, key: str, faults: Sequence[Fault]) -> dict[str, Any]:
    """One refused row in the answer."""
    text = "；".join(one["text"] for one in faults) or "没有主键"
    return {"index": index, "UUID": key, "msg": text[:500]}


def _foreign(company: str, row: Mapping[str, Any]) -> list[dict[str, str]]:
    """A plant writes rows of its own and of nobody else."""
    code = row.get("COMPANY_CODE")
    if not code or code == company:
        return []
    text = f"企业编码（COMPANY_CODE）“{code}”不是本企业的编码 {company}"
    return [{"key": "COMPANY_CODE", "label": "企业编码", "code": "foreign", "text": text}]
