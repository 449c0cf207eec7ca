"""Pictures as paper needs them: small enough, upright, free of what cameras write into files."""

from io import BytesIO
from pathlib import Path

import qrcode
from PIL import Image, ImageOps
from qrcode.image.svg import SvgPathImage

from anhuan.desk.paper.document import Picture

LONGEST_PX = 1200  # 80 mm at 380 dpi


def qr_svg(text: str) -> bytes:
    """A QR code, level M, without the quiet zone (the page is white)."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    out = BytesIO()
    code.make_image(image_factory=SvgPathImage).save(out)
    return out.getvalue()


def put(picture: Picture, folder: Path, name: str) -> str:
    """Write it into `folder`; the file's name, "" when there is nothing that can be shown."""
    if picture.svg:
        (folder / f"{name}.svg").write_text(picture.svg, encoding="utf-8")
        return f"{name}.svg"
    if picture.path is None or not picture.path.exists():
        return ""
    try:
        with Image.open(picture.path) as image:
            return _shrunk(image, folder, name)
    except (OSError, ValueError, Image.DecompressionBombError):
        return ""  # the caption says which picture cannot be shown


def _shrunk(image: Image.Image, folder: Path, name: str) -> str:
    image.draft("RGB", (LONGEST_PX, LONGEST_PX))  # JPEG: decode no more than is needed
    small = ImageOps.exif_transpose(image)
    small.thumbnail((LONGEST_PX, LONGEST_PX))
    if small.mode in ("RGBA", "LA", "P"):
        small.convert("RGBA").save(folder / f"{name}.png")
        return f"{name}.png"
    small.convert("RGB").save(folder / f"{name}.jpg", quality=80)
    return f"{name}.jpg"
