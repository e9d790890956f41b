"""Files: whole or not at all, unchanged or refused, never under their own name."""

import errno
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from registry.files import storing, upkeep
from registry.files.models import StoredFile

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPG = b"\xff\xd8\xff\xe0" + bytes(20)


def put(content=PDF, name="扫描件.pdf", by=None):
    return storing.store(stream=BytesIO(content), name=name, content_type="application/pdf", by=by)


def read(stored):
    with storing.open_verified(stored) as stream:
        return stream.read()


def kept():
    return [path for path in storing.path_of("xx").parent.parent.rglob("*") if path.is_file()]


def test_what_is_stored_comes_out_again(cast):
    stored = put(by=cast.people.staff)
    assert read(stored) == PDF
    assert stored.size == len(PDF)
    assert stored.created_by == cast.people.staff
    assert [path.name for path in kept()] == [stored.stored_name]
    assert "扫描" not in stored.stored_name


def test_equal_files_are_stored_under_different_names(db):
    assert put().stored_name != put().stored_name


@pytest.mark.parametrize("damage", ["changed", "removed"])
def test_a_file_that_is_not_what_was_stored_is_not_given_out(db, damage):
    stored = put()
    path = storing.path_of(stored.stored_name)
    path.write_bytes(PDF + b" ") if damage == "changed" else path.unlink()
    with pytest.raises(storing.FileDamaged):
        storing.open_verified(stored)
    response = storing.attachment_response(stored)
    assert response.status_code == 500
    assert "系统管理员" in response.content.decode()
    assert [found.pk for found in upkeep.damaged()] == [stored.pk]


def test_too_large_a_file_leaves_nothing(cast, settings):
    settings.MAX_UPLOAD_BYTES = len(PDF) - 1
    with pytest.raises(storing.TooLarge, match="请压缩"):
        put(by=cast.people.staff)
    assert not kept()
    assert not StoredFile.objects.exists()


def test_results_of_the_system_have_no_upload_limit(db, settings):
    settings.MAX_UPLOAD_BYTES = 1
    assert put().size == len(PDF)


def test_a_full_disk_leaves_nothing_and_says_so(db, monkeypatch):
    def no_space(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(storing.StorageFull, match="磁盘空间不足"):
        put()
    assert not kept()
    monkeypatch.undo()
    assert put().pk


def test_a_stream_that_breaks_off_leaves_nothing(db):
    class Broken(BytesIO):
        def read(self, size=-1):
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        storing.store(stream=Broken(), name="a.pdf", content_type="application/pdf", by=None)
    assert not kept()


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (PDF, "表.pdf", "application/pdf"),
        (PNG, "表.PNG", "image/png"),
        (JPG, "表.jpeg", "image/jpeg"),
        (JPG, "表.v2.jpg", "image/jpeg"),
    ],
)
def test_scans_are_known_by_their_bytes(content, name, expected):
    stream = BytesIO(content)
    assert storing.check_scan(stream, name) == expected
    assert stream.tell() == 0


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (PDF, "表.exe"),
        (PDF, "表.pdf.exe"),
        (PDF, "pdf"),
        (PNG, "表.pdf"),
        (b"MZ\x90\x00", "表.pdf"),
        (b"<svg onload=alert(1)>", "表.png"),
        (b"", "表.pdf"),
        (b"GIF89a", "表.gif"),
    ],
)
def test_anything_else_is_not_a_scan(content, name):
    with pytest.raises(ValidationError, match="扫描件"):
        storing.check_scan(BytesIO(content), name)


@pytest.mark.parametrize(
    ("given", "kept_as"),
    [
        ("C:\\桌面\\表.pdf", "表.pdf"),
        ("../../etc/passwd", "passwd"),
        ("表\u202efdp.exe", "表fdp.exe"),
        ("表\x00\n.pdf", "表.pdf"),
        ("", "未命名"),
        ("..", "未命名"),
    ],
)
def test_names_are_cleaned(given, kept_as):
    assert storing.clean_name(given) == kept_as


def test_long_names_keep_their_extension():
    name = storing.clean_name("长" * 400 + ".pdf")
    assert len(name) == 200
    assert name.endswith("长.pdf")


def test_downloads_are_attachments_that_no_browser_guesses_at(db):
    response = storing.attachment_response(put(name='表"1".pdf'))
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response.headers["Cache-Control"]
    assert b"".join(response.streaming_content) == PDF
    response.close()


@pytest.mark.django_db(transaction=True)
def test_discarding_removes_the_bytes_only_when_that_is_certain():
    stored = put()
    with transaction.atomic():
        storing.discard(stored)
        transaction.set_rollback(True)
    stored.refresh_from_db()
    assert read(stored) == PDF
    storing.discard(stored)
    assert not kept()


def test_sweeping_removes_old_bytes_without_a_row_and_nothing_else(db):
    known, orphan, fresh = put(), put(), put()
    StoredFile.objects.exclude(pk=known.pk).delete()
    long_ago = (timezone.now() - timedelta(days=2)).timestamp()
    for stored in (known, orphan):
        os.utime(storing.path_of(stored.stored_name), (long_ago, long_ago))
    assert upkeep.sweep() == 1
    assert {path.name for path in kept()} == {known.stored_name, fresh.stored_name}


def test_sweeping_an_installation_without_files(db, settings):
    settings.FILES_DIR = Path(settings.FILES_DIR) / "none"
    assert upkeep.sweep() == 0
