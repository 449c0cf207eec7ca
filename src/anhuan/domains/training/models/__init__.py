"""Certificates of people, courses, who passed them, and who needs them."""

from anhuan.domains.training.models.certificates import Certificate, CertificateKind
from anhuan.domains.training.models.courses import Course, CourseNeed
from anhuan.domains.training.models.sessions import Result, Session
from anhuan.domains.training.models.settings import TrainingSettings

__all__ = [
    "Certificate",
    "CertificateKind",
    "Course",
    "CourseNeed",
    "Result",
    "Session",
    "TrainingSettings",
]
