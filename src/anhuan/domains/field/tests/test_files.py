"""Photos, signatures, voice notes: whole, true, from the camera, one's own."""

import pytest
from django.core.cache import cache

from anhuan.domains.documents.queries import path_of
from anhuan.domains.field.actions import drop_unfinished
from anhuan.domains.field.actions.uploading import part_of
from anhuan.domains.field.models import FieldFile
from anhuan.domains.field.rules.files import announced_blockers
from anhuan.domains.field.tests.make import FILES, announced, jpeg, put, upload
from anhuan.domains.org.tests.factories import make_account, sign_in
from anhuan.kernel import clock
from anhuan.kernel.digest import sm3_hex

pytestmark = pytest.mark.django_db
CAMERA = {"source": "camera"}


@pytest.fixture
def client(settings, tmp_path):
    settings.FILES_URL = f"file://{tmp_path}"
    cache.clear()
    return sign_in(make_account())


@pytest.mark.parametrize(
    ("kind", "media_type", "size", "meta", "codes"),
    [
        ("photo", "image/jpeg", 1, CAMERA, []),
        ("photo", "image/jpeg", 5_242_880, CAMERA, []),
        ("photo", "image/jpeg", 5_242_881, CAMERA, ["file_too_large"]),
        ("photo", "image/jpeg", 0, CAMERA, ["file_empty"]),
        ("photo", "image/svg+xml", 1, CAMERA, ["file_media_type"]),
        ("photo", "image/jpeg", 1, {"source": "album"}, ["file_source"]),
        ("photo", "image/jpeg", 1, {**CAMERA, "x": "\x00"}, ["file_meta"]),
        ("film", "video/mp4", 1, CAMERA, ["file_kind"]),
        ("signature", "image/png", 1, {"source": "pad"}, []),
        ("voice", "audio/webm", 1, {"source": "microphone"}, []),
    ],
)
@pytest.mark.clause("PTW-156")
def test_what_may_come(kind, media_type, size, meta, codes):
    found = announced_blockers(kind, media_type, size, meta)
    assert [blocker.code for blocker in found] == codes


def test_a_broken_line_goes_on_where_it_broke(client):
    content = jpeg((900, 700))
    given = announced(content)
    half = len(content) // 2
    assert client.post(FILES, given, "application/json").json() == {
        "received": 0,
        "complete": False,
    }
    assert put(client, given["id"], 0, content[:half]).json()["received"] == half
    assert put(client, given["id"], 0, content[:half]).json()["received"] == half  # sent twice
    assert client.post(FILES, given, "application/json").json()["received"] == half
    assert (
        put(client, given["id"], half + 5, content[half + 5 :]).json()["received"] == half
    )  # a gap
    damaged = put(client, given["id"], half, content[half:], sm3_hex(b"else"))
    assert damaged.json()["blockers"][0]["code"] == "piece_damaged"
    assert put(client, given["id"], half, content[half:]).json()["complete"] is True
    assert path_of(given["sm3"]).read_bytes() == content
    assert not part_of(FieldFile.objects.get()).exists()


@pytest.mark.parametrize(
    ("content", "changes", "code"),
    [
        (b"MZ\x90\x00 not a picture", {}, "file_content"),
        (b"\xff\xd8\xff<script>alert(1)</script>", {}, "picture_damaged"),
        (b"\x89PNG\r\n\x1a\n rest", {}, "file_content"),
        (jpeg(), {"sm3": "0" * 64}, "file_changed"),
    ],
)
def test_what_is_not_what_it_says_is_thrown_away(client, content, changes, code):
    answer = upload(client, content, **changes)
    assert answer.status_code == 422
    assert code in [blocker["code"] for blocker in answer.json()["blockers"]]
    row = FieldFile.objects.get()
    assert not row.is_complete and not part_of(row).exists()
    assert not path_of(sm3_hex(content)).exists()


def test_more_than_announced_is_refused(client):
    content = jpeg()
    given = announced(content, size=len(content) - 1)
    client.post(FILES, given, "application/json")
    assert put(client, given["id"], 0, content).json()["blockers"][0]["code"] == "piece_damaged"
    huge = put(client, given["id"], 0, b"x" * (512 * 1024 + 1))
    assert huge.json()["blockers"][0]["code"] == "piece_too_large"


def test_somebody_elses_file_does_not_exist(client):
    given = announced(jpeg())
    client.post(FILES, given, "application/json")
    other = sign_in(make_account())
    assert other.get(f"{FILES}/{given['id']}").status_code == 404
    assert put(other, given["id"], 0, jpeg()).status_code == 404
    taken = other.post(FILES, given, "application/json").json()
    assert taken["blockers"][0]["code"] == "file_id_taken"


def test_what_nobody_finishes_is_dropped_after_two_weeks(client):
    given = announced(jpeg())
    client.post(FILES, given, "application/json")
    put(client, given["id"], 0, b"abc")
    FieldFile.objects.update(begun_at=clock.from_ms(clock.now_ms() - 13 * 86_400_000))
    assert drop_unfinished(clock.now()) == 0
    FieldFile.objects.update(begun_at=clock.from_ms(clock.now_ms() - 15 * 86_400_000))
    assert drop_unfinished(clock.now()) == 1
