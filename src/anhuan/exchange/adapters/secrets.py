"""Secrets by name: `env:NAME`, `file:PATH`; keys of ciphers from a folder. Never in a database."""

import os
from pathlib import Path

from anhuan.exchange.adapters.contract import SourceTrouble


def resolve(word: str) -> str:
    """What a definition's word stands for; other words stand for themselves."""
    if word.startswith("env:"):
        name = word.removeprefix("env:")
        if name not in os.environ:
            raise SourceTrouble(f"没有环境变量 {name}，请在启动前设置")
        return os.environ[name]
    if word.startswith("file:") and not word.startswith("file://"):
        path = Path(word.removeprefix("file:"))
        if not path.is_file():
            raise SourceTrouble(f"没有文件 {path}，请核对路径与权限")
        return path.read_text(encoding="utf-8").strip()
    return word


def cipher_keys(folder: Path) -> dict[str, bytes]:
    """Keys by name: files NAME.key of hex digits, 16 or 32 bytes."""
    return {
        path.stem: bytes.fromhex(path.read_text(encoding="ascii").strip())
        for path in sorted(folder.glob("*.key"))
    }
