"""SM2 signatures: the standard's own numbers, another implementation, and all sorts of nonsense."""

import pytest
from gmalg import SM2
from hypothesis import given, settings
from hypothesis import strategies as st

from anhuan.kernel import sm2
from anhuan.kernel.digest import sm3

KEY = sm2.make_key()
SIGNED = KEY.sign("同意".encode())
ORDER = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
# GB/T 32918.5-2017, annex A: the message, the public key and the signature printed there.
MESSAGE = b"message digest"
PUBLIC = (
    "0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
    "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13"
)
R = "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
S = "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa"


def test_the_signature_of_the_standard_is_good_and_no_other():
    assert sm2.verify(MESSAGE, R + S, PUBLIC)
    assert not sm2.verify(MESSAGE + b".", R + S, PUBLIC)
    assert not sm2.verify(MESSAGE, S + R, PUBLIC)


@settings(max_examples=25, deadline=None)
@given(message=st.binary(max_size=200), flip=st.integers(0, 511))
def test_what_is_signed_is_good_and_one_bit_is_enough(message, flip):
    signature = KEY.sign(message)
    assert sm2.verify(message, signature, KEY.public)
    raw = int(signature, 16) ^ (1 << flip)
    other = f"{raw:0128x}"
    assert not sm2.verify(message, other, KEY.public)
    assert not SM2(None, sm2.DEFAULT_ID, bytes.fromhex(KEY.public)).verify(
        message, bytes.fromhex(other)[:32], bytes.fromhex(other)[32:]
    )
    assert not sm2.verify(message + b"1", signature, KEY.public)
    assert not sm2.verify(message, signature, sm2.make_key().public)


def word(number: int) -> str:
    return f"{number:064x}"


NONSENSE = {
    "empty": lambda good: "",
    "short": lambda good: good[:-2],
    "long": lambda good: good + "00",
    "no digits": lambda good: "zz" * 64,
    "zeros": lambda good: word(0) * 2,
    "r is 0": lambda good: word(0) + good[64:],
    "s is 0": lambda good: good[:64] + word(0),
    "r is the order": lambda good: word(ORDER) + good[64:],
    "s is the order": lambda good: good[:64] + word(ORDER),
    "r + s is the order": lambda good: good[:64] + word(ORDER - int(good[:64], 16)),
    "ones": lambda good: "f" * 128,
    "a sign": lambda good: "-" + good[1:],
}
NO_KEYS = {
    "empty": lambda good: "",
    "a head alone": lambda good: "02",
    "no digits": lambda good: "zz",
    "short": lambda good: good[:-2],
    "long": lambda good: good + "00",
    "another head": lambda good: "05" + good[2:],
    "not on the curve": lambda good: "04" + "00" * 64,
    "too large": lambda good: "02" + "ff" * 32,
}


@pytest.mark.parametrize("kind", NONSENSE)
def test_nonsense_is_no_signature(kind):
    assert sm2.verify("同意".encode(), SIGNED, KEY.public)
    assert not sm2.verify("同意".encode(), NONSENSE[kind](SIGNED), KEY.public)


@pytest.mark.parametrize("kind", NO_KEYS)
def test_nonsense_is_no_key(kind):
    assert not sm2.verify("同意".encode(), SIGNED, NO_KEYS[kind](KEY.public))


def test_a_key_is_made_once_and_readable_by_us_only(tmp_path):
    path = tmp_path / "secrets" / "plant.key"
    first = sm2.load_or_make(path)
    sm2.load_or_make.cache_clear()
    assert sm2.load_or_make(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(sm2.fingerprint(first.public)) == 16
    assert sm2.fingerprint(first.public) == sm3(bytes.fromhex(first.public)).hex()[:16]
