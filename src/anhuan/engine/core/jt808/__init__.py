"""JT/T 808, the language of vehicle terminals: bytes in, messages out, and back. No sockets.

JT/T 808-2011, -2013 and -2019; the 2019 edition announces itself in every header. Big-endian;
text is GBK; times are Beijing time in BCD. What cannot be read is a `Malformed` with a reason
code of docs/reference/contracts.md, never another exception.
"""

from anhuan.engine.core.jt808.assembly import Assembly
from anhuan.engine.core.jt808.body import Malformed
from anhuan.engine.core.jt808.framing import Framer, escaped
from anhuan.engine.core.jt808.header import Header, Message, read_message
from anhuan.engine.core.jt808.position import Position, read_position
from anhuan.engine.core.jt808.uplink import Said, read_body

__all__ = [
    "Assembly",
    "Framer",
    "Header",
    "Malformed",
    "Message",
    "Position",
    "Said",
    "escaped",
    "read_body",
    "read_message",
    "read_position",
]
