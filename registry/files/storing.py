"""Putting bytes away and taking them out again unchanged.

Whoever points at a StoredFile decides who may see it; there is no address for files as such.
"""

import errno
import hashlib
import os
import re
import unicodedata
from pathlib import Path
from secrets import token_hex

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, HttpResponse

from .models import StoredFile

CHUNK = 256 * 1024
DEFAULT_LIMIT = 20 * 1024 * 1024
# Extension, what the first bytes look like, and what a browser is told.
SCAN_KINDS = (
    ({"pdf"}, re.compile(rb"%PDF-\d"), "application/pdf"),
    ({"png"}, re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    ({"jpg", "jpeg"}, re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
)
# Beside these, a text that goes on being worked with: a Word document is a ZIP archive.
TEXT_KINDS = (
    *SCAN_KINDS,
    (
        {"docx"},
        re.compile(rb"PK\x03\x04"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
)
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class FileRefused(ValidationError):
    """The file cannot be taken; the message tells the person why and what to do."""


class TooLarge(FileRefused):
    """More bytes than settings.MAX_UPLOAD_BYTES."""


class StorageFull(FileRefused):
    """No room on the disk; nothing was kept."""


class FileDamaged(Exception):
    """The bytes on disk are gone or not those that were stored."""


def store(*, stream, name, content_type, by):
    """Write the stream to disk under a random name and return its row (`by` None: the system).

    Only whole files appear under their name: a temporary file is synced, then renamed. If the
    caller's transaction is rolled back the bytes stay without a row until `sweep` finds them.
    """
    limit = getattr(settings, "MAX_UPLOAD_BYTES", DEFAULT_LIMIT) if by is not None else None
    stored_name = token_hex(16)
    path = path_of(stored_name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        digest, size = _write(stream, path, limit)
    except OSError as error:
        if error.errno in _NO_SPACE:
            raise StorageFull("磁盘空间不足，文件没有保存。请联系系统管理员清理后再试。") from error
        raise
    return StoredFile.objects.create(
        digest=digest,
        size=size,
        content_type=content_type,
        original_name=clean_name(name),
        stored_name=stored_name,
        created_by=by,
    )


def _write(stream, path, limit):
    """Digest and size of what now stands at the path; on any failure nothing stands there."""
    temporary = path.with_name(f".{path.name}.part")
    digest, size = hashlib.sha256(), 0
    try:
        with temporary.open("xb") as out:
            for chunk in _chunks(stream, limit):
                size += len(chunk)
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        temporary.rename(path)
        _sync_folder(path.parent)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def _chunks(stream, limit):
    taken = 0
    while chunk := stream.read(CHUNK):
        taken += len(chunk)
        if limit is not None and taken > limit:
            raise TooLarge(f"文件超过 {limit // 1024 // 1024} MB，请压缩或拆分后再上传。")
        yield chunk


def _sync_folder(folder):
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def path_of(stored_name):
    return Path(settings.FILES_DIR) / stored_name[:2] / stored_name


def clean_name(name):
    """The name as shown and offered: no folders, no control or direction marks, at most 200."""
    name = str(name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(c for c in name if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    name = name.strip(". ")
    stem, dot, extension = name.rpartition(".")
    if dot and len(extension) <= 10:
        return f"{stem[: 199 - len(extension)]}.{extension}"
    return name[:200] or "未命名"


def open_verified(stored):
    """An open stream of exactly the bytes that were stored, else `FileDamaged`."""
    try:
        stream = path_of(stored.stored_name).open("rb")
    except OSError as error:
        raise FileDamaged(stored.pk) from error
    if hashlib.file_digest(stream, "sha256").hexdigest() != stored.digest:
        stream.close()
        raise FileDamaged(stored.pk)
    stream.seek(0)
    return stream


def check_scan(stream, name):
    """The content type of a scan (PDF, PNG or JPEG), judged by its bytes and its last extension."""
    return _content_type(stream, name, SCAN_KINDS, "请上传 PDF、PNG 或 JPG 格式的扫描件")


def check_text(stream, name):
    """The same for what was issued as a text: a scan, or a Word document."""
    return _content_type(stream, name, TEXT_KINDS, "请上传 PDF、DOCX、PNG 或 JPG 格式的文件")


def _content_type(stream, name, kinds, wanted):
    stream.seek(0)
    start = stream.read(1024)
    stream.seek(0)
    extension = Path(str(name)).suffix.lower().lstrip(".")
    for extensions, pattern, content_type in kinds:
        if pattern.match(start) and extension in extensions:
            return content_type
    raise FileRefused(f"{wanted}；该文件的内容或扩展名不是这几种。")


def attachment_response(stored):
    """The file as a download that no browser runs or guesses at; the caller checked the right."""
    try:
        stream = open_verified(stored)
    except FileDamaged:
        return HttpResponse(
            "这个文件已丢失或损坏，暂时无法下载。请联系系统管理员从备份中恢复。",
            status=500,
            content_type="text/plain; charset=utf-8",
        )
    response = FileResponse(
        stream, as_attachment=True, filename=stored.original_name, content_type=stored.content_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def discard(stored):
    """Remove the row now and the bytes once that is certain."""
    path = path_of(stored.stored_name)
    StoredFile.objects.filter(pk=stored.pk).delete()
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
