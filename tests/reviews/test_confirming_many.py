"""The principal confirms many: after the drawn sample is read, each paper by itself; rows that the
register has overtaken are put side by side and settled, or sent back.
"""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from registry.papers.models import Paper
from registry.papers.register import Overtaken
from reviews import progress, sampling, workflow
from reviews.differences import differences_of
from reviews.models import Confirmation, SettledRow
from risks import editing
from risks.models import PointVersion, RiskPoint
from risks.past import versions_on
from tests import way
from tests.reviews.test_confirmation import next_year, ready
from tests.reviews.test_reopening import teachers
from tests.stage import staged

TODAY = timezone.localdate
LIST = reverse("confirm-list")


# --- the rule of the sample ------------------------------------------------------------------


class Entry:
    """A paper as the rule sees it."""

    def __init__(self, pk):
        self.paper = type("Paper", (), {"pk": pk})
        self.revision = type("Revision", (), {"digest": f"d{pk}"})


SOMEBODY = type("Person", (), {"pk": 7})


@pytest.mark.parametrize(
    ("papers", "drawn"), [(0, 0), (1, 1), (4, 1), (5, 1), (9, 1), (10, 2), (60, 12)]
)
def test_one_in_five_is_drawn_at_least_one(papers, drawn):
    entries = [Entry(pk) for pk in range(papers)]
    found = sampling.drawn_of(entries, SOMEBODY, TODAY())
    assert len(found) == drawn
    assert found == sampling.drawn_of(entries[::-1], SOMEBODY, TODAY()), "the same all day"


@pytest.mark.parametrize(
    ("opened", "batch", "unread"),
    [
        ((), (1, 2, 3), {1, 2}),
        ((1,), (1, 2, 3), {2}),
        ((1, 2), (1, 2, 3), set()),
        ((1, 2), (3, 4), set()),
        ((3,), (3,), set()),
        ((3,), (3, 4), {1, 2}),
        ((1, 2), (), set()),
    ],
    ids=["none", "one of two", "both", "of others", "each of the batch", "not each", "empty"],
)
def test_what_has_to_be_opened_before_a_batch_goes(opened, batch, unread):
    entries = {pk: Entry(pk) for pk in range(1, 11)}
    sample = sampling.Sample([entries[1], entries[2]], frozenset(f"d{pk}" for pk in opened))
    assert {e.paper.pk for e in sample.unread([entries[pk] for pk in batch])} == unread


def test_another_revision_of_a_paper_counts_as_unread():
    session, entry = {}, Entry(1)
    sampling.remember_opened(session, entry.revision)
    assert sampling.sample_of([entry], SOMEBODY, TODAY(), session).has_opened(entry)
    entry.revision.digest = "another"
    assert not sampling.sample_of([entry], SOMEBODY, TODAY(), session).has_opened(entry)


# --- the page --------------------------------------------------------------------------------


def _ready_forms(cast):
    from reviews import publicity
    from tests.reviews.test_review_publicity import over

    papers = []
    for person in list(teachers(cast))[:6]:
        paper = way.begin_form(cast, post=cast.posts.teacher, by=person)
        papers.append(way.sign_on(way.submit(way.fill_form(paper, person), person)))
    shown = publicity.open_publicity(papers=papers, by=cast.people.school_office)
    publicity.close_publicity(publication=over(shown), by=None)
    return papers


staged_six = staged(_ready_forms)


@pytest.fixture
def six(staged_six, db):
    return list(Paper.objects.filter(pk__in=[paper.pk for paper in staged_six]).order_by("pk"))


def sent(papers, **more):
    """What the page sends for these."""
    digests = {
        f"digest-{entry.paper.pk}": entry.revision.digest for entry in differences_of(papers)
    }
    return {"paper": [paper.pk for paper in papers], **digests, **more}


def states():
    return sorted(Paper.objects.values_list("state", flat=True))


def test_without_the_drawn_sample_the_batch_is_refused_and_says_which(cast, client, six):
    client.force_login(cast.accounts.principal)
    page = client.get(LIST)
    [drawn] = [shown["differences"] for shown in page.context["entries"] if shown["drawn"]]
    assert "不能撤销" in page.content.decode()
    answer = client.post(LIST, sent(six[:5]))
    assert (answer.status_code, states()) == (422, ["ready"] * 6)
    assert [entry.paper for entry in answer.context["refused"]] == [drawn.paper]
    said = answer.content.decode()
    assert drawn.paper.title_inside in said.split('role="alert"')[1].split("</div>")[0]
    ticked = {shown["differences"].paper for shown in answer.context["entries"] if shown["ticked"]}
    assert ticked == set(six[:5]), "what was chosen stays chosen"
    client.get(reverse("paper-detail", args=[drawn.paper.pk]))
    client.post(LIST, sent(six))
    assert states() == ["confirmed"] * 6


def test_what_was_opened_one_by_one_needs_no_sample(cast, client, six):
    client.force_login(cast.accounts.principal)
    drawn = [
        each["differences"].paper for each in client.get(LIST).context["entries"] if each["drawn"]
    ]
    own = next(paper for paper in six if paper not in drawn)
    client.get(reverse("paper-detail", args=[own.pk]))
    client.post(LIST, sent([own]))
    assert states() == ["confirmed"] + ["ready"] * 5


def test_one_that_is_refused_is_named_and_the_others_are_confirmed(cast, client, six):
    client.force_login(cast.accounts.principal)
    for paper in six:
        client.get(reverse("paper-detail", args=[paper.pk]))
    stale = six[2]
    answer = client.post(LIST, sent(six, **{f"digest-{stale.pk}": "0" * 64}), follow=True)
    said = [str(message) for message in answer.context["messages"]]
    assert any(stale.title_inside in text and "没有确认" in text for text in said)
    assert "已确认 5 份，内容已进入台账。" in said
    assert states() == ["confirmed"] * 5 + ["ready"]


def test_the_admin_has_the_same_rule(cast, client, six):
    account = cast.accounts.principal
    type(account).objects.filter(pk=account.pk).update(is_staff=True)
    client.force_login(account)
    data = {"action": "confirm", "_selected_action": [paper.pk for paper in six]}
    page = client.post("/admin/papers/paper/", data, follow=True)
    assert "先到“办件”里打开看过抽到的表" in page.content.decode()
    assert states() == ["ready"] * 6
    for paper in six:
        client.get(reverse("paper-detail", args=[paper.pk]))
    client.post("/admin/papers/paper/", data)
    assert states() == ["confirmed"] * 6


# --- overtaken rows --------------------------------------------------------------------------


def _late(cast):
    """A form ready to be confirmed, three rows of which the register has overtaken: one it adjusts
    (A), one it strikes (B), one it only carries (C).
    """
    way.confirmed_form(cast, points=3)
    staff = cast.people.staff
    late = next_year(cast)
    first, second, _ = late.current.point_lines.order_by("position")
    editing.save_point(paper=late, content=way.point(5), by=staff, line_id=first.pk)
    editing.strike_point(paper=late, line_id=second.pk, why="业务已取消", by=staff)
    ready(cast, late)
    quick = way.begin_form(cast)
    for number, line in enumerate(quick.current.point_lines.order_by("position"), start=6):
        editing.save_point(paper=quick, content=way.point(number), by=staff, line_id=line.pk)
    way.confirm(ready(cast, quick), cast.people.principal)
    return late


staged_late = staged(_late)


@pytest.fixture
def late(staged_late, db):
    return Paper.objects.get(pk=staged_late.pk)


def overtaken(paper):
    [entry] = differences_of([paper])
    return entry.overtaken


def settling(paper, places=(0, 1, 2)):
    rows = overtaken(paper)
    return {rows[place].line: rows[place].details["overtaken"] for place in places}


def confirmed(cast, paper, settled):
    digest = paper.current.digest
    by = cast.people.principal
    return workflow.confirm(paper=paper, by=by, digest=digest, settled=settled)


def test_settled_rows_move_the_register_from_what_was_seen(cast, late):
    """What this paper wrote goes in; what it only carried along leaves the register as it is."""
    lines = list(late.current.point_lines.order_by("position").select_related("version"))
    stood = dict(RiskPoint.objects.values_list("pk", "in_force"))
    confirmed(cast, late, settling(late))
    now = dict(RiskPoint.objects.values_list("pk", "in_force"))
    adjusted, struck, carried = lines
    assert now[adjusted.version.point_id] == adjusted.version_id
    assert now[struck.version.point_id] == struck.version_id
    assert now[carried.version.point_id] == stood[carried.version.point_id]
    kept = SettledRow.objects.filter(confirmation__paper=late)
    assert {(row.point_line_id, row.point_version_id) for row in kept} == {
        (line.pk, stood[line.version.point_id]) for line in lines
    }
    versions = {version.point_id: version.pk for version in versions_on(RiskPoint.objects, TODAY())}
    standing = RiskPoint.objects.filter(in_force__struck=False)
    assert versions == dict(standing.values_list("pk", "in_force")), "as an earlier day is derived"


@pytest.mark.parametrize("places", [(), (0,), (0, 1), (1, 2)])
def test_all_of_them_or_none(cast, late, places):
    before = dict(RiskPoint.objects.values_list("pk", "in_force"))
    with pytest.raises(Overtaken), transaction.atomic():
        confirmed(cast, late, settling(late, places))
    assert dict(RiskPoint.objects.values_list("pk", "in_force")) == before
    assert not SettledRow.objects.exists()
    assert not Confirmation.objects.filter(paper=late).exists()


def test_what_moved_after_it_was_seen_is_not_settled(cast, late):
    settled = settling(late)
    line, _ = next(iter(settled.items()))
    earlier = PointVersion.objects.filter(point=line.version.point).order_by("pk").first()
    with pytest.raises(Overtaken), transaction.atomic():
        confirmed(cast, late, {**settled, line: earlier.pk})
    assert not SettledRow.objects.exists()


def test_what_was_settled_stays(cast, late):
    confirmed(cast, late, settling(late))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        SettledRow.objects.update(point_version=None)
    [box] = [box for box in progress.decisions_of(late) if box["notes"]]
    assert [note["text"][:4] for note in box["notes"]] == ["以这张表", "以这张表", "以台账当"]


def test_the_three_texts_stand_side_by_side(cast, client, late):
    client.force_login(cast.accounts.principal)
    entries = client.get(LIST).context["entries"]
    shown = next(each for each in entries if each["differences"].paper == late)
    assert not shown["ticked"]
    adjusted, struck, carried = shown["differences"].overtaken
    words = {each.label: each for each in adjusted.details["fields"]}["风险点"]
    for text, sign in ((words.started, "甲"), (words.stands, "己"), (words.paper, "戊")):
        assert f"情形{sign}" in text
    assert "销号" in {each.label for each in struck.details["fields"]}
    same = {each.label: each for each in carried.details["fields"]}["风险点"]
    assert same.started == same.paper != same.stands


def test_they_are_settled_on_the_page_or_the_paper_is_named(cast, client, late):
    client.force_login(cast.accounts.principal)
    client.get(reverse("paper-detail", args=[late.pk]))
    answer = client.post(LIST, sent([late]), follow=True)
    assert "有 3 条已被其他办件更新，还没有选以哪一份为准" in answer.content.decode()
    chosen = {row.details["settle"]: row.details["overtaken"] for row in overtaken(late)}
    stale = {**chosen, next(iter(chosen)): 0}
    answer = client.post(LIST, sent([late], **stale), follow=True)
    assert "有 1 条已被其他办件更新" in answer.content.decode()
    client.post(LIST, sent([late], **chosen))
    late.refresh_from_db()
    assert late.state == "confirmed"


def test_one_of_them_is_sent_back_from_there(cast, client, late):
    client.force_login(cast.accounts.principal)
    row = overtaken(late)[0]
    address = f"{reverse('paper-send-back', args=[late.pk])}?row={row.line.pk}"
    assert address in client.get(LIST).content.decode()
    assert client.get(address).context["ticked"] == [str(row.line.pk)]


def test_a_change_of_measures_alone_is_told(cast, client):
    way.confirmed_form(cast)
    paper = way.begin_form(cast)
    line = paper.current.point_lines.order_by("position").first()
    content = way.point(1, measures=[{"text": "每季度由分管校长抽查一次"}])
    editing.save_point(paper=paper, content=content, by=cast.people.staff, line_id=line.pk)
    ready(cast, paper)
    client.force_login(cast.accounts.principal)
    page = client.get(LIST).content.decode()
    assert "防控措施" in page
    assert "抽查" in page
