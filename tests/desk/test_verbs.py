"""What somebody did is told in words: in the history of a page and in the audit."""

import ast
from collections.abc import Iterator
from pathlib import Path

import anhuan
from anhuan.desk.history import VERBS

SOURCES = Path(anhuan.__file__).parent


def verbs_in(source: Path) -> Iterator[str]:
    """The verbs a file records, as far as they are written out."""
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Call) and len(node.args) > 1:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            verb = node.args[1]
            if name == "record" and isinstance(verb, ast.Constant) and isinstance(verb.value, str):
                yield verb.value


def test_every_deed_has_a_word():
    files = [one for one in SOURCES.rglob("*.py") if "tests" not in one.parts]
    used = {verb: file.name for file in files for verb in verbs_in(file)}
    assert len(used) > 60  # the search still finds them
    assert {verb: file for verb, file in used.items() if verb not in VERBS} == {}
