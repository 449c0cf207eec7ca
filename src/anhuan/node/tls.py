"""The certificate of this box: where it lies, and what it is used for.

`anhuan certificate` makes one from the plant's own authority; one issued elsewhere is put in its
place under the same two names.
"""

import ssl
from dataclasses import dataclass
from pathlib import Path

from anhuan.node.data_folder import DataFolder


@dataclass(frozen=True, slots=True)
class Tls:
    """The files below `var/tls`."""

    folder: Path

    @classmethod
    def of(cls, data: DataFolder) -> "Tls":
        """That of one data folder."""
        return cls(data.root / "tls")

    @property
    def certificate(self) -> Path:
        """Ours, and what stands between it and its authority."""
        return self.folder / "server.pem"

    @property
    def key(self) -> Path:
        return self.folder / "server.key"

    @property
    def authority(self) -> Path:
        """Whom clients trust; to be installed on desks, phones and gateways."""
        return self.folder / "ca.pem"

    @property
    def authority_key(self) -> Path:
        return self.folder / "ca.key"

    @property
    def is_there(self) -> bool:
        """Is there a certificate with its key?"""
        return self.certificate.is_file() and self.key.is_file()


def to_ourselves() -> ssl.SSLContext:
    """For asking this machine over TLS: the certificate names the plant's host, not 127.0.0.1."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
