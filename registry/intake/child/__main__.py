"""The child process of `limited_reader`: reads one table file under limits, prints JSON.

Run as a directory, alone and isolated; it imports nothing of this project but its neighbours.
"""

import json
import resource
import sys
import zipfile

import olefile
from documents import read_document
from limits import Counter, Refused
from old_documents import read_old_document
from plain_text import read_text
from workbooks import read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD_DOCUMENT, LOCKED = "WordDocument", "EncryptedPackage"  # streams that tell what it is


def limit_process(limits):
    for what, value in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["cpu_seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (value, value))


def check_archive(path, limits):
    """The names of the parts, if what the archive says of itself is within the limits."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if len(parts) > limits["parts"]:
        raise Refused("parts")
    declared = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if declared > limits["declared_bytes"]:
        raise Refused("declared_bytes")
    if declared > limits["ratio_from_bytes"] and declared / packed > limits["ratio"]:
        raise Refused("declared_bytes")
    names = {part.filename.lower() for part in parts}
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Refused("macros")
    if sum(name.startswith("xl/worksheets/") for name in names) > 2 * limits["sheets"]:
        raise Refused("sheets")
    return names


def read(path, limits):
    """By what the file is, whatever it is called."""
    counter = Counter(limits)
    with open(path, "rb") as stream:  # noqa: PTH123 (no import that is not needed here)
        start = stream.read(8)
    if start.startswith(OLE):
        return read_old_office(path, limits, counter)
    if not start.startswith(b"PK\x03\x04"):
        return read_text(path, counter)
    if "word/document.xml" in check_archive(path, limits):
        return read_document(path, limits, counter)
    return read_workbook(path, limits, counter)


def read_old_office(path, limits, counter):
    """An .xls or a .doc; where it is neither, the refusal names what it is."""
    streams = streams_of(path)
    is_document = OLD_DOCUMENT in streams
    try:
        if is_document:
            return read_old_document(path, limits, counter)
        return read_workbook(path, limits, counter)
    except (Refused, MemoryError):
        raise
    except BaseException as fault:  # a panic of the reader too
        locked = "password" if LOCKED in streams else "unreadable"
        raise Refused("word" if is_document else locked) from fault


def streams_of(path):
    """The names that stand first in the file; what is embedded in it stands deeper."""
    try:
        with olefile.OleFileIO(path) as archive:
            return {names[0] for names in archive.listdir() if len(names) == 1}
    except (OSError, ValueError, IndexError):  # damaged: the reader says what it can
        return set()


def main(path, limits):
    limit_process(limits)
    try:
        answer = {"sheets": read(path, limits)}
    except Refused as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": "exhausted"}
    except BaseException:  # a panic of the reader too
        answer = {"refused": "unreadable"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1], json.loads(sys.argv[2]))
