"""What is on disk against what is in the table."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from .models import StoredFile
from .storing import FileDamaged, open_verified

# Longer than any transaction that stores a file and has not committed yet.
GRACE = timedelta(days=1)


def damaged():
    """Stored files whose bytes are gone or changed, one by one (reads every file)."""
    for stored in StoredFile.objects.order_by("pk").iterator(chunk_size=200):
        try:
            open_verified(stored).close()
        except FileDamaged:
            yield stored


def sweep():
    """Remove bytes that no row knows: left by a rolled-back transaction or a killed process."""
    removed = 0
    before = (timezone.now() - GRACE).timestamp()
    for path in Path(settings.FILES_DIR).glob("*/*"):
        if path.is_file() and path.stat().st_mtime < before and not _known(path.name):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _known(name):
    return StoredFile.objects.filter(stored_name=name).exists()
