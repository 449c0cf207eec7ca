"""Conditions: which rows pass a filter or take a route - by content, address or organisation."""

from dataclasses import dataclass
from typing import Any

from anhuan.exchange.core.definition.faults import Look

TESTS = ("in", "not_in", "starts", "above", "below", "is_null")


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of one field, or several of which all (any) must hold."""

    field: str = ""
    test: str = ""
    value: Any = None
    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()

    def holds(self, row: dict[str, Any]) -> bool:
        """Does it hold for this row? A null meets no test but `is_null` and `not_in`."""
        if self.all or self.any:
            return all(one.holds(row) for one in self.all) and (
                not self.any or any(one.holds(row) for one in self.any)
            )
        value = row.get(self.field)
        if self.test == "is_null":
            return (value is None) is bool(self.value)
        if value is None:
            return self.test == "not_in"
        return self._tested(str(value))

    def _tested(self, text: str) -> bool:
        if self.test == "in":
            return text in self.value
        if self.test == "not_in":
            return text not in self.value
        if self.test == "starts":
            return text.startswith(tuple(self.value))
        try:
            number = float(text)
        except ValueError:
            return False
        return number > float(self.value) if self.test == "above" else number < float(self.value)


def read_condition(look: Look) -> Condition:
    """`{field: area, starts: [A1]}`, `{all: […]}`, `{any: […]}`. By organisation: `field: org`."""
    value = look.value if isinstance(look.value, dict) else {}
    if groups := [name for name in ("all", "any") if name in value]:
        look.only("all", "any")
        parts = {name: tuple(read_condition(one) for one in look.items(name)) for name in groups}
        return Condition(all=parts.get("all", ()), any=parts.get("any", ()))
    look.only("field", *TESTS)
    tests = [name for name in TESTS if name in value]
    if len(tests) != 1:
        look.fault("one_test", f"请写一个判断：{'、'.join(TESTS)}")
        return Condition(look.text("field"), "is_null", True)
    return Condition(look.text("field"), tests[0], _operand(look, tests[0]))


def _operand(look: Look, test: str) -> Any:
    part = look.at(test)
    if test in ("above", "below"):
        if isinstance(part.value, bool) or not isinstance(part.value, int | float):
            part.fault("number_wanted", "请填写数字")
            return 0.0
        return float(part.value)
    if test == "is_null":
        return bool(part.value)
    if not isinstance(part.value, list) or not part.value:
        part.fault("list_wanted", "请填写列表，至少一项")
        return ()
    return tuple(str(one) for one in part.value)
