"""A retry has one effect and leaves nothing behind; what differs from the first try is told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from registry.papers.drafts import NotDraft
from registry.papers.models import Attachment
from reviews import actions, directory, filing, workflow
from reviews.models import Decision, Meeting
from reviews.refusals import AlreadyDecided
from reviews.views import deciding
from tests import way
from tests.reviews.test_review_odd_input import (
    at_the_meeting,
    meeting_data,
    record_data,
    to_be_recorded,
)


def test_the_same_once_more_is_answered_with_what_was_decided(cast):
    paper = way.submitted_form(cast)
    line = paper.current.point_lines.first()
    step = way.open_step(paper)
    verdict = way.verdict_for(paper, "return", opinion="请改", notes={line.pk: "写清环节"})
    first = workflow.decide(step=step, by=cast.people.section_head, verdict=verdict)
    assert workflow.decide(step=step, by=cast.people.section_head, verdict=verdict) == first


@pytest.mark.parametrize(
    "changes", [{"opinion": "不同意见"}, {"notes": "other"}, {"back_to": 1}, {"digest": "0" * 64}]
)
def test_another_opinion_on_a_decided_step_is_told(cast, changes):
    """Two tabs of one person: the second text must not vanish without a word."""
    paper = way.submitted_form(cast)
    way.sign(paper, cast.people.section_head)
    step = way.open_step(paper)
    given = {"action": "return", "opinion": "请改"}
    verdict = way.verdict_for(paper, **given)
    other = way.verdict_for(paper, **given)
    if "notes" in changes:
        changes = {"notes": {paper.current.point_lines.first().pk: "写清环节"}}
    for name, value in changes.items():
        setattr(other, name, value)
    workflow.decide(step=step, by=cast.people.supervisor, verdict=verdict)
    with pytest.raises(AlreadyDecided):
        workflow.decide(step=step, by=cast.people.supervisor, verdict=other)
    assert Decision.objects.filter(step=step).count() == 1


def forms_for(paper, slug, person, data, files=None):
    """The forms of a request that came in before the other one was through."""
    today = timezone.localdate()
    step = way.open_step(paper)
    step.paper = paper
    action = actions.find(paper, person, today, slug, step)
    forms = deciding._forms(action, paper.current, (), data=data, files=files)
    assert forms.is_valid(), [form.errors for form in forms.all_forms]
    return forms


def test_a_double_click_records_one_meeting(cast, client):
    paper, group = at_the_meeting(cast), cast.people.group
    client.force_login(cast.accounts.group)
    data = meeting_data(paper, client.get(f"/papers/{paper.pk}/"))
    clicks = [forms_for(paper, "decide", group, data) for _ in range(2)]
    first, second = (deciding._carry_out(forms, by=group) for forms in clicks)
    assert first == second
    assert Meeting.objects.count() == 1


def test_a_double_click_keeps_one_scan(cast):
    paper, _ = to_be_recorded(cast)
    office = cast.people.school_office
    clicks = []
    for _ in range(2):
        data = record_data(paper)
        files = {"sheet-scan": SimpleUploadedFile("scan.pdf", data.pop("sheet-scan").read())}
        clicks.append(forms_for(paper, "record", office, data, files))
    first, second = (deciding._carry_out(forms, by=office) for forms in clicks)
    assert first == second
    assert Attachment.objects.count() == 1


def test_a_directory_is_not_compiled_again_once_handed_in(cast):
    """The other tab handed it in after this one had looked: what is signed stays as it was."""
    way.confirmed_form(cast)
    office = cast.people.school_office
    paper = filing.start_directory(
        unit=cast.school_large, programme=cast.programme, covers="unit", by=office
    )
    draft = paper.current
    way.submit(paper, office)
    lines = set(draft.point_lines.values_list("pk", flat=True))
    with pytest.raises(NotDraft):
        directory.compile_again(paper=paper, by=office)
    assert set(draft.point_lines.values_list("pk", flat=True)) == lines


def test_confirming_twice_says_so(cast, client):
    paper = way.sign_on(way.submitted_form(cast))
    way.through_publicity(paper, cast.people.school_office)
    client.force_login(cast.accounts.principal)
    data = {"paper": paper.pk, f"digest-{paper.pk}": paper.current.digest}
    client.get(f"/papers/{paper.pk}/")  # drawn, as it is the only one
    client.post("/confirm/", data)
    said = [str(m) for m in client.post("/confirm/", data, follow=True).context["messages"]]
    assert "已确认 1 份，内容已进入台账。" in said
    assert "还没有勾选要确认的表。" not in said
    assert any("不需要再" in text for text in said)


def test_a_decided_step_has_no_second_meeting(cast):
    """The admin and the page of several papers record a meeting as well."""
    paper = at_the_meeting(cast)
    step = way.open_step(paper)
    way.sign(paper, cast.people.group)
    with pytest.raises(AlreadyDecided):
        way.meet(step, cast.people.group)
    assert Meeting.objects.count() == 1
