"""How many processes answer pages: two where there is a second core, or as the installer says."""

import os

import pytest

from anhuan import cli
from anhuan.node.trouble import Trouble
from anhuan.node.up import plan_for


def web_processes(monkeypatch, tmp_path, given):
    monkeypatch.setenv("ANHUAN_DATA", str(tmp_path))
    monkeypatch.setenv("ANHUAN_WEB_PROCESSES", given)
    plan = plan_for(cli._parser().parse_args(["up"]))
    return {name: words for name, words in plan.processes.items() if name.startswith("web")}


@pytest.mark.parametrize(("given", "names"), [
    ("1", ["web"]), ("2", ["web", "web-2"]), ("8", ["web", *(f"web-{n}" for n in range(2, 9))]),
    ("", ["web", "web-2"][: os.cpu_count()]),
])  # fmt: skip
def test_as_many_as_said(monkeypatch, tmp_path, given, names):
    found = web_processes(monkeypatch, tmp_path, given)
    assert sorted(found) == names
    assert found["web"] == ("-m", "anhuan.web.main")
    assert all(words[-1] == name for name, words in found.items() if name != "web")


@pytest.mark.parametrize("given", ["0", "9", "two", "-1"])
def test_anything_else_is_refused_with_what_is_right(monkeypatch, tmp_path, given):
    with pytest.raises(Trouble, match="1 到 8"):
        web_processes(monkeypatch, tmp_path, given)
