"""Faces out of the shared pictures, and whether there are networks to know them by."""

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest

from anhuan.domains.faces.queries import networks

SHARED = Path(__file__).parents[6] / "shared" / "data"
MODELS = SHARED / "models"
PICTURES = [SHARED / "pictures" / name for name in ("sample1.jpg", "sample4.jpg")]
needs_networks = pytest.mark.skipif(
    not MODELS.is_dir() or find_spec("onnxruntime") is None,
    reason="no networks in ../shared/data/models, or no onnxruntime (anhuan[face])",
)


def someone(path: Path) -> bytes:
    """The largest face of a picture with some room around it."""
    nets = networks.networks()
    picture = networks.read_picture(path.read_bytes())
    (face, *_), scale = networks.find(nets, picture)
    left, top, wide, high = (value / scale for value in face.box)
    box = (left - wide / 2, top - high / 2, left + 1.5 * wide, top + 1.5 * high)
    shown = BytesIO()
    picture.crop(tuple(round(value) for value in box)).resize((480, 480)).save(shown, "PNG")
    return shown.getvalue()
