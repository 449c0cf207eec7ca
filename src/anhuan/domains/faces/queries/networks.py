"""The two networks, from the folder the installer names. Without them the check is off.

The product ships no models: `ANHUAN_FACE_MODELS` points to a folder with `yunet_n_640.onnx` (finds
faces) and `faceres.onnx` (one vector a face). Whoever installs them answers for their licences.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError

from anhuan.domains.faces.rules.finding import SIDE_PX, Face, faces_in

Floats = npt.NDArray[np.float32]
FINDER, TELLER = "yunet_n_640.onnx", "faceres.onnx"
_CROP = 1.6  # of the face's box: the network was made for faces with some room around
_LARGEST_PX = 40_000_000


@dataclass(frozen=True, slots=True)
class Networks:
    """Both, loaded; `name` tells vectors of one network from another's."""

    finder: Any
    teller: Any
    name: str


def missing() -> str:
    """Why the check cannot run, in words; "" when it can."""
    if not settings.FACE_MODELS:
        return "没有设置模型目录（ANHUAN_FACE_MODELS）"
    absent = [name for name in (FINDER, TELLER) if not Path(settings.FACE_MODELS, name).is_file()]
    if absent:
        return f"模型目录里缺少 {'、'.join(absent)}"
    try:
        import onnxruntime  # noqa: F401 - an extra: anhuan[face]
    except ImportError:
        return "没有安装 onnxruntime（anhuan[face]）"
    return ""


def networks() -> Networks | None:
    """Loaded once a process; None where something is missing."""
    return None if missing() else _loaded(str(settings.FACE_MODELS))


@lru_cache(maxsize=1)
def _loaded(folder: str) -> Networks:
    import onnxruntime as runtime

    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    finder, teller = (
        runtime.InferenceSession(str(Path(folder, name)), options, ["CPUExecutionProvider"])
        for name in (FINDER, TELLER)
    )
    size = Path(folder, TELLER).stat().st_size
    return Networks(finder, teller, f"{TELLER}:{size}")


def read_picture(content: bytes) -> Image.Image | None:
    """An upright RGB picture; None when it cannot be read."""
    try:
        with Image.open(BytesIO(content)) as raw:
            if raw.width * raw.height > _LARGEST_PX:
                return None
            return ImageOps.exif_transpose(raw).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError):
        return None


def find(nets: Networks, picture: Image.Image) -> tuple[list[Face], float]:
    """Faces in pixels of the square the finder saw, the largest first; by what it was scaled."""
    scale = SIDE_PX / max(picture.size)
    small = picture.resize((max(1, round(picture.width * scale)),
                            max(1, round(picture.height * scale))))  # fmt: skip
    square = np.zeros((SIDE_PX, SIDE_PX, 3), np.float32)
    square[: small.height, : small.width] = np.asarray(small, np.float32)[:, :, ::-1]
    names = [one.name for one in nets.finder.get_outputs()]
    told = nets.finder.run(names, {"input": square.transpose(2, 0, 1)[None]})
    return faces_in(dict(zip(names, told, strict=True))), scale


def vector_of(nets: Networks, picture: Image.Image, face: Face, scale: float) -> Floats:
    """The face's vector, of length one: turned upright by the eyes, cut out with room around."""
    left, top, wide, high = (value / scale for value in face.box)
    middle = (left + wide / 2, top + high / 2)
    (x1, y1), (x2, y2) = sorted(face.points[:2].tolist())
    angle = float(np.degrees(np.arctan2(y2 - y1, x2 - x1)))
    half = _CROP * max(wide, high) / 2
    turned = _around(picture, middle, 1.5 * half).rotate(angle, Image.Resampling.BILINEAR)
    at = (turned.width / 2, turned.height / 2)
    cut = _around(turned, at, half).resize((224, 224))
    shown = np.asarray(cut, np.float32)[None]
    name = nets.teller.get_inputs()[0].name
    outputs = [one.name for one in nets.teller.get_outputs() if one.shape[-1] == 1024]
    vector = nets.teller.run(outputs[:1], {name: shown})[0][0]
    return cast(Floats, (vector / np.linalg.norm(vector)).astype(np.float32))


def _around(picture: Image.Image, middle: tuple[float, float], half: float) -> Image.Image:
    """A square cut out around a point, black where the picture ends."""
    left, top = round(middle[0] - half), round(middle[1] - half)
    side = round(2 * half)
    return picture.crop((left, top, left + side, top + side))
