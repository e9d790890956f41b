"""Files damaged at random, to find out whether reading them ever crashes, hangs or grows."""

import random
import resource
import sys
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from registry.intake.limited_reader import UnreadableFile, read_sheets
from risks.sheets.reading import NoTable, read
from risks.sheets.remarks import remark
from risks.sheets.report import report_of
from tests.samples.layouts import SAMPLES
from tests.samples.make import path_of


@dataclass
class Outcome:
    """Of the slowest file: `seconds` on the clock, `work` of the processors; `memory`: the largest
    child so far, in bytes (of all children of this process).
    """

    read: int = 0
    refused: int = 0
    seconds: float = 0.0
    work: float = 0.0
    memory: int = 0


def mutated(content, rng):
    """The bytes with a few of them changed; of an archive, mostly inside a part of it."""
    if content.startswith(b"PK") and rng.random() < 0.8:
        return _mutated_part(content, rng)
    return _spoiled(content, rng)


def _spoiled(content, rng):
    data = bytearray(content)
    for _ in range(rng.randint(1, 30)):
        data[rng.randrange(len(data))] = rng.randrange(256)
    if rng.random() < 0.2:
        del data[rng.randrange(len(data)) :]
    return bytes(data)


def _mutated_part(content, rng):
    """A well-formed archive with one spoiled part: the damage reaches the reader itself."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    chosen = rng.randrange(len(parts))
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for at, (name, part) in enumerate(parts):
            archive.writestr(name, _spoiled(part, rng) if at == chosen and part else part)
    return out.getvalue()


def read_mutated(contents, *, count, path, read_table, seed=0):
    """Read `count` damaged files. `read_table` takes the sheets further and may refuse them;
    anything else that it or the reader raises is a fault and comes out.
    """
    rng, outcome = random.Random(seed), Outcome()
    for _ in range(count):
        path.write_bytes(mutated(rng.choice(contents), rng))
        began, worked = monotonic(), work()
        try:
            read_table(read_sheets(path))
            outcome.read += 1
        except (UnreadableFile, NoTable):
            outcome.refused += 1
        outcome.seconds = max(outcome.seconds, monotonic() - began)
        outcome.work = max(outcome.work, work() - worked)
    outcome.memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return outcome


def work():
    """Seconds that this process and its children have worked so far."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def main(count):
    """The long run: `python -m tests.samples.mutating 2000`."""
    contents = [path_of(sample).read_bytes() for sample in SAMPLES]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mutated"
        return read_mutated(contents, count=count, path=path, read_table=through)


def through(sheets):
    """As far as an import goes before it asks the database."""
    reading = read(sheets)
    remark(reading)
    return report_of(reading)


if __name__ == "__main__":
    sys.stdout.write(f"{main(int(sys.argv[1]))}\n")
