"""The English words: compiled, and complete where everybody looks."""

import gettext
import re
from pathlib import Path

import anhuan.web
from anhuan.desk.history import VERBS
from anhuan.domains.org.rules import RIGHT_LABELS, ROLE_LABELS
from anhuan.web.shell import MORE, PRIORITIES, RAIL

WEB = Path(anhuan.web.__file__).parent
CATALOG = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def english() -> gettext.GNUTranslations:
    with CATALOG.with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_what_is_compiled_is_what_is_written():
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', CATALOG.read_text("utf-8"), re.MULTILINE)
    compiled = english()
    stale = [
        zh for zh, en in pairs if compiled.gettext(zh.replace('\\"', '"')) != en.replace('\\"', '"')
    ]
    assert len(pairs) > 600
    assert not stale, f"run msgfmt on {CATALOG}: {stale}"


def test_navigation_roles_and_rights_have_english_words():
    labels = {place.label for place in RAIL} | {group for group, _ in MORE}
    labels |= {place.label for _, places in MORE for place in places}
    labels |= {word for _, word in PRIORITIES} | set(ROLE_LABELS.values())
    labels |= set(RIGHT_LABELS.values())
    known = english()
    assert not [label for label in labels if known.gettext(label) == label]


def test_every_template_has_english_words():
    known = english()
    missing = set()
    for file in WEB.parent.rglob("templates/**/*.html"):
        for word in re.findall(r"{% translate [\"']([^\"']+)[\"']", file.read_text("utf-8")):
            if CHINESE.search(word) and known.gettext(word) == word:
                missing.add(f"{word} ({file.name})")
    assert not missing


def test_common_verbs_of_the_history_have_english_words():
    known = english()
    wanted = ("create", "update", "retire", "login", "export", "grant")
    assert not [verb for verb in wanted if known.gettext(VERBS[verb]) == VERBS[verb]]
