"""核对真伪: what the check page says about numbers and digests."""

import pytest
from django.urls import reverse

from reviews.models import PublicationRow
from tests.public import factory
from tests.risks import factory as risks

pytestmark = pytest.mark.django_db


def answer(client, number, digest=""):
    response = client.get(reverse("check", args=[number]), {"digest": digest} if digest else {})
    assert response.status_code == 200
    return response.context["answer"], response.text


@pytest.fixture
def paper(cast):
    paper, revision = risks.filled_form(cast)
    risks.submit(cast, revision)
    paper.refresh_from_db()
    return paper


def test_a_publication_with_its_digest_is_genuine(client, cast):
    publication = factory.directory(cast)
    for digest in (publication.digest, publication.digest[:16], f" {publication.digest.upper()} "):
        found, text = answer(client, publication.number, digest)
        assert found["outcome"] == "genuine"
        assert "现行有效" in text


def test_another_digest_is_not_the_same(client, cast):
    publication = factory.directory(cast)
    assert answer(client, publication.number, "0" * 64)[0]["outcome"] == "different"


def test_rows_changed_behind_our_back_are_not_genuine(client, cast, tampering):
    publication = factory.directory(cast)
    row = PublicationRow.objects.get(publication=publication)
    row.content["risk"] = "改过的内容"
    with tampering():
        row.save()
    assert answer(client, publication.number, publication.digest)[0]["outcome"] == "different"


def test_a_number_alone_shows_digest_and_state(client, cast):
    publication = factory.directory(cast)
    found, text = answer(client, publication.number)
    assert found["outcome"] == "known"
    assert publication.digest in text
    factory.directory(cast, "新的")
    assert "已有新版" in answer(client, publication.number)[1]


def test_a_withdrawn_publication_says_when_and_why(client, cast):
    publication = factory.withdrawn(factory.directory(cast), cast)
    found, text = answer(client, publication.number, publication.digest)
    assert found["outcome"] == "genuine"
    assert "撤回，理由：内容有误" in text


def test_an_inside_edition_tells_nothing_but_yes(client, cast):
    publication = factory.directory(cast, "内部内容", edition=factory.Edition.INSIDE)
    assert answer(client, publication.number)[0] == {"outcome": "digest_needed"}
    assert answer(client, publication.number, "0" * 64)[0] == {"outcome": "unknown"}
    found, text = answer(client, publication.number, publication.digest)
    assert found == {"outcome": "genuine", "state": "inside"}
    assert publication.title not in text


def test_a_paper_tells_its_state_to_who_holds_the_digest(client, cast, paper):
    digest = paper.current.digest
    assert answer(client, paper.number, digest)[0] == {"outcome": "genuine", "state": "under_way"}
    risks.confirm(cast, paper.current)
    found, text = answer(client, paper.number, digest[:16])
    assert found["state"] == "in_force"
    assert "放宽" not in text
    assert paper.unit.name not in text


def test_an_earlier_revision_of_a_paper_is_named_so(client, cast, paper):
    digest = paper.current.digest
    new = risks.send_back(paper.current)
    risks.add_point(cast, paper, risk="另一类接收条件")
    risks.submit(cast, new)
    paper.refresh_from_db()
    assert answer(client, paper.number, digest)[0]["state"] == "replaced"


def test_trying_numbers_of_papers_teaches_nothing(client, paper):
    """An existing and a missing number get the same words, with and without a digest."""
    for digest in ("", "0" * 64):
        there, text = answer(client, paper.number, digest)
        missing, other = answer(client, "LARGE-2020-FORM-9999", digest)
        assert there == missing
        assert text.replace(paper.number, "") == other.replace("LARGE-2020-FORM-9999", "")


def test_a_short_or_strange_digest_is_said_to_be_incomplete(client, cast):
    publication = factory.directory(cast)
    for digest in (publication.digest[:15], "不是校验码的文字", "z" * 64):
        assert answer(client, publication.number, digest)[0]["outcome"] == "incomplete"


def test_the_form_asks_for_number_and_digest(client, cast):
    publication = factory.directory(cast)
    assert client.get(reverse("check")).context["answer"] is None
    typed = {"number": f" {publication.number} ", "digest": publication.digest[:20]}
    response = client.get(reverse("check"), typed)
    assert response.context["answer"]["outcome"] == "genuine"
