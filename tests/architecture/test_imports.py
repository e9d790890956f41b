"""Calls flow down: config > reviews > risks > powers > registry."""

import re
import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")


def lint(*arguments):
    return subprocess.run(
        [LINTER, "--no-cache", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_the_contracts_hold():
    done = lint()
    assert done.returncode == 0, done.stdout


def test_an_upward_import_would_be_found(tmp_path):
    """The control: with the layers upside down, the imports we do have are all upward."""
    text = (ROOT / "pyproject.toml").read_text()
    upside_down = 'layers = ["registry", "powers", "risks", "reviews", "config"]'
    config = tmp_path / "pyproject.toml"
    config.write_text(re.sub(r"^layers = .*$", upside_down, text, flags=re.M))
    done = lint("--config", str(config))
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout
