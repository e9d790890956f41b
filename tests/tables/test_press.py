"""Documents laid out by child processes: in order, the same as here, and nothing left behind."""

import os
import re
import signal
import subprocess
import threading
from contextlib import closing
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from registry.tables import press, printing

CSS = "@page { size: A5 } p { font: 10pt serif } .next { break-before: page }"


def html(number):
    return f"<p id=r0>第 {number} 张</p><p class=next id=r1>第二页</p>"


def pdf(number, lay_out):
    with BytesIO() as stream:
        printing.write(lay_out(html(number), CSS), "张", stream)
        return stream.getvalue()


def words(content):
    with pikepdf.open(BytesIO(content)):
        command = ["pdftotext", "-", "-"]
        done = subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True)
    return "".join(done.stdout.decode().split())


def children():
    """Processes that are ours and have not been waited for."""
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for file in listed for pid in file.read_text().split()}


@pytest.fixture
def nothing_left(tmp_path, monkeypatch):
    """No child, thread or folder more than before."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    processes, threads = children(), threading.active_count()
    yield
    assert children() == processes
    assert threading.active_count() == threads
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("nothing_left")
@pytest.mark.parametrize(
    ("cores", "allowed", "presses"), [(8, 4, 4), (2, 4, 2), (8, 1, 1), (8, 0, 1)]
)
def test_one_for_each_core_and_no_more_than_the_setting(
    cores, allowed, presses, monkeypatch, settings
):
    settings.PRESSES = allowed
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    assert press.cores() == presses


def test_documents_come_in_order_and_are_those_that_are_laid_out_here():
    here = [words(pdf(number, printing.lay_out)) for number in range(7)]
    with closing(press.printed(pdf, iter(range(7)), 2)) as found:
        there = [words(content) for content in found]
    assert there == here
    assert there[3] == "第3张第二页"


@pytest.mark.usefixtures("nothing_left")
def test_both_children_work_and_only_a_few_documents_are_read_ahead():
    read, pids = [], set()

    def documents():
        for number in range(12):
            read.append(number)
            yield number

    meet = threading.Barrier(2, timeout=30)

    def draw(number, lay_out):
        pids.add(lay_out.__self__.process.pid)
        if number < 2:
            meet.wait()  # one alone would never come past here
        return pdf(number, lay_out)

    with closing(press.printed(draw, documents(), 2)) as found:
        next(found)
        assert len(read) <= 6
        assert len(list(found)) == 11
    assert len(pids) == 2


@pytest.mark.usefixtures("nothing_left")
def test_the_pages_are_where_they_begin_here():
    with press.Press() as child:
        layout = child.lay_out(html(1), CSS)
    assert layout.first_rows == printing.lay_out(html(1), CSS).first_rows == (0, 1)


@pytest.mark.usefixtures("nothing_left")
def test_a_document_that_wants_something_from_outside_is_refused_and_the_next_is_laid_out():
    with press.Press() as child:
        with pytest.raises(press.NotLaidOut, match="FatalURLFetchingError"):
            child.lay_out("<img src='http://example.org/a.png'>", CSS)
        assert words(child.lay_out(html(5), CSS).pdf()) == "第5张第二页"


@pytest.mark.usefixtures("nothing_left")
def test_a_child_that_ends_is_told_and_not_waited_for():
    with press.Press() as child:
        child.process.kill()
        child.process.wait()
        with pytest.raises(press.NotLaidOut, match="has ended"):
            child.lay_out(html(1), CSS)


class Stop(BaseException):
    """As a worker is struck in the middle of its work."""


@pytest.mark.usefixtures("nothing_left")
def test_stopping_in_the_middle_ends_all_children_at_once():
    def documents():
        yield from range(3)
        raise Stop

    with pytest.raises(Stop), closing(press.printed(pdf, documents(), 2)) as found:
        list(found)


@pytest.mark.usefixtures("nothing_left")
def test_an_iterator_that_is_closed_early_leaves_nothing():
    with closing(press.printed(pdf, iter(range(20)), 2)) as found:
        next(found)


@pytest.mark.usefixtures("nothing_left")
def test_a_child_knows_no_key_and_ends_with_its_parent(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "unspoken")
    with press.Press() as child:
        child.lay_out(html(1), CSS)
        told = Path(f"/proc/{child.process.pid}/environ").read_text()
        assert "unspoken" not in told
        assert not re.search("DATABASE|SECRET|TRAIL", told)
        child.process.send_signal(signal.SIGTERM)  # meant for the parent
        child.lay_out(html(2), CSS)
        child.process.stdin.close()  # as where the parent is no more
        assert child.process.wait(timeout=30) == 0
