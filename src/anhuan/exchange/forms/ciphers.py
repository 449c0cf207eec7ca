"""Ciphers receivers ask for. AES-CBC with a fixed IV is what published interfaces have; where one
may choose, it is SM4-GCM (GM/T)."""

import os
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES, SM4
from cryptography.hazmat.primitives.ciphers.modes import CBC, GCM
from cryptography.hazmat.primitives.padding import PKCS7

NAMES = ("none", "AES-CBC", "AES-GCM", "SM4-CBC", "SM4-GCM")
_BLOCK = 128
_NONCE = 12
_TAG = 16


class BadKey(ValueError):
    """The key or IV does not fit; says what would."""


def sealed(name: str, data: bytes, secret: Mapping[str, str]) -> bytes:
    """CBC: PKCS#7, the IV in front unless the secret fixes one. GCM: nonce, text, tag."""
    if name == "none":
        return data
    algorithm = _algorithm(name, secret)
    if name.endswith("GCM"):
        nonce = os.urandom(_NONCE)
        work = Cipher(algorithm, GCM(nonce)).encryptor()
        return nonce + work.update(data) + work.finalize() + work.tag
    fixed = _hex(secret, "iv")
    iv = fixed or os.urandom(16)
    pad = PKCS7(_BLOCK).padder()
    cbc = Cipher(algorithm, CBC(iv)).encryptor()
    text = cbc.update(pad.update(data) + pad.finalize()) + cbc.finalize()
    return text if fixed else iv + text


def opened(name: str, data: bytes, secret: Mapping[str, str]) -> bytes:
    """The reverse; ValueError or InvalidTag when it was not sealed with this key."""
    if name == "none":
        return data
    algorithm = _algorithm(name, secret)
    if name.endswith("GCM"):
        nonce, text, tag = data[:_NONCE], data[_NONCE:-_TAG], data[-_TAG:]
        work = Cipher(algorithm, GCM(nonce, tag)).decryptor()
        return work.update(text) + work.finalize()
    fixed = _hex(secret, "iv")
    iv, text = (fixed, data) if fixed else (data[:16], data[16:])
    cbc = Cipher(algorithm, CBC(iv)).decryptor()
    plain = cbc.update(text) + cbc.finalize()
    pad = PKCS7(_BLOCK).unpadder()
    return pad.update(plain) + pad.finalize()


def _algorithm(name: str, secret: Mapping[str, str]) -> AES | SM4:
    if name not in NAMES:
        raise BadKey(f"没有加密方式 {name}，可用：{'、'.join(NAMES)}")
    key = _hex(secret, "key")
    try:
        return SM4(key) if name.startswith("SM4") else AES(key)
    except ValueError as error:
        raise BadKey(
            "密钥长度不对：SM4 用 16 字节，AES 用 16、24 或 32 字节（十六进制）"
        ) from error


def _hex(secret: Mapping[str, str], name: str) -> bytes:
    try:
        return bytes.fromhex(secret.get(name, ""))
    except ValueError as error:
        raise BadKey(f"密钥文件里的 {name} 应为十六进制") from error
