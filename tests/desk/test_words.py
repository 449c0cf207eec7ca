"""The English words: compiled, and complete where everybody looks."""

import gettext
import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

import anhuan.web
from anhuan.desk.forms import Form
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


def words_of_forms(slice_name: str) -> set[str]:
    """Labels and helps of every form of a slice."""
    package = importlib.import_module(f"anhuan.domains.{slice_name}.forms")
    names = [found.name for found in pkgutil.iter_modules(package.__path__)]
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in names]
    made = {one for module in modules for one in vars(module).values() if isinstance(one, type)}
    fields = [
        field for one in made if issubclass(one, forms.BaseForm) and one.__module__ in
        {module.__name__ for module in modules} for field in one.base_fields.values()
    ]  # fmt: skip
    return {str(word) for field in fields for word in (field.label, field.help_text) if word}


@pytest.mark.parametrize("slice_name", ["positioning", "calibration", "alarms"])
def test_forms_where_plants_set_figures_have_english_words(slice_name):
    words, known = words_of_forms(slice_name), english()
    assert len(words) > 10
    # Templates look words up with the percent sign doubled.
    asked = (word.replace("%", "%%") for word in words if CHINESE.search(word))
    assert not [word for word in asked if known.gettext(word) == word]


class Figure(Form):
    low = forms.IntegerField(label="低电量（%）", help_text="相对厂区零点")


def test_a_fields_label_and_help_are_shown_in_english():
    with translation.override("en"):
        shown = render_to_string("desk/_field.html", {"field": Figure()["low"]})
    assert "Low battery (%)" in shown
    assert "From the plant&#x27;s zero level" in shown or "From the plant's zero level" in shown
