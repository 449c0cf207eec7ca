"""Named arrays and plain values in one bytes blob, for state that must survive a kill -9."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

MAGIC = b"AHB1"


def pack(arrays: Mapping[str, NDArray[Any]], plain: Any = None) -> bytes:
    """Join arrays (any dtype but object) and JSON-able `plain` into bytes."""
    heads, bodies = [], []
    for name, array in arrays.items():
        array = np.ascontiguousarray(array)
        heads.append({"name": name, "dtype": array.dtype.str, "shape": list(array.shape)})
        bodies.append(array.tobytes())
    head = orjson.dumps({"arrays": heads, "plain": plain})
    return b"".join([MAGIC, len(head).to_bytes(4, "little"), head, *bodies])


def unpack(blob: bytes) -> tuple[dict[str, NDArray[Any]], Any]:
    """Undo `pack`; the arrays are writable copies. ValueError if the blob is not ours."""
    if blob[:4] != MAGIC:
        raise ValueError("not an engine state blob, or of another version")
    start = 8 + int.from_bytes(blob[4:8], "little")
    head = orjson.loads(blob[8:start])
    arrays: dict[str, NDArray[Any]] = {}
    for one in head["arrays"]:
        dtype, shape = np.dtype(one["dtype"]), tuple(one["shape"])
        size = int(np.prod(shape)) * dtype.itemsize
        if start + size > len(blob):
            raise ValueError("engine state blob is cut short")
        body = np.frombuffer(blob, dtype, count=int(np.prod(shape)), offset=start)
        arrays[one["name"]] = body.reshape(shape).copy()
        start += size
    return arrays, head["plain"]
