"""Locating rules: which of a trackable's providers tells best where it is (LocatingRule).

An expression compares facts of a location with constants: `type = 'uwb' AND accuracy < 5`.
AND binds closer than OR; brackets and NOT are understood. An unknown fact makes its comparison
false. The highest priority that matches wins; of equals, the newest location.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

Fact = str | float | None
Facts = Mapping[str, Fact]
Test = Callable[[Facts], bool]
L = TypeVar("L")

PROPERTIES = ("accuracy", "provider_id", "type", "source", "floor", "speed", "timestamp_diff")
LONGEST = 500
DEEPEST = 20
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "==": operator.eq, "!=": operator.ne, "<>": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_TOKEN = re.compile(r"\s*(?:(<=|>=|<>|!=|==|[=<>()])|('[^']*')|(-?\d+(?:\.\d+)?)|(\w+))", re.ASCII)


def expression_problem(expression: Any) -> str:
    """What is wrong with an expression, in a sentence; "" when it can be used."""
    if not isinstance(expression, str) or len(expression) > LONGEST:
        return f"定位规则的 expression 应是不超过 {LONGEST} 个字符的文字"
    try:
        parse(expression)
    except ValueError as error:
        return f"定位规则“{expression[:60]}”不能识别：{error}"
    return ""


def priority_of(rules: Iterable[Mapping[str, Any]], facts: Facts) -> float:
    """The highest priority of the rules that match; minus infinity when none does."""
    matching = (float(r["priority"]) for r in rules if parse(r["expression"])(facts))
    return max(matching, default=float("-inf"))


def most_significant(
    rules: Sequence[Mapping[str, Any]], found: Sequence[L], facts_of: Callable[[L], Facts]
) -> L | None:
    """The location to be believed: best priority, then newest (smallest timestamp_diff)."""

    def rank(location: L) -> tuple[float, float]:
        facts = facts_of(location)
        return priority_of(rules, facts), -float(facts.get("timestamp_diff") or 0)

    return max(found, key=rank, default=None)


@lru_cache(maxsize=512)
def parse(expression: str) -> Test:
    """The expression as a test of facts; ValueError says what is wrong."""
    tokens = _tokens(expression)
    test = _either(tokens, 0)
    if tokens:
        raise ValueError(f"多余的 {tokens[0]}")
    return test


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"不认识 {text[at:].strip()[:10]}")
        found.append(match.group().strip())
        at = match.end()
    if not found:
        raise ValueError("是空的")
    return found


def _either(tokens: list[str], depth: int) -> Test:
    tests = [_both(tokens, depth)]
    while tokens and tokens[0].upper() == "OR":
        tokens.pop(0)
        tests.append(_both(tokens, depth))
    return tests[0] if len(tests) == 1 else lambda facts: any(test(facts) for test in tests)


def _both(tokens: list[str], depth: int) -> Test:
    tests = [_one(tokens, depth)]
    while tokens and tokens[0].upper() == "AND":
        tokens.pop(0)
        tests.append(_one(tokens, depth))
    return tests[0] if len(tests) == 1 else lambda facts: all(test(facts) for test in tests)


def _one(tokens: list[str], depth: int) -> Test:
    if depth > DEEPEST:
        raise ValueError("括号太多")
    word = tokens.pop(0) if tokens else ""
    if word.upper() == "NOT":
        inverted = _one(tokens, depth + 1)
        return lambda facts: not inverted(facts)
    if word == "(":
        inner = _either(tokens, depth + 1)
        if not tokens or tokens.pop(0) != ")":
            raise ValueError("缺少右括号")
        return inner
    return _comparison(word, tokens)


def _comparison(name: str, tokens: list[str]) -> Test:
    if name not in PROPERTIES:
        raise ValueError(f"没有 {name or '条件'}，可用 {'、'.join(PROPERTIES)}")
    compare = _COMPARE.get(tokens.pop(0)) if tokens else None
    constant = _constant(tokens.pop(0)) if tokens else None
    if compare is None or constant is None:
        raise ValueError(f"{name} 后面应是比较符号和常数")

    def test(facts: Facts) -> bool:
        value = facts.get(name)
        return isinstance(value, str) == isinstance(constant, str) and (
            value is not None and compare(value, constant)
        )

    return test


def _constant(token: str) -> Fact:
    if token.startswith("'"):
        return token[1:-1]
    try:
        return float(token)
    except ValueError:
        return None
