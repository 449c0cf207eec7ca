"""Chinese first; English for whoever asks for it."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_chinese_whatever_the_browser_prefers():
    page = Client().get("/login/", headers={"Accept-Language": "en-US,en"})
    assert "登录" in page.content.decode()
    assert page.headers["Content-Language"] == "zh-hans"


def test_english_once_chosen():
    client = Client()
    assert client.post("/i18n/setlang/", {"language": "en", "next": "/login/"}).status_code == 302
    page = client.get("/login/")
    assert "Sign in" in page.content.decode()
    assert page.headers["Content-Language"] == "en"


def test_a_language_nobody_translated_is_chinese():
    client = Client()
    client.cookies["django_language"] = "fr"
    assert client.get("/login/").headers["Content-Language"] == "zh-hans"
