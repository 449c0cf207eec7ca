"""Transforms: literal examples, and what must hold for all rows."""

from decimal import Decimal
from typing import Any

import pytest
import yaml
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from anhuan.exchange.core.definition.faults import Look
from anhuan.exchange.core.transforms import Chain, Unfit, read_chain
from anhuan.exchange.core.transforms.ciphers import seal, unseal
from anhuan.exchange.core.transforms.values import UNITS, masked, plain

KEYS = {"k": bytes(range(16))}


def chain(text: str) -> Chain:
    look = Look({"steps": yaml.safe_load(text)})
    found = read_chain(look.items("steps"))
    assert look.faults == []
    return found


def one(text: str, row: dict[str, Any]) -> dict[str, Any]:
    (found,) = chain(text).apply(row, KEYS)
    return found


@pytest.mark.parametrize(
    ("text", "row", "becomes"),
    [
        ("- default: {a: x, c: y}", {"a": "", "b": None}, {"a": "x", "b": None, "c": "y"}),
        ("- keep: [a]", {"a": 1, "b": 2}, {"a": 1}),
        ("- convert: {field: a, to: integer}", {"a": "12.0"}, {"a": 12}),
        ("- convert: {field: a, to: number}", {"a": "1.500"}, {"a": "1.5"}),
        ("- convert: {field: a, to: boolean}", {"a": "是"}, {"a": True}),
        ("- convert: {field: a, to: datetime, format: '%Y-%m-%d %H:%M:%S'}",
         {"a": "2026-11-22 00:30:00+00:00"}, {"a": "2026-11-22 08:30:00"}),
        ("- convert: {field: a, to: date}", {"a": "2026-11-22 20:00:00+00"}, {"a": "2026-11-23"}),
        ("- unit: {field: p, from: MPa, to: kPa}", {"p": "0.1"}, {"p": "100"}),
        ("- unit: {field: t, from: K, to: °C}", {"t": "273.15"}, {"t": "0"}),
        ("- codes: {field: s, map: {a: '1'}, otherwise: '9'}", {"s": "b"}, {"s": "9"}),
        ("- mask: {field: p, keep_first: 3, keep_last: 4}", {"p": "13812345678"},
         {"p": "138****5678"}),
        ("- split: {field: p, by: ',', into: [x, y]}", {"p": "1,2"},
         {"p": "1,2", "x": "1", "y": "2"}),
        ("- merge: {fields: [a, b], by: '-', into: c}", {"a": "1", "b": None},
         {"a": "1", "b": None, "c": "1"}),
    ],
)  # fmt: skip
@pytest.mark.clause("EXC-071")
def test_one_step(text: str, row: dict[str, Any], becomes: dict[str, Any]) -> None:
    assert one(text, row) == becomes


@pytest.mark.parametrize(
    ("text", "row", "code"),
    [
        ("- convert: {field: a, to: integer}", {"a": "1.5"}, "not_convertible"),
        ("- convert: {field: a, to: number}", {"a": "NaN"}, "not_convertible"),
        ("- convert: {field: a, to: datetime}", {"a": "gestern"}, "not_convertible"),
        ("- unit: {field: a, from: m, to: mm}", {"a": "x"}, "not_a_number"),
        ("- codes: {field: a, map: {x: y}}", {"a": "z"}, "unknown_code"),
        ("- split: {field: a, by: ',', into: [x, y]}", {"a": "1"}, "not_splittable"),
        ("- decrypt: {field: a}", {"a": "sm4-gcm:k:AAAA"}, "not_decryptable"),
        ("- encrypt: {field: a, key: other}", {"a": "1"}, "no_key"),
        ("- verify: {field: s}", {"a": "1", "s": "no"}, "checksum_differs"),
    ],
)
@pytest.mark.clause("EXC-063")
def test_what_cannot_be_done_is_told(text: str, row: dict[str, Any], code: str) -> None:
    with pytest.raises(Unfit) as caught:
        chain(text).apply(row, KEYS)
    assert caught.value.code == code


def test_rows_multiply_and_vanish() -> None:
    steps = chain("- explode: {field: w, by: ',', number: n}\n- filter: {field: w, not_in: [b]}")
    assert steps.is_multiplying
    assert steps.apply({"w": "a,b,c"}, KEYS) == [{"w": "a", "n": 1}, {"w": "c", "n": 3}]


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.sampled_from(["sm4-gcm", "aes-gcm"]), texts)
@pytest.mark.clause("EXC-071")
def test_what_is_sealed_opens_again(algorithm: str, text: str) -> None:
    steps = f"- encrypt: {{field: a, with: {algorithm}, key: k}}"
    sealed = one(steps, {"a": text, "b": "1"})
    assert sealed["b"] == "1"
    assert sealed["a"].startswith(f"{algorithm}:k:")
    assert one("- decrypt: {field: a}", sealed) == {"a": text, "b": "1"}
    with pytest.raises(Unfit):  # it cannot be moved to another column
        one("- decrypt: {field: b}", {"b": sealed["a"]})


@given(st.sampled_from(["sm4-gcm", "aes-gcm"]), st.binary(max_size=40), st.data())
def test_one_flipped_bit_is_noticed(algorithm: str, content: bytes, data: st.DataObject) -> None:
    sealed = bytearray(seal(algorithm, KEYS["k"], content, b"a"))
    assert unseal(algorithm, KEYS["k"], bytes(sealed), b"a") == content
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(InvalidTag):
        unseal(algorithm, KEYS["k"], bytes(sealed), b"a")


def test_sm4_by_the_standards_example() -> None:
    """RFC 8998 A.1: SM4-GCM."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    about = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    clear = bytes.fromhex(
        "AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD"
        "EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA"
    )
    cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(about)
    sealed = nonce + cipher.update(clear) + cipher.finalize() + cipher.tag
    assert cipher.tag.hex().upper() == "83DE3541E4C2B58177E065A9BF7B62EC"
    assert unseal("sm4-gcm", key, sealed, about) == clear


@given(st.dictionaries(texts, st.one_of(st.none(), texts), max_size=4))
def test_a_checksum_holds_until_something_changes(row: dict[str, Any]) -> None:
    summed = one("- checksum: {into: sum}", row)
    assert one("- verify: {field: sum}", summed) == summed
    with pytest.raises(Unfit):
        one("- verify: {field: sum}", summed | {"another": "x"})


@given(texts, st.integers(0, 5), st.integers(0, 5))
def test_a_mask_shows_no_more_than_its_ends(text: str, first: int, last: int) -> None:
    hidden = masked(text, first, last)
    assert len(hidden) == len(text)
    if len(text) > first + last:
        assert hidden[first : len(text) - last] == "*" * (len(text) - first - last)
    else:
        assert set(hidden) <= {"*"}


@given(st.decimals(-(10**9), 10**9, allow_nan=False, places=6), st.sampled_from(sorted(UNITS)))
def test_units_there_and_back_are_exact(number: Decimal, pair: tuple[str, str]) -> None:
    if (back := (pair[1], pair[0])) not in UNITS:
        return
    there = one(f"- unit: {{field: a, from: {pair[0]}, to: {pair[1]}}}", {"a": str(number)})
    again = one(f"- unit: {{field: a, from: {back[0]}, to: {back[1]}}}", there)
    assert Decimal(again["a"]) == number
    assert plain(number) == again["a"] or Decimal(plain(number)) == number
