"""`anhuan certificate`: an authority of the plant's own, and a certificate for this box.

An air-gapped plant has no public authority to ask. The authority lasts ten years and is made once;
the certificate 825 days, the longest browsers take, and may be renewed at any time.
"""

import argparse
import ipaddress
import os
import socket
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from anhuan.kernel.clock import now
from anhuan.node.data_folder import PRIVATE, SECRET, DataFolder
from anhuan.node.tls import Tls
from anhuan.node.trouble import Trouble

AUTHORITY_FOR = timedelta(days=3650)
LONGEST_DAYS = 825
SKEW = timedelta(hours=1)  # clocks in a plant differ
Key = ec.EllipticCurvePrivateKey


def run(arguments: argparse.Namespace) -> int:
    """Make what is missing, renew the certificate, say what to do with it."""
    if not 1 <= arguments.days <= LONGEST_DAYS:
        raise Trouble(f"有效期须为 1–{LONGEST_DAYS} 天", f"days must be 1 to {LONGEST_DAYS}")
    hosts = arguments.host or own_hosts()
    tls = issue(DataFolder.from_environment(), hosts, arguments.days)
    print(f"{tls.certificate}  {', '.join(hosts)}  {arguments.days} d")
    print(f"把 {tls.authority} 装到电脑、手机和网关的受信任根证书；重启安环后生效")
    print(f"Install {tls.authority} as a trusted authority on clients; restart Anhuan")
    return 0


def own_hosts() -> list[str]:
    """The names and addresses this machine is known by, the loopback included."""
    name = socket.gethostname()
    try:
        found = socket.getaddrinfo(name, None, proto=socket.IPPROTO_TCP)
    except OSError:
        found = []
    addresses = [str(one[4][0]).partition("%")[0] for one in found]
    return list(dict.fromkeys([name, "localhost", "127.0.0.1", *addresses]))


def issue(data: DataFolder, hosts: Sequence[str], days: int) -> Tls:
    """A new certificate for `hosts`, by the authority of this folder, made when missing."""
    data.prepare()
    tls = Tls.of(data)
    tls.folder.mkdir(exist_ok=True)
    tls.folder.chmod(PRIVATE)
    issuer, issuer_key = _authority(tls)
    key, began = ec.generate_private_key(ec.SECP256R1()), now()
    names = x509.SubjectAlternativeName([_name(host) for host in hosts])
    signed = (
        _builder(_subject(hosts[0]), issuer.subject, key, began, timedelta(days=days))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    _write(tls.key, _pem_of_key(key))
    _write(tls.certificate, _pem(signed) + _pem(issuer))
    return tls


def _authority(tls: Tls) -> tuple[x509.Certificate, Key]:
    if tls.authority.exists() and tls.authority_key.exists():
        kept = serialization.load_pem_private_key(tls.authority_key.read_bytes(), None)
        assert isinstance(kept, Key)
        return x509.load_pem_x509_certificate(tls.authority.read_bytes()), kept
    key, name = ec.generate_private_key(ec.SECP256R1()), _subject("Anhuan 安环 CA")
    made = (
        _builder(name, name, key, now(), AUTHORITY_FOR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(tls.authority_key, _pem_of_key(key))
    _write(tls.authority, _pem(made))
    return made, key


def _builder(
    subject: x509.Name, issuer: x509.Name, key: Key, began: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began - SKEW)
        .not_valid_after(began + lasts)
    )


def _subject(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _pem_of_key(key: Key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, for us alone."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, SECRET), "wb") as file:
        file.write(content)
    draft.replace(path)
