"""Identities, levels, rights: the rules as tables."""

from datetime import date

import pytest

from anhuan.domains.org import rules
from anhuan.domains.org.rules import Role


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", None),
        ("11010519491231002X", None),
        ("11010519491231002x", None),
        ("110105194912310021", "identity_check"),
        ("11010519490231002X", "identity_check"),  # 31 February
        ("E12345678", None),  # a passport
        ("E1234", "identity_shape"),
        ("护照123456", "identity_shape"),
    ],
)
def test_identity_numbers(number, code):
    assert [b.code for b in rules.identity_blockers(number)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", None),
        ("91350100M000100Y43", None),  # the example of GB 32100
        ("91350100M000100Y44", "credit_code_check"),
        ("91350100M000100Y4", "credit_code_shape"),
        ("91350100M000100I43", "credit_code_shape"),
    ],
)
def test_credit_codes(number, code):
    assert [b.code for b in rules.credit_code_blockers(number)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("phone", "good"),
    [
        ("", True),
        ("13800138000", True),
        ("0546-8881234", True),
        ("0546-8881234转801", True),
        ("+86 138 0013 8000", True),
        ("12", False),
        ("电话", False),
    ],
)
def test_phones(phone, good):
    assert (list(rules.phone_blockers(phone)) == []) is good


def test_masks_show_enough_to_recognise_and_no_more():
    assert rules.mask_phone("13812345678") == "138****5678"
    assert rules.mask_identity("11010519491231002X") == "110*************2X"
    assert rules.mask_phone("") == ""


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 3, 11), 40), (date(2026, 3, 12), 41), (date(2026, 3, 13), 41)]
)
def test_age_grows_on_the_birthday(day, age):
    assert rules.age_on(date(1985, 3, 12), day) == age


@pytest.mark.parametrize(
    ("level", "parent", "code"),
    [
        ("company", None, None),
        ("department", "company", None),
        ("workshop", "department", None),
        ("team", "workshop", None),
        ("team", "department", None),
        ("department", None, "department_needs_parent"),
        ("company", "department", "company_has_no_parent"),
        ("department", "department", "level_order"),
        ("workshop", "team", "level_order"),
    ],
)
def test_levels_of_the_tree(level, parent, code):
    assert [b.code for b in rules.level_blockers(level, parent)] == ([code] if code else [])


def test_every_right_is_named_and_held_by_somebody():
    assert set(rules.RIGHT_LABELS) == set(rules.RIGHTS)
    assert all(rules.RIGHTS.values())


@pytest.mark.parametrize(
    ("role", "right", "held"),
    [
        (Role.OPERATOR, "people.view", True),
        (Role.OPERATOR, "people.edit", False),
        (Role.OPERATOR, "people.private", False),
        (Role.WORKER, "people.view", False),
        (Role.REGULATOR, "tracks.view", True),
        (Role.ADMINISTRATOR, "tracks.view", False),
        (Role.VISITOR, "notices.view", True),
    ],
)
def test_who_may_what(role, right, held):
    assert rules.roles_allow([role], right) is held


def test_an_unknown_right_is_a_programming_error():
    with pytest.raises(KeyError):
        rules.roles_allow([Role.OPERATOR], "people.fly")
