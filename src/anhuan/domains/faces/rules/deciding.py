"""Is it them? A score against the plant's threshold, and why there is no answer otherwise.

The face is never the only way (rules on face recognition of 2025-06-01): whatever comes out here,
the password stays good, and no answer refuses somebody for good.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
THRESHOLD_PCT = 80  # the plant may set another (TRAIN-019)
LEAST_FACE_PX = 80  # in the picture as it came; smaller ones tell people apart badly


class Verdict(StrEnum):
    """What came of a check."""

    MATCH = "match"
    NO_MATCH = "no_match"
    NO_FACE = "no_face"
    MANY_FACES = "many_faces"
    TOO_SMALL = "too_small"
    NOT_ENROLLED = "not_enrolled"
    OFF = "off"
    UNREADABLE = "unreadable"


VERDICT_WORDS: dict[Verdict, str] = {
    Verdict.MATCH: "核验通过",
    Verdict.NO_MATCH: "人脸与登记的不一致",
    Verdict.NO_FACE: "照片里没有找到人脸",
    Verdict.MANY_FACES: "照片里不止一张人脸，请单独拍摄",
    Verdict.TOO_SMALL: "人脸太小，请靠近拍摄",
    Verdict.NOT_ENROLLED: "本人没有登记人脸",
    Verdict.OFF: "人脸核验没有启用",
    Verdict.UNREADABLE: "照片无法读取",
}
OTHER_WAY = "可以改用账号密码核验"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict; `score_pct` where two faces were compared."""

    verdict: Verdict
    score_pct: float | None = None

    @property
    def text(self) -> str:
        """In Chinese, with the other way where it did not pass."""
        said = VERDICT_WORDS[self.verdict]
        return said if self.verdict is Verdict.MATCH else f"{said}；{OTHER_WAY}"


def likeness_pct(one: Floats, other: Floats) -> float:
    """Cosine of two vectors, 0 to 100; vectors of different length are nothing alike."""
    if one.shape != other.shape:
        return 0.0
    length = float(np.linalg.norm(one) * np.linalg.norm(other))
    return max(0.0, 100.0 * float(one @ other) / length) if length else 0.0


def decided(score_pct: float, threshold_pct: float) -> Outcome:
    """At the threshold it is them."""
    verdict = Verdict.MATCH if score_pct >= threshold_pct else Verdict.NO_MATCH
    return Outcome(verdict, score_pct)
