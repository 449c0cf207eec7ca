"""Encryption of fields (SM4-GCM, AES-GCM) and checksums (SM3). Keys come by name, from outside.

A sealed field is `algorithm:key name:base64(nonce 12 | ciphertext | tag 16)`. The field's name is
authenticated with it: a sealed value cannot be moved to another column unnoticed.
"""

import base64
import os
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from anhuan.exchange.core.definition.faults import Look
from anhuan.exchange.core.transforms.unfit import Unfit
from anhuan.kernel.digest import canonical_json, sm3_hex

Row = dict[str, Any]
Step = Callable[[Row, Mapping[str, bytes]], list[Row]]
ALGORITHMS = ("sm4-gcm", "aes-gcm")
NONCE, TAG = 12, 16


def seal(algorithm: str, key: bytes, data: bytes, about: bytes) -> bytes:
    """nonce | ciphertext | tag. SM4 keys have 16 bytes, AES keys 16 or 32."""
    nonce = os.urandom(NONCE)
    if algorithm == "aes-gcm":
        return nonce + AESGCM(key).encrypt(nonce, data, about)
    cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
    cipher.authenticate_additional_data(about)
    return nonce + cipher.update(data) + cipher.finalize() + cipher.tag


def unseal(algorithm: str, key: bytes, sealed: bytes, about: bytes) -> bytes:
    """What was sealed. Raises `InvalidTag` when a single bit is not as it was."""
    nonce, body, tag = sealed[:NONCE], sealed[NONCE:-TAG], sealed[-TAG:]
    if len(sealed) < NONCE + TAG:
        raise InvalidTag
    if algorithm == "aes-gcm":
        return AESGCM(key).decrypt(nonce, body + tag, about)
    cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
    cipher.authenticate_additional_data(about)
    return cipher.update(body) + cipher.finalize()


def read_encrypt(look: Look) -> Step:
    """`encrypt: {field: id_number, with: sm4-gcm, key: province}`."""
    look.only("field", "with", "key")
    name, key_name = look.text("field"), look.text("key")
    algorithm = look.choice("with", ALGORITHMS, "sm4-gcm")

    def encrypt(row: Row, keys: Mapping[str, bytes]) -> list[Row]:
        if row.get(name) is None:
            return [row]
        sealed = seal(algorithm, _key(keys, key_name), str(row[name]).encode(), name.encode())
        return [row | {name: f"{algorithm}:{key_name}:{base64.b64encode(sealed).decode()}"}]

    return encrypt


def read_decrypt(look: Look) -> Step:
    """`decrypt: {field: id_number}`: algorithm and key's name are in the value."""
    look.only("field")
    name = look.text("field")

    def decrypt(row: Row, keys: Mapping[str, bytes]) -> list[Row]:
        if row.get(name) is None:
            return [row]
        try:
            algorithm, key_name, text = str(row[name]).split(":")
            sealed = base64.b64decode(text, validate=True)
            clear = unseal(algorithm, _key(keys, key_name), sealed, name.encode())
        except (ValueError, InvalidTag) as error:
            raise Unfit("not_decryptable", f"{name} 无法解密：密文或密钥不对") from error
        return [row | {name: clear.decode()}]

    return decrypt


def _key(keys: Mapping[str, bytes], name: str) -> bytes:
    if name not in keys:
        raise Unfit("no_key", f"没有名为 {name} 的密钥，请放入密钥目录")
    return keys[name]


def read_checksum(look: Look) -> Step:
    """`checksum: {into: sum, fields: [a, b]}`: SM3 of the fields; of all when none is named."""
    look.only("into", "fields")
    into, names = look.text("into"), look.texts("fields")
    return lambda row, keys: [row | {into: _checksum(row, names, into)}]


def read_verify(look: Look) -> Step:
    """`verify: {field: sum, fields: [a, b]}`: unfit when the SM3 is another."""
    look.only("field", "fields")
    field, names = look.text("field"), look.texts("fields")

    def verify(row: Row, keys: Mapping[str, bytes]) -> list[Row]:
        if row.get(field) != _checksum(row, names, field):
            raise Unfit("checksum_differs", "校验值不符，数据在途中被改动")
        return [row]

    return verify


def _checksum(row: Row, names: tuple[str, ...], apart: str) -> str:
    chosen = names or tuple(name for name in row if name != apart)
    return sm3_hex(canonical_json({name: row.get(name) for name in chosen}))
