"""Dials drawn with a known reading, a little turned, dirty and blurred like photographs."""

from math import cos, radians, sin

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SIDE, RIM = 480, 200
FROM_DEG, SWEEP_DEG = 45.0, 270.0


def draw_dial(
    value: float, full: float, *, is_dark: bool = False, seed: int = 0, squeezed: float = 1.0,
    numbers: bool = True,
) -> Image.Image:  # fmt: skip
    """squeezed: 1.0 from the front, less from the side."""
    paper, ink = ("#20242a", "#f0f0f0") if is_dark else ("#f4f4f0", "#181818")
    picture = Image.new("RGB", (SIDE, SIDE), "#8a8d90")
    pen, middle = ImageDraw.Draw(picture), SIDE / 2
    rim = (middle - RIM, middle - RIM, middle + RIM, middle + RIM)
    pen.ellipse(rim, fill=paper, outline="#303030", width=10)
    for k in range(41):
        turn, is_main = FROM_DEG + SWEEP_DEG * k / 40, k % 5 == 0
        inner = 0.78 if is_main else 0.85
        pen.line([_at(turn, inner), _at(turn, 0.9)], fill=ink, width=4 if is_main else 2)
        if is_main and numbers:
            text = f"{full * k / 40:g}"
            pen.text(_at(turn, 0.66), text, fill=ink, anchor="mm", font_size=26)
    turn = FROM_DEG + SWEEP_DEG * value / full
    pen.line([_at(turn + 180, 0.15), _at(turn, 0.74)], fill=ink, width=7)
    pen.ellipse((middle - 14, middle - 14, middle + 14, middle + 14), fill=ink)
    return _photographed(picture, seed, squeezed)


def _at(turn_deg: float, share: float) -> tuple[float, float]:
    turn, middle = radians(turn_deg), SIDE / 2
    return middle - sin(turn) * share * RIM, middle + cos(turn) * share * RIM


def _photographed(picture: Image.Image, seed: int, squeezed: float) -> Image.Image:
    by_chance = np.random.default_rng(seed)
    narrow = picture.resize((round(SIDE * squeezed), SIDE))
    soft = narrow.filter(ImageFilter.GaussianBlur(1.2))
    light = np.asarray(soft, np.float32)
    shade = np.linspace(0.85, 1.1, light.shape[1])[None, :, None]
    noisy = light * shade + by_chance.normal(0, 6, light.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))
