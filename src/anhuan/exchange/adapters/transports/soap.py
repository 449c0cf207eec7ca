"""Frames in SOAP 1.1 over HTTP or HTTPS: `kind: soap, url: "https://host:8443/soap"`."""

import http.client
from urllib.parse import urlsplit

from anhuan.exchange.adapters.contract import LinkDown
from anhuan.exchange.adapters.transports.http import connect
from anhuan.exchange.core import soap
from anhuan.exchange.core.definition import Endpoint
from anhuan.exchange.core.frames import BadFrame, Frame, decode

HEADERS = {"Content-Type": soap.TYPE, "SOAPAction": f'"{soap.NAMESPACE}#Exchange"'}


class SoapTransport:
    """One connection; belongs to one thread."""

    def __init__(self, endpoint: Endpoint, token: str) -> None:
        self._path, self._token = urlsplit(endpoint.url).path or "/soap", token
        self._connection = connect(endpoint)

    def ask(self, frame: Frame) -> Frame:
        """Call, and read the answer. Raises `LinkDown`."""
        try:
            body = soap.call(self._token, frame.encode())
            self._connection.request("POST", self._path, body, HEADERS)
            return decode(soap.read_answer(self._connection.getresponse().read()))
        except (OSError, http.client.HTTPException, BadFrame, soap.NoEnvelope) as error:
            self.close()
            raise LinkDown(str(error) or type(error).__name__) from error

    def close(self) -> None:
        """Hang up; the next question connects anew."""
        self._connection.close()
