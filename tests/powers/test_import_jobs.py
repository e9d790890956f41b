"""Many rows of a catalogue are written by a job: those that were seen, all or none, once."""

import pytest
from django.urls import reverse

from powers.models import PowerVersion
from registry.files.models import StoredFile
from registry.intake.models import ColumnMapping
from registry.jobs.models import Job
from registry.jobs.worker import NOT_ALLOWED, Worker
from registry.organisation.models import Mandate
from registry.trail.models import TrailEntry

from .factory import add, submit
from .test_import_views import HEAD, ROW, SECOND, seen, upload, workbook


@pytest.fixture
def few(monkeypatch):
    """Of which every import of two has many rows."""
    monkeypatch.setattr("registry.intake.at_once.ROWS_AT_ONCE", 1)


@pytest.fixture
def url(draft):
    return reverse("paper-import", args=[draft[0].pk])


@pytest.fixture
def queued(filler, url, few):
    """Confirmed as it was seen, and waiting for a worker."""
    upload(filler, url, workbook(HEAD, ROW, SECOND))
    return confirm(filler, url)


def confirm(client, url):
    data = {"seen": seen(client.get(url))}
    assert client.post(url, data).url == url
    return data


def run(state):
    Worker().run_one()
    job = Job.objects.latest("pk")
    assert job.state == state, job.error_text
    return job


def written(paper):
    return PowerVersion.objects.count(), paper.attachments.count()


def page(client, url, **headers):
    return client.get(url, headers=headers).content.decode()


def fragment(client, url):
    return page(client, url, **{"HX-Request": "true"})


def test_few_rows_are_written_while_one_waits(filler, draft, url, few):
    """The control of the number: one row is not more than one."""
    upload(filler, url, workbook(HEAD, ROW))
    filler.post(url, {"seen": seen(filler.get(url))})
    assert (written(draft[0]), Job.objects.count()) == ((1, 1), 0)


def test_many_wait_for_a_worker_and_are_written_once(filler, draft, url, queued):
    paper = draft[0]
    assert written(paper) == (0, 0)
    assert "由后台写入" in page(filler, url)
    assert "正在排队" in fragment(filler, url)
    run("done")
    assert written(paper) == (2, 1)
    assert "看目录草稿" in fragment(filler, url)
    assert not Worker().run_one()
    actions = TrailEntry.objects.filter(action__startswith="import.").order_by("pk")
    assert list(actions.values_list("action", flat=True)) == [
        "import.requested",
        "import.confirmed",
    ]
    filler.post(url, queued)
    assert (written(paper), Job.objects.count()) == ((2, 1), 1), "sent again, it does nothing more"


def test_the_next_file_leaves_the_written_one_where_it_is(filler, draft, url, queued):
    run("done")
    for _ in range(2):  # whoever comes back later, without scripts too, is told and told again
        assert "写好了" in page(filler, url)
    filler.post(url, {"discard": "1"})
    assert "上传并核对" in page(filler, url)
    upload(filler, url, workbook(HEAD, [3, "校舍维修审批", "其他", "总务处", "《甲法》第三条"]))
    assert "确认导入 1 项" in page(filler, url)
    assert draft[0].attachments.get().file in StoredFile.objects.all()
    assert StoredFile.objects.count() == 2


@pytest.mark.parametrize("button", ["seen", "columns", "discard", "file"])
def test_until_then_no_button_does_anything(filler, draft, url, queued, button):
    """A double click finds the job of the first; another tab cannot throw the file away."""
    if button == "file":
        upload(filler, url, workbook(HEAD, ROW))
    else:
        filler.post(url, {"seen": queued["seen"], "side": "internal"} | {button: queued["seen"]})
    assert (Job.objects.count(), StoredFile.objects.count()) == (1, 1)
    run("done")
    assert written(draft[0]) == (2, 1)


def test_what_is_no_longer_as_it_was_seen_is_not_written(cast, filler, draft, url, queued):
    paper = draft[0]
    add(cast, paper, name="另外一项职权审核")
    add(cast, paper, name=ROW[1])
    assert "什么也没有写入" in run("failed").error_text
    assert written(paper) == (2, 0)
    assert "回去核对" in fragment(filler, url)
    for _ in range(2):  # a browser that fetches ahead uses nothing up
        again = page(filler, url)
        assert "核对期间目录有了变化" in again
        assert "请再点“确认导入”" in again
    filler.post(url, {"columns": "1", "side": "internal", **by_place(HEAD)})
    assert "核对期间目录有了变化" not in page(filler, url), "somebody has looked at it"
    confirm(filler, url)
    run("done")
    assert written(paper) == (3, 1)
    assert ColumnMapping.objects.exists()


def by_place(head):
    names = dict(zip(HEAD, ["", "name", "kind", "sections", "bases"], strict=True))
    return {f"column-{at}": names[title] for at, title in enumerate(head)}


def test_rows_are_counted_anew_by_other_columns(filler, draft, url, few):
    """Of two rows one has a name in the second column only by which there are two."""
    head = ["职权名称", "备用一栏", "法律依据"]
    upload(filler, url, workbook(head, [ROW[1], SECOND[1], ROW[4]], [SECOND[1], "", ROW[4]]))
    assert len(filler.get(url).context["plan"].rows) == 2
    filler.post(
        url,
        {
            "columns": "1",
            "side": "internal",
            "column-0": "",
            "column-1": "name",
            "column-2": "bases",
        },
    )
    assert len(filler.get(url).context["plan"].rows) == 1
    (key,) = [key for key in [*filler.session.keys()] if key.startswith("catalogue-import")]
    assert filler.session[key]["chosen"]["rows"] == 1


def test_what_was_handed_in_meanwhile_takes_nothing(cast, filler, draft, url, few):
    paper, revision = draft
    add(cast, paper)
    upload(filler, url, workbook(HEAD, ROW, SECOND))
    confirm(filler, url)
    submit(cast, revision)
    assert "已经提交" in run("failed").error_text
    assert written(paper) == (1, 0)


def test_whoever_fills_it_in_no_more_writes_nothing(draft, queued):
    Mandate.objects.filter(seat="prevention_office").delete()
    assert run("failed").error_text == NOT_ALLOWED
    assert written(draft[0]) == (0, 0)


def test_a_lost_file_is_said_to_whoever_asked(draft, queued, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    assert "请重新上传" in run("failed").error_text
    assert written(draft[0]) == (0, 0)


def test_broken_off_in_the_middle_nothing_stays_and_the_next_try_writes_all(
    draft, queued, monkeypatch, settings
):
    settings.JOB_BACKOFF_SECONDS = 0
    with monkeypatch.context() as patch:
        patch.setattr("registry.intake.kept.record", switched_off)
        run("waiting")
        assert written(draft[0]) == (0, 0)
    run("done")
    assert written(draft[0]) == (2, 1)


def switched_off(**entry):
    raise RuntimeError("the machine was switched off")
