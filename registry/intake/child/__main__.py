"""The child process of `limited_reader`: reads one table file under limits, prints JSON.

Run as a directory, alone and isolated; it imports nothing of this project but its neighbours.
"""

import json
import resource
import sys
import zipfile

from documents import read_document
from limits import Counter, Refused
from plain_text import read_text
from workbooks import read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of streams that tell what else an old Office file is, as they stand in its directory.
OTHER_OLE = {"WordDocument": "word", "EncryptedPackage": "password"}


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
    """An .xls; where it is none, the refusal names what it is."""
    try:
        return read_workbook(path, limits, counter)
    except (Refused, MemoryError):
        raise
    except BaseException as fault:  # a panic of the reader too
        raise Refused(other_kind(path)) from fault


def other_kind(path):
    with open(path, "rb") as stream:  # noqa: PTH123
        content = stream.read()
    known = (kind for name, kind in OTHER_OLE.items() if name.encode("utf-16-le") in content)
    return next(known, "unreadable")


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
