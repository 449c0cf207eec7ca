"""After the warm-up nothing is compiled while people are being located."""

import subprocess
import sys


def test_nothing_is_compiled_in_a_recorded_hour():
    done = subprocess.run(
        [sys.executable, "-m", "anhuan.engine.tests.compiled", "3600"],
        capture_output=True, text=True, timeout=500, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    assert "late: []" in done.stdout
