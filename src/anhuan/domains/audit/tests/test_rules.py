"""How the chain is sealed."""

from anhuan.domains.audit import rules


def test_each_seal_stands_on_the_one_before():
    first = rules.seal_of(rules.GENESIS, {"a": 1})
    second = rules.seal_of(first, {"a": 2})
    rows = [(1, first, {"a": 1}), (2, second, {"a": 2})]
    assert rules.first_break(rows) is None
    assert rules.first_break([(1, first, {"a": 9}), rows[1]]) == 1
    assert rules.first_break([rows[0], (2, second, {"a": 9})]) == 2
    assert rules.first_break([rows[0], (3, second, {"a": 2})]) == 2
