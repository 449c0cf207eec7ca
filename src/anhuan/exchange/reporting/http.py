"""HTTP and HTTPS. The certificate is checked; a plant's or province's own authority is named in
the options of the form (`ca`: a file)."""

import http.client
import ssl
from urllib.parse import SplitResult, urlsplit

from anhuan.domains.reporting.rules.options import Options
from anhuan.domains.reporting.rules.outcomes import Outcome
from anhuan.exchange.forms.answers import read_http
from anhuan.exchange.forms.multipart import with_files
from anhuan.exchange.reporting.carriers import Errand, NoAnswer

_MOST = 1024 * 1024  # of an answer


def carry(errand: Errand) -> Outcome:
    """One POST. Raises `NoAnswer` when the line broke anywhere."""
    message = errand.message
    call = with_files(errand.call, message.attachments, f"anhuan-{message.id}")
    parts = urlsplit(errand.address)
    path = "/".join(one.strip("/") for one in (parts.path, _path(errand)) if one.strip("/"))
    query = f"?{parts.query}" if parts.query else ""
    line = line_to(parts, errand.options)
    try:
        line.request("POST", f"/{path}{query}", body=call.body, headers=dict(call.headers))
        answer = line.getresponse()
        body = answer.read(_MOST)
    except (OSError, http.client.HTTPException) as error:
        raise NoAnswer(f"{type(error).__name__}: {error}") from error
    finally:
        line.close()
    return read_http(answer.status, body, message, errand.options.form)


def _path(errand: Errand) -> str:
    """The table's own path, unless the receiver has one address for all."""
    return "" if errand.options.form.get("one_address") else errand.call.path


def line_to(parts: SplitResult, options: Options) -> http.client.HTTPConnection:
    """A connection, not open yet."""
    host, wait_s = parts.hostname or "", options.timeout_s
    if parts.scheme == "http":
        return http.client.HTTPConnection(host, parts.port or 80, timeout=wait_s)
    ca = options.form.get("ca")
    context = ssl.create_default_context(cafile=str(ca) if ca else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return http.client.HTTPSConnection(host, parts.port or 443, timeout=wait_s, context=context)
