"""Where a receiver is: the address fits its form, and nothing secret stands in it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from anhuan.domains.reporting.rules.systems import FORMS, SCHEMES
from anhuan.kernel.errors import Blocker


def address_blockers(form: str, address: str) -> Iterator[Blocker]:
    """Everything wrong with it."""
    if form not in FORMS:
        yield Blocker("unknown_form", f"没有这种报文形式，可用：{'、'.join(FORMS)}")
        return
    try:
        found = urlsplit(address)
        port = found.port
    except ValueError:
        yield Blocker("bad_address", "地址写法不对，例如 https://主机:端口/路径")
        return
    known = SCHEMES[form]
    if found.scheme not in known or not found.hostname:
        example = f"{known[-1]}://主机:端口/路径"
        yield Blocker(
            "bad_address", f"这种形式的地址应以 {' 或 '.join(known)} 开头，例如 {example}"
        )
    if found.scheme in ("tcp", "tcps") and not port:
        yield Blocker("no_port", "TCP 地址要写端口，例如 tcp://主机:9000")
    if found.password or found.username:
        yield Blocker("secret_in_address", "账号和密码不要写在地址里，请放入密钥文件后填写密钥名称")


_PORTS = {"http": 80, "https": 443, "mqtt": 1883, "mqtts": 8883}


def host_and_port(address: str) -> tuple[str, int]:
    """Of a sound address; its scheme's own port where none is written."""
    found = urlsplit(address)
    return found.hostname or "", found.port or _PORTS.get(found.scheme, 0)
