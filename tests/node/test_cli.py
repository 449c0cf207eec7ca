"""The command line: one sentence for what goes wrong, and exit codes that scripts can trust."""

import json
import subprocess
import sys

import pytest

from anhuan import cli


@pytest.fixture
def nowhere(tmp_path, monkeypatch, no_servers):
    monkeypatch.setenv("ANHUAN_DATA", str(tmp_path / "nowhere"))
    return tmp_path / "nowhere"


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["token", "somebody"], "no Anhuan runs"),
        (["demo", "--scenario", "sos"], "no Anhuan runs"),
        (["replay", "uwb-outdoor", "x"], "no Anhuan runs"),
        (["bench", "nonsense"], "no such benchmark"),
        (["backup", "/nowhere/at/all.backup"], "no folder"),
        (["restore", "/nowhere.backup"], "no whole backup"),
    ],
)
def test_trouble_is_one_sentence_and_exit_1(nowhere, capsys, words, part):
    assert cli.main(words) == 1
    said = capsys.readouterr()
    assert part in said.err
    assert len(said.err.strip().splitlines()) == 1
    assert said.out == ""


def test_wrong_usage_is_exit_2(capsys):
    with pytest.raises(SystemExit) as caught:
        cli.main(["fly"])
    assert caught.value.code == 2


def test_the_doctor_examines_a_machine_where_nothing_runs(nowhere, capsys):
    assert cli.main(["doctor", "--json", "--port", "0", "--mqtt-port", "0"]) == 0
    told = json.loads(capsys.readouterr().out)
    grades = {check["name"]: check["grade"] for check in told["checks"]}
    assert told["ok"]
    assert grades["postgres"] == grades["nats-server"] == grades["wheels"] == "ok"
    assert grades["box"] == "skipped"


def test_the_doctor_asks_the_servers_that_are_named(servers, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ANHUAN_DATA", str(tmp_path))
    answer = subprocess.run(
        [sys.executable, "-m", "anhuan", "doctor", "--json", "--port", "0", "--mqtt-port", "0"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    grades = {check["name"]: check["grade"] for check in json.loads(answer.stdout)["checks"]}
    assert grades["database"] == grades["nats"] == "ok"
    assert grades["migrations"] == "warn"  # the empty database beside the tests' own


def test_starting_the_command_imports_nothing_heavy():
    code = "import sys, anhuan.cli; sys.exit('django' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
