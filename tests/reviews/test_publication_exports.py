"""The export commands, and large files of the public site."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from registry.jobs.models import Job
from registry.jobs.worker import Worker
from registry.tables.formats import FORMATS
from registry.trail.models import TrailEntry
from reviews import exporting
from tests.public import factory
from tests.reviews.publishing import INSIDE
from tests.risks import factory as risks


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.mark.parametrize("format_name", list(FORMATS))
@pytest.mark.parametrize("command", ["export_directory", "export_catalogue"])
def test_commands_write_what_was_last_published(cast, tmp_path, command, format_name):
    for risk in ("旧的", "新的"):
        factory.directory(cast, risk)
        factory.catalogue(cast, risk)
    out = tmp_path / f"out.{format_name}"
    call_command(command, "--unit=LARGE", f"--format={format_name}", f"--out={out}")
    assert out.stat().st_size > 100
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == [out.name]
    if format_name == "json":
        found = json.loads(out.read_text())
        assert "新的" in str(found["rows"])
        assert "旧的" not in str(found["rows"])
    assert TrailEntry.objects.filter(action="export.downloaded").count() == 1


def test_editions_are_kept_apart(cast, tmp_path):
    factory.directory(cast, "公开的")
    factory.directory(cast, "内部的", edition=INSIDE)
    out = tmp_path / "out.csv"
    arguments = ["export_directory", "--unit=LARGE", "--format=csv", f"--out={out}"]
    call_command(*arguments)
    assert "内部" not in out.read_text("utf-8-sig")
    call_command(*arguments, "--edition=inside")
    assert "内部的" in out.read_text("utf-8-sig")
    assert "内部资料" in out.read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("unit", "words"), [("NOBODY", "没有代码为"), ("SMALL", "还没有发布过"), ("LARGE", "--edition")]
)
def test_commands_say_what_is_missing(cast, tmp_path, unit, words):
    factory.withdrawn(factory.directory(cast), cast)
    factory.directory(cast, edition=INSIDE)
    out = tmp_path / "out.csv"
    with pytest.raises(CommandError, match=words):
        call_command("export_directory", f"--unit={unit}", "--format=csv", f"--out={out}")
    assert not out.exists()


def test_a_place_that_cannot_be_written_is_said(cast, tmp_path):
    factory.directory(cast)
    out = tmp_path / "missing" / "out.csv"
    with pytest.raises(CommandError, match="不能写入"):
        call_command("export_directory", "--unit=LARGE", "--format=csv", f"--out={out}")


def test_export_form_prints_what_was_last_handed_in(cast, tmp_path):
    paper, revision = risks.filled_form(cast)
    risks.submit(cast, revision)
    paper.refresh_from_db()
    out = tmp_path / "form.pdf"
    call_command("export_form", f"--paper={paper.number}", "--format=pdf", f"--out={out}")
    assert out.read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandError, match="没有编号为"):
        call_command("export_form", "--paper=NONE", "--format=pdf", f"--out={out}")


def test_a_large_public_file_is_written_once_and_then_served(client, cast, monkeypatch):
    monkeypatch.setitem(exporting.ROWS_AT_ONCE, "csv", 1)
    found = factory.directory(cast, "放宽接收条件", "漏登礼品")
    address = reverse("public-download", args=[found.number, "csv"])
    for _ in range(2):
        response = client.get(address)
        assert (response.status_code, response.headers["Retry-After"]) == (202, "30")
    Worker().run_until_empty()
    assert Job.objects.filter(kind="publication.file").count() == 1
    response = client.get(address)
    assert "漏登礼品" in b"".join(response.streaming_content).decode("utf-8-sig")
    tag = response.headers["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    factory.withdrawn(found, cast)
    assert client.get(address).status_code == 410


def test_a_withdrawn_publication_is_not_written_any_more(client, cast, monkeypatch):
    monkeypatch.setitem(exporting.ROWS_AT_ONCE, "csv", 0)
    found = factory.directory(cast)
    client.get(reverse("public-download", args=[found.number, "csv"]))
    factory.withdrawn(found, cast)
    Worker().run_until_empty()
    assert Job.objects.get(kind="publication.file").state == "failed"
