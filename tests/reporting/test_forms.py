"""Wire forms, byte by byte, and what is read out of answers."""

import json
from base64 import b64decode
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag

from anhuan.domains.reporting.rules.outcomes import ACCEPTED, BROKEN, REFUSED, UNSURE
from anhuan.exchange.forms import FORMS, Message, Meta
from anhuan.exchange.forms.answers import read_http
from anhuan.exchange.forms.ciphers import BadKey, opened, sealed
from anhuan.exchange.forms.frames import LONGEST, split
from anhuan.exchange.forms.message import Attachment
from anhuan.exchange.forms.multipart import with_files

RECORDED = Path(__file__).parent / "recorded"
KEY = {"key": "0123456789abcdeffedcba9876543210", "iv": "00112233445566778899aabbccddeeff",
       "token": "t-1", "app_id": "app-7"}  # fmt: skip
ROW = {"ID": "3f2b", "HAZARD_CODE": "370500001", "RISK_UNIT_NAME": "苯储罐", "DELETED": "0"}
POSITIONS = {"COMPANY_CODE": "9137", "COLLECT_TIME": "2026-11-22 08:00:00", "POSITIONS": [
    {"PERSON_ID": "p1", "CARD_NO": "T1", "LONGITUDE": 117.5, "LATITUDE": 38.3, "FLOOR": "1"},
]}  # fmt: skip


def message(row=ROW, table="DUAL_T1", name="sec_security_risk_unit", key="3f2b", gone=False):
    meta = Meta(key, "2026-11-20 08:00:00", "2026-11-22 08:00:00", gone)
    return Message(
        "01a20300-0000-7000-8000-000000000001", table, name, [row], [meta], "9137", "37P01",
        "2026-11-22 08:00:01",
    )  # fmt: skip


CASES = {
    "aq_business": (message(), {}),
    "aq_business_deleted": (message(ROW | {"DELETED": "1"}, gone=True), {"by": "海晟化工"}),
    "aq_sensing": (message(POSITIONS, "AQL_POS", "positions", "*"), {"gateway_id": "GW1"}),
    "datas_aes": (message(), {"cipher": "AES-CBC"}),
    "datas_sm4": (message(), {"cipher": "SM4-CBC"}),
    "frames": (message(), {"cipher": "AES-CBC", "district_code": "370500"}),
    "mqtt": (message(), {"topic": "gov/{company}/{name}"}),
    "generic": (message(), {"template": {
        "head": {"ent": "{company}", "tag": "{table}-{id}"}, "list": "{rows}", "first": "{row}",
        "version": 2,
    }}),
}  # fmt: skip


@pytest.mark.clause("AQG-070", "AQG-072", "AQG-073")
@pytest.mark.parametrize("name", list(CASES))
def test_a_message_is_the_recorded_bytes(name):
    given, settings = CASES[name]
    call = FORMS[next(one for one in FORMS if name.startswith(one))](given, settings, KEY)
    recorded = RECORDED / f"{name}.txt"
    said = f"{call.path}\n{json.dumps(dict(call.headers), ensure_ascii=False)}\n"
    assert said.encode() + call.body == recorded.read_bytes()


@pytest.mark.clause("AQG-070", "AQG-072")
def test_the_business_envelope_has_ten_groups_and_names_the_deleter():
    (envelope,) = json.loads(FORMS["aq_business"](message(), {}, {}).body)
    groups = {"IDENTIFIER", "UUID", "COMPANY_CODE", "PARK_CODE", "CREATE_TIME", "CREATE_BY",
              "UPDATE_TIME", "UPDATE_BY", "DELETE_BY"}  # fmt: skip
    assert groups | set(ROW) == set(envelope) and envelope["DELETE_BY"] == ""
    (gone,) = json.loads(FORMS["aq_business"](message(gone=True), {"by": "海晟"}, {}).body)
    assert gone["DELETE_BY"] == "海晟"


@pytest.mark.clause("AQG-074")
@pytest.mark.parametrize(
    ("positions", "is_connected"), [(POSITIONS["POSITIONS"], True), ([], False)]
)
def test_the_packet_of_a_silent_source_says_so_and_has_no_values(positions, is_connected):
    given = message(POSITIONS | {"POSITIONS": positions}, "AQL_POS", "positions", "*")
    packet = json.loads(FORMS["aq_sensing"](given, {}, {}).body)
    assert packet["IS_CONNECT_DATASOURCE"] is is_connected
    assert bool(packet["DATASET"]) is is_connected


ZONE_ALARM = {"ID": "a-1", "ZONE_ID": "z-1", "ALARM_TYPE": "1", "DELETED": "0", "DESCRIBE": "超员",
              "ALARM_TIME": "2026-11-22 08:00:00", "ALARM_END_TIME": None}  # fmt: skip
CARD_ALARM = {"id": "a-1", "CARD_NO": "T1", "alarmType": "04", "time": "2026-11-22 08:00:00",
              "LONGITUDE": 117.5, "LATITUDE": 38.3, "handleTime": None}  # fmt: skip


@pytest.mark.clause("AQG-075")
@pytest.mark.parametrize(
    ("table", "row", "code", "end", "quota"),
    [("AQL_B4", ZONE_ALARM, "1", "ALARM_END_TIME", "a-1"),
     ("POS_T1", CARD_ALARM, "04", "handleTime", "a-1")],
)  # fmt: skip
def test_an_alarm_in_the_sensed_data_set_begins_and_ends(table, row, code, end, quota):
    def line(row):
        packet = json.loads(FORMS["aq_sensing"](message(row, table, table, "a-1"), {}, {}).body)
        (found,) = packet["DATASET"]
        return found

    begun = {"QUOTAID": quota, "VALUE": 1.0, "ALARM_TYPE": code,
             "ALARM_TIME": "2026-11-22 08:00:00", "ALARM_END_TIME": None}  # fmt: skip
    assert line(row) == begun
    over = "2026-11-22 08:10:00"
    assert line(row | {end: over}) == begun | {"VALUE": 0.0, "ALARM_END_TIME": over}


@pytest.mark.parametrize("cipher", ["none", "AES-CBC", "AES-GCM", "SM4-CBC", "SM4-GCM"])
@pytest.mark.parametrize("fixed", [True, False])
def test_what_is_sealed_can_be_opened_with_the_key_alone(cipher, fixed):
    secret = KEY if fixed else {"key": KEY["key"]}
    text = sealed(cipher, "报文".encode(), secret)
    assert opened(cipher, text, secret) == "报文".encode()
    if cipher.endswith("GCM"):
        with pytest.raises(InvalidTag):
            opened(cipher, text, {"key": "f" * 32})
    if cipher != "none" and not fixed:
        assert sealed(cipher, "报文".encode(), secret) != text


def test_sm4_is_the_standard_s():
    """GB/T 32907-2016 appendix A: one block under the key that is its own plain text."""
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    secret = {"key": block.hex(), "iv": "00" * 16}
    assert sealed("SM4-CBC", block, secret)[:16].hex() == "681edf34d206965e86b3e94f536e4246"


@pytest.mark.parametrize("secret", [{"key": "xyz"}, {"key": "00"}, {}])
def test_a_key_that_does_not_fit_is_said(secret):
    with pytest.raises(BadKey, match="密钥"):
        sealed("SM4-GCM", b"x", secret)
    with pytest.raises(BadKey, match="没有加密方式"):
        sealed("ROT13", b"x", KEY)


def test_the_datas_form_holds_the_rows_as_a_json_array():
    call = FORMS["datas"](message(), {"cipher": "SM4-GCM"}, KEY)
    text = b64decode(json.loads(call.body)["datas"])
    assert json.loads(opened("SM4-GCM", text, KEY)) == [ROW]
    assert call.headers["Authorization"] == "Bearer t-1"
    assert call.headers["Idempotency-Key"] == message().id


def test_frames_are_cut_at_their_ends_and_never_grow_without_one():
    assert split(b'{"a":1}@@{"b":2}@@{"c"') == ([b'{"a":1}', b'{"b":2}'], b'{"c"')
    assert split(b"x" * LONGEST)[0] == []
    with pytest.raises(ValueError, match="more than"):
        split(b"x" * (LONGEST + 1))


def test_files_go_beside_the_rows():
    call = FORMS["generic"](message(), {}, {})
    assert with_files(call, [], "b") is call
    found = with_files(call, [Attachment('票"1.pdf', "application/pdf", b"%PDF")], "b")
    assert found.headers["Content-Type"] == "multipart/form-data; boundary=b"
    assert found.body.startswith(b'--b\r\nContent-Disposition: form-data; name="data"\r\n')
    assert 'filename="票%221.pdf"'.encode() in found.body and found.body.endswith(b"--b--\r\n")


@pytest.mark.parametrize(
    "status, body, kind",
    [(200, b'{"code":0,"msg":"ok"}', ACCEPTED), (200, b'{"data":{"code":"200"}}', ACCEPTED),
     (200, b'{"code":"500","msg":"x"}', REFUSED), (200, b"<html>login</html>", BROKEN),
     (200, b"", BROKEN), (200, b"[]", REFUSED), (302, b"", UNSURE), (401, b"", UNSURE),
     (404, b"", UNSURE), (429, b"", UNSURE), (400, b"bad", REFUSED), (413, b"", REFUSED),
     (422, b"", REFUSED), (500, b"", BROKEN), (503, b"\xff\xfe", BROKEN)],
)  # fmt: skip
def test_an_answer_is_read_by_its_status_and_its_words(status, body, kind):
    assert read_http(status, body, message(), {}).kind == kind


def test_the_receipt_and_the_rows_refused_alone_are_where_the_receiver_says():
    body = json.dumps({
        "result": "S", "info": "部分成功", "no": "HZ-9", "bad": [{"id": "3f2b", "why": "重复"},
                                                        {"id": "other", "why": "x"}, 7],
    }).encode()  # fmt: skip
    settings = {"code_path": "result", "ok_codes": ["S"], "text_path": "info",
                "receipt_path": "no", "rows_path": "bad", "row_key": "id",
                "row_text": "why"}  # fmt: skip
    found = read_http(200, body, message(), settings)
    assert (found.kind, found.text, found.receipt) == (ACCEPTED, "部分成功", "HZ-9")
    assert found.rows == {0: "重复"}
