"""A talk with somebody who cannot sign in: the printed record is signed, and its scan entered."""

import pytest
from django.urls import reverse

from registry.files.models import SignedSheet
from registry.trail.models import TrailEntry
from reviews import due
from reviews.refusals import Refused
from reviews.talks import holding, printed, waiting
from reviews.talks.models import TalkConfirmation
from tests.hands_on_paper import sheet
from tests.risks.test_responsibility import TODAY

from .hands import confirmed, planned, recorded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"


@pytest.fixture
def talk(cast):
    """Written down, confirmed by nobody; the bursar of the village school has no account."""
    return recorded(planned(cast, holder="village_section_head", partner="village_bursar"))


def entered(talk, by, **changes):
    given = {"digest": holding.latest(talk).digest, **sheet(), **changes}
    holding.confirm_on_paper(talk=talk, person=talk.partner, by=by, **given)
    talk.refresh_from_db()
    return talk


def test_the_click_of_the_holder_closes_nothing_alone(cast, talk):
    assert confirmed(talk, talk.holder).settled_at is None
    assert entered(talk, talk.holder).settled_at is not None


def test_in_either_order_and_it_says_how(cast, talk):
    entered(talk, cast.people.discipline)
    closed = confirmed(talk, talk.holder)
    assert closed.settled_at is not None
    told = str(printed.letter_of(closed).parts)
    assert f"在纸上签字，{cast.people.discipline.name}" in told
    assert f"{closed.holder.name}于" in told
    assert TrailEntry.objects.filter(action="talk.paper_recorded").count() == 1
    by_side = {each.side: each for each in TalkConfirmation.objects.filter(record__talk=talk)}
    assert by_side["holder"].sheet is None
    assert by_side["partner"].sheet is not None


def test_a_correction_is_signed_anew(cast, talk):
    entered(talk, talk.holder)
    talk = recorded(talk, content="改过的一稿")
    assert confirmed(talk, talk.holder).settled_at is None
    with pytest.raises(Refused):
        entered(talk, talk.holder, digest="0" * 64)
    assert entered(talk, talk.holder).settled_at is not None


def test_twice_is_told(cast, talk):
    entered(talk, talk.holder)
    with pytest.raises(Refused, match="补录过"):
        entered(talk, talk.holder)
    assert SignedSheet.objects.count() == 1


def test_nobody_confirms_for_whom_can_sign_in(cast):
    talk = recorded(planned(cast))
    with pytest.raises(Refused, match="登录账号"):
        entered(talk, talk.holder)
    assert confirmed(talk, talk.holder).settled_at is None
    assert not SignedSheet.objects.exists()


def test_it_waits_for_whoever_wrote_it_until_it_is_entered(cast, talk):
    holder = talk.holder
    titles = [card["action"] for card in due.cards_for(holder, TODAY())]
    assert titles.count("去补录") == 1
    assert due.number_for(holder, TODAY()) == len(titles)
    entered(talk, holder)
    assert not waiting.to_enter(holder).exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("village_section_head", 200),
        ("discipline", 200),
        ("village_principal", 404),
        ("office", 404),
    ],
)
def test_who_enters_it(cast, talk, client, who, status):
    client.force_login(getattr(cast.accounts, who))
    assert client.get(reverse("talk-sheet", args=[talk.pk])).status_code == status


def test_by_the_page_with_the_scan_to_read(cast, talk, client):
    client.force_login(cast.accounts.village_section_head)
    page, form = (reverse(name, args=[talk.pk]) for name in ("talk", "talk-sheet"))
    assert form in client.get(page).content.decode()
    digest = holding.latest(talk).digest
    assert digest[:16] in client.get(form).content.decode()
    missing = {"person": talk.partner_id, "digest": digest, "signed_on": TODAY()}
    assert "请上传签字页的扫描件" in client.post(form, missing).content.decode()
    given = {"person": talk.partner_id, "digest": digest, **sheet()}
    assert client.post(form, given).status_code == 302
    shown = client.get(page).content.decode()
    assert "在纸上签字" in shown
    assert f'href="{form}"' not in shown
    made = TalkConfirmation.objects.get()
    scan = reverse("talk-scan", args=[talk.pk, made.pk])
    assert b"".join(client.get(scan).streaming_content).startswith(b"%PDF")
    client.force_login(cast.accounts.office)
    assert client.get(scan).status_code == 404
