"""What belongs to the project: the files that git keeps, or would."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "registry", "powers", "risks", "reviews")


@cache
def files(*patterns: str) -> tuple[Path, ...]:
    """Kept or new, not ignored, and still there."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(ROOT / line for line in listed.splitlines() if (ROOT / line).is_file())


def code() -> list[Path]:
    """Python that runs, without migrations: those are written by Django and never edited."""
    return [
        path
        for path in files("*.py")
        if path.relative_to(ROOT).parts[0] in PACKAGES and "migrations" not in path.parts
    ]
