"""SOAP 1.1 envelopes around frames, and the WSDL that says so. Pure.

One operation: `Exchange(token, frame) -> frame`, frames as base64. No DTD is read: a stranger's
entities cost nothing.
"""

import base64
import binascii
import re
from xml.etree import ElementTree
from xml.sax.saxutils import escape, unescape

NAMESPACE = "urn:anhuan:exchange"
ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
TYPE = "text/xml; charset=utf-8"
TOKEN_WITHIN = 4096  # bytes from the beginning: it stands before the frame
_TOKEN = re.compile(rb"<(?:[\w.-]+:)?token(?:\s[^>]*)?>([^<]*)<")
_FORM = (
    '<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="{0}"><s:Body>{1}</s:Body>'
    "</s:Envelope>"
)


class NoEnvelope(ValueError):
    """What came is no call, or no answer, of ours."""


def call(token: str, frame: bytes) -> bytes:
    """The body of a question."""
    inner = f"<token>{escape(token)}</token><frame>{base64.b64encode(frame).decode()}</frame>"
    return _wrapped(f'<Exchange xmlns="{NAMESPACE}">{inner}</Exchange>')


def answer(frame: bytes) -> bytes:
    """The body of an answer."""
    inner = f"<frame>{base64.b64encode(frame).decode()}</frame>"
    return _wrapped(f'<ExchangeResponse xmlns="{NAMESPACE}">{inner}</ExchangeResponse>')


def fault(text: str) -> bytes:
    """What is answered to what is no call."""
    inner = f"<faultcode>s:Client</faultcode><faultstring>{escape(text)}</faultstring>"
    return _wrapped(f"<s:Fault>{inner}</s:Fault>")


def read_call(body: bytes) -> tuple[str, bytes]:
    """Token and frame of a question. Raises `NoEnvelope`."""
    found = _inside(body, "Exchange")
    return found.findtext(f"{{{NAMESPACE}}}token") or "", _frame(found)


def token_at(begin: bytes) -> str:
    """The token of a call of which only the beginning has come; empty when it is not in there."""
    found = _TOKEN.search(begin[:TOKEN_WITHIN])
    return unescape(found[1].decode(errors="replace")) if found else ""


def read_answer(body: bytes) -> bytes:
    """The frame of an answer. Raises `NoEnvelope`, with the other side's word if it is a fault."""
    return _frame(_inside(body, "ExchangeResponse"))


def _wrapped(inner: str) -> bytes:
    return _FORM.format(ENVELOPE, inner).encode()


def _inside(body: bytes, name: str) -> ElementTree.Element:
    if b"<!DOCTYPE" in body[:4096]:
        raise NoEnvelope("报文中不能有 DTD")
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise NoEnvelope(f"不是有效的 XML：{error}") from error
    found = root.find(f"{{{ENVELOPE}}}Body/{{{NAMESPACE}}}{name}")
    if found is None:
        said = root.findtext(f"{{{ENVELOPE}}}Body/{{{ENVELOPE}}}Fault/faultstring")
        raise NoEnvelope(said or f"报文中没有 {name}")
    return found


def _frame(found: ElementTree.Element) -> bytes:
    try:
        return base64.b64decode(found.findtext(f"{{{NAMESPACE}}}frame") or "", validate=False)
    except binascii.Error as error:
        raise NoEnvelope("frame 不是 base64") from error


def wsdl(address: str) -> bytes:
    """The description, for clients of others."""
    return WSDL.replace("ADDRESS", escape(address, {'"': "&quot;"})).encode()


WSDL = f"""<?xml version="1.0" encoding="utf-8"?>
<definitions name="Exchange" targetNamespace="{NAMESPACE}" xmlns:tns="{NAMESPACE}"
  xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
  xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<types><xsd:schema targetNamespace="{NAMESPACE}" elementFormDefault="qualified">
<xsd:element name="Exchange"><xsd:complexType><xsd:sequence>
<xsd:element name="token" type="xsd:string"/><xsd:element name="frame" type="xsd:base64Binary"/>
</xsd:sequence></xsd:complexType></xsd:element>
<xsd:element name="ExchangeResponse"><xsd:complexType><xsd:sequence>
<xsd:element name="frame" type="xsd:base64Binary"/>
</xsd:sequence></xsd:complexType></xsd:element>
</xsd:schema></types>
<message name="ExchangeIn"><part name="parameters" element="tns:Exchange"/></message>
<message name="ExchangeOut"><part name="parameters" element="tns:ExchangeResponse"/></message>
<portType name="ExchangePort"><operation name="Exchange">
<input message="tns:ExchangeIn"/><output message="tns:ExchangeOut"/></operation></portType>
<binding name="ExchangeBinding" type="tns:ExchangePort">
<soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
<operation name="Exchange"><soap:operation soapAction="{NAMESPACE}#Exchange"/>
<input><soap:body use="literal"/></input><output><soap:body use="literal"/></output>
</operation></binding>
<service name="Exchange"><port name="ExchangePort" binding="tns:ExchangeBinding">
<soap:address location="ADDRESS"/></port></service>
</definitions>
"""
