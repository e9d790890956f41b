"""备案 [2]: a catalogue goes to three bodies side by side before it is confirmed and published."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from powers import editing as power_editing
from registry.notices.models import Notice
from registry.papers.models import Attachment
from registry.trail.models import TrailEntry
from reviews import actions, decision_form, filing, publication
from reviews.defaults import route_for
from reviews.kinds import kind_of
from reviews.models import Decision, RecordFiling, RouteStep, Step
from reviews.refusals import AlreadyDecided, NotAllowed, NotReady
from reviews.verdicts import FilingMark, Verdict
from reviews.waiting import steps_of
from tests import way

TODAY = timezone.localdate
MARK = FilingMark("司备〔2026〕12 号", timezone.localdate())


def at_the_bodies(cast):
    """The large school's catalogue, compiled by the bureau, waiting for the three bodies."""
    keeper = cast.people.keeper
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    content = way.power("学籍异动审核", cast.sections.teaching)
    power_editing.add_power(paper=paper, content=content, by=keeper)
    way.submit(paper, keeper)
    for signer in ("school_office", "group", "bureau_deputy", "office"):
        way.sign(paper, getattr(cast.people, signer))
    return paper


# --- the rule ------------------------------------------------------------------------------------

PERSON, FILING = Step.Mode.PERSON, Step.Mode.FILING


@pytest.mark.parametrize(
    ("mode", "action", "mark", "fault"),
    [
        (FILING, "pass", MARK, ""),
        (FILING, "pass", None, "备案号"),
        (FILING, "return", None, ""),
        (FILING, "return", MARK, "准予备案时才有"),
        (FILING, "waive", None, ""),
        (FILING, "waive", MARK, "准予备案时才有"),
        (PERSON, "pass", None, ""),
        (PERSON, "pass", MARK, "准予备案时才有"),
        (PERSON, "waive", None, "只有备案的步骤"),
    ],
)
def test_what_a_filing_needs_and_nothing_else_has(mode, action, mark, fault):
    verdict = Verdict(action, "", "理由", filing=mark)
    said = "".join(verdict._filing(Step(mode=mode)))
    assert fault in said
    assert bool(said) == bool(fault)


def test_a_waiver_gives_its_reason():
    verdict = Verdict(Decision.Action.WAIVE, "")
    assert "理由" in "".join(verdict._missing(Step(mode=FILING)))


# --- the way -------------------------------------------------------------------------------------


def page(client, paper):
    return client.get(reverse("paper-detail", args=[paper.pk])).content.decode()


def post(client, name, paper, step, **data):
    data = {"digest": paper.current.digest, **data}
    return client.post(reverse(name, args=[paper.pk, step.pk]), data)


def test_one_files_on_screen_one_is_waived_one_on_paper(
    cast, client, tmp_path, settings, django_capture_on_commit_callbacks
):
    """Legal files here, the establishment office is waived, the openness office sent a letter."""
    accounts, people = cast.accounts, cast.people
    accounts.openness.is_active = False
    accounts.openness.save()
    with django_capture_on_commit_callbacks(execute=True):
        paper = at_the_bodies(cast)
    legal, establishment, openness = actions.open_steps_of(paper)
    assert "等您备案" in Notice.objects.get(person=people.legal).text
    assert "补录公开办的书面备案" in Notice.objects.filter(person=people.school_office).first().text

    client.force_login(accounts.legal)
    assert "去备案" in client.get(reverse("inbox")).content.decode()
    seen = page(client, paper)
    assert "备案（法制办）" in seen
    assert "看流程图" in seen
    charts = client.get(reverse("paper-charts", args=[paper.pk])).content.decode()
    assert "<svg" in charts
    filed = {"action": "pass", "filing-filed_on": f"{MARK.filed_on}"}
    refused = post(client, "step-decide", paper, legal, **filed, **{"filing-number": " "})
    assert refused.status_code == 422
    assert "请填写备案号和备案日期" in refused.content.decode()
    filed["filing-number"] = MARK.number
    assert post(client, "step-decide", paper, legal, **filed).status_code == 302
    assert post(client, "step-decide", paper, legal, **filed).status_code == 302  # a double click
    assert RecordFiling.objects.get().number == MARK.number

    client.force_login(accounts.establishment)
    assert post(client, "step-waive", paper, establishment, why="免").status_code == 403
    client.force_login(accounts.office)  # the school's own office has typed nothing, nor has this
    client.force_login(accounts.school_office)
    assert post(client, "step-waive", paper, establishment, why="").status_code == 422
    why = "区里规定学校目录不单独报编办"
    assert post(client, "step-waive", paper, establishment, why=why).status_code == 302
    again = post(client, "step-waive", paper, establishment, why=why)
    assert again.status_code == 302
    assert Decision.objects.filter(action="waive").count() == 1
    assert TrailEntry.objects.filter(action="step.waived").count() == 1
    paper.refresh_from_db()
    assert (paper.state, actions.open_steps_of(paper)) == ("review", [openness])
    with pytest.raises(NotAllowed):
        publication.publish(paper=paper, edition="public", by=people.school_office)

    scan = tmp_path / "letter.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    with scan.open("rb") as upload:
        letter = {
            "filing-number": "公备 7",
            "filing-filed_on": f"{MARK.filed_on}",
            "sheet-name": "白明远",
            "sheet-title": "公开办主任",
            "sheet-signed_on": f"{MARK.filed_on}",
            "sheet-scan": upload,
        }
        recorded = post(client, "step-record", paper, openness, action="pass", **letter)
    assert recorded.status_code == 302
    assert Attachment.objects.filter(paper=paper, kind="decision_scan").exists()
    paper.refresh_from_db()
    assert paper.state == "ready"
    seen = page(client, paper)
    for said in ("准予备案", MARK.number, "免予备案", why, "线下签署"):
        assert said in seen
    sheet = client.get(reverse("paper-filing-sheet", args=[paper.pk, "docx"]))
    assert sheet.status_code == 200
    way.confirm(paper, people.principal)
    assert publication.publish(paper=paper, edition="public", by=people.school_office)


def test_a_body_that_has_an_account_may_also_send_a_letter(
    cast, client, django_capture_on_commit_callbacks
):
    """The office records it when it asks to; nobody else does, and nothing is decided twice."""
    paper = at_the_bodies(cast)
    legal, establishment, _ = actions.open_steps_of(paper)
    client.force_login(cast.accounts.school_office)
    seen = page(client, paper)
    assert "补录线下签署" not in seen
    address = f"{reverse('paper-detail', args=[paper.pk])}?record={legal.pk}"
    assert f"{address}#decide" in seen
    assert f"补录线下签署：{legal.seat_name}" in client.get(address).content.decode()

    def letter():
        return {
            "action": "pass",
            "filing-number": MARK.number,
            "filing-filed_on": f"{MARK.filed_on}",
            "sheet-name": "白明远",
            "sheet-title": "法制办主任",
            "sheet-signed_on": f"{MARK.filed_on}",
            "sheet-scan": SimpleUploadedFile("letter.pdf", b"%PDF-1.4\n" + b"0" * 64),
        }

    for account in ("legal", "keeper"):
        client.force_login(getattr(cast.accounts, account))
        assert post(client, "step-record", paper, legal, **letter()).status_code == 403
    client.force_login(cast.accounts.school_office)
    without = {name: said for name, said in letter().items() if name != "sheet-scan"}
    assert post(client, "step-record", paper, legal, **without).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert post(client, "step-record", paper, legal, **letter()).status_code == 302
    told = Notice.objects.get(person=cast.people.legal, text__contains="补录")
    assert MARK.number in told.text
    assert "您不用再办" in told.text
    client.force_login(cast.accounts.legal)
    assert client.get(told.url).status_code == 200
    others = Notice.objects.filter(text__contains="按来函补录").exclude(person=cast.people.legal)
    assert not others.exists()
    decision = Decision.objects.get(step=legal)
    assert (decision.person, decision.name) == (cast.people.school_office, "白明远")
    assert decision.scan.kind == "decision_scan"
    assert decision.filed.number == MARK.number
    verdict = way.verdict_for(paper, opinion="同意", filing=MARK)
    with pytest.raises(AlreadyDecided):
        way.workflow.decide(step=legal, by=cast.people.legal, verdict=verdict)
    assert actions.open_steps_of(paper)[0] == establishment


def test_a_body_returns_it_and_all_of_them_see_the_mended_one(cast):
    paper = at_the_bodies(cast)
    legal, establishment, _ = actions.open_steps_of(paper)
    way.sign(paper, cast.people.legal)
    paper.refresh_from_db()
    line = paper.current.power_lines.get()
    verdict = way.verdict_for(paper, "return", opinion="依据已经修订", notes={line.pk: "改依据"})
    way.workflow.decide(step=establishment, by=cast.people.establishment, verdict=verdict)
    paper.refresh_from_db()
    assert paper.state == "draft"
    again = filing.start_catalogue(
        unit=cast.school_large, programme=cast.programme, by=cast.people.keeper
    )
    assert again == paper
    content = way.power("学籍异动审核", cast.sections.teaching, time_limit="七个工作日")
    line = paper.current.power_lines.get()
    power_editing.change_power(paper=paper, line_id=line.pk, content=content, by=cast.people.keeper)
    paper = way.sign_on(way.submit(paper, cast.people.keeper))
    assert paper.state == "ready"
    assert legal.decision.filed != paper.steps.filter(lap=paper.lap, seat=legal.seat).get().decision


def test_a_body_without_a_seat_anywhere_is_left_out_and_a_vacant_one_is_not(cast):
    day = TODAY()
    cast.posts.legal.mandates.all().delete()
    cast.posts.openness.appointments.all().delete()
    paper = at_the_bodies(cast)
    assert [step.seat for step in actions.open_steps_of(paper)] == [
        "establishment_office",
        "openness_office",
    ]
    assert list(steps_of(cast.people.establishment, day)) == actions.open_steps_of(paper)[:1]
    assert not steps_of(cast.people.legal, day)


def test_the_route_says_what_a_body_is_called(cast):
    route = route_for(cast.school_large, "catalogue")
    RouteStep.objects.filter(route=route, seat="legal_office").update(called="司法局")
    step = actions.open_steps_of(at_the_bodies(cast))[0]
    assert step.seat_name == "司法局"


def test_nothing_but_a_filing_takes_a_number(cast):
    paper = way.submitted_form(cast)
    with pytest.raises(NotReady):
        way.sign(paper, cast.people.section_head, filing=MARK)
    assert not RecordFiling.objects.exists()


def test_of_many_rows_only_those_asked_for_have_a_note(cast, client, monkeypatch):
    """Without JavaScript: the numbers are sent, the page comes back with all that was typed."""
    monkeypatch.setattr(decision_form, "MOST_NOTES", 1)
    keeper = cast.people.keeper
    paper = filing.start_catalogue(unit=cast.school_large, programme=cast.programme, by=keeper)
    for name in ("学籍异动审核", "奖学金评定", "校车使用审批"):
        content = way.power(name, cast.sections.teaching)
        power_editing.add_power(paper=paper, content=content, by=keeper)
    way.submit(paper, keeper)
    way.sign(paper, cast.people.school_office)
    lines = list(paper.current.power_lines.order_by("serial"))
    step = way.open_step(paper)
    client.force_login(cast.accounts.group)
    seen = page(client, paper)
    assert 'name="note_' in seen
    assert 'name="note_rows"' in seen
    assert seen.count("<textarea") == 1, "the opinion alone"
    typed = {"opinion": "依据要核对", "action": "return"}
    for number, noted in (("２", []), ("3、99", [lines[1]])):
        typed |= {f"note_{line.pk}": "写明条款" for line in noted}
        more = post(client, "step-decide", paper, step, more="notes", note_rows=number, **typed)
        assert more.status_code == 200
        assert "依据要核对" in more.text
        assert "请填写" not in more.text.partition('id="decide"')[2]
        assert not Decision.objects.filter(step=step).exists()
    assert more.text.count('name="note_') == 3, "the numbers, and the second and third row"
    assert "这份表没有第 99 行" in more.text
    assert "写明条款" in more.text
    assert f'name="note_{lines[0].pk}"' not in more.text
    assert f'name="note_{lines[2].pk}"' in more.text


def test_notes_of_many_rows_are_kept_with_the_decision(cast, monkeypatch):
    monkeypatch.setattr(decision_form, "MOST_NOTES", 0)
    paper = at_the_bodies(cast)
    legal = actions.open_steps_of(paper)[0]
    line = paper.current.power_lines.get()
    rows = kind_of(paper).content.rows(paper.current)
    sent = {
        "digest": paper.current.digest,
        "action": "return",
        "opinion": "改",
        "opens": "noted",
        f"note_{line.pk}": "写明条款",
    }
    form = decision_form.DecisionForm(sent, step=legal, revision=paper.current, rows=rows)
    assert form.is_valid(), form.errors
    assert form.verdict().notes == {line.pk: "写明条款"}
