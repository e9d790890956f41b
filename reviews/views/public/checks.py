"""核对真伪: does a document in somebody's hand, by number and digest, come from here unchanged?

Of publications for society the page says everything it knows. Of papers and inside editions it
says only whether number and digest belong together: whoever tries numbers learns nothing. A site
for the public alone (PUBLIC_ONLY) cannot read these at all.
"""

import re
import unicodedata

from registry.papers.models import Paper, PaperState
from reviews import correcting
from reviews.models import Correction, Publication
from reviews.publication import verify

from .page import has_ended, public_page, render_page, stands_alone, successor

SHORTEST_DIGEST = 16  # what the foot of a printed page shows


@public_page
def check(request, number=""):
    """A number (and a digest) in, an answer in plain words out."""
    number = _typed(number or request.GET.get("number", ""))[:80]
    digest = _typed(request.GET.get("digest", "")).casefold()
    context = {"number": number, "digest": digest, "answer": None, "papers": knows_papers(request)}
    if number:
        context["answer"] = _answer(number, digest, papers=knows_papers(request))
    return render_page(request, "public/check.html", context)


def knows_papers(request):
    """Whether numbers of papers and inside editions can be checked here."""
    return not stands_alone(request)


def _typed(text):
    """Full-width figures made plain, blanks and what nobody types left out."""
    return re.sub(r"[^\w.-]", "", unicodedata.normalize("NFKC", text))


def _answer(number, digest, *, papers):
    """{outcome, …} with outcome genuine, different, unknown, incomplete or known (no digest)."""
    if digest and not re.fullmatch(rf"[0-9a-f]{{{SHORTEST_DIGEST},64}}", digest):
        return {"outcome": "incomplete"}
    found = Publication.objects.select_related("unit", "superseded_by").filter(number=number)
    if not papers:
        found = found.filter(edition=Publication.Edition.PUBLIC)
    publication = found.first()
    if publication is None:
        if not papers:
            return _of_correction(number, digest) or _unless(False, digest, {})
        return _of_correction(number, digest) or _of_paper(number, digest)
    if publication.edition == Publication.Edition.INSIDE:
        genuine = bool(digest) and publication.digest.startswith(digest) and verify(publication)
        state = "withdrawn" if publication.withdrawn_at else "inside"
        return _unless(genuine, digest, {"outcome": "genuine", "state": state})
    return _of_publication(publication, digest)


def _of_publication(publication, digest):
    answer = {
        "publication": publication,
        "current": successor(publication),
        "ended": has_ended(publication),
        "corrections": correcting.readable().filter(publication=publication),
    }
    if not digest:
        return {"outcome": "known", **answer}
    same = publication.digest.startswith(digest) and _is_as_frozen(publication)
    return {"outcome": "genuine" if same else "different", **answer}


def _corrections():
    return Correction.objects.select_related("publication__unit")


def _of_correction(number, digest):
    """A notice for society says everything unless its publication was withdrawn; others as papers.

    None where the number is not that of a notice.
    """
    notice = _corrections().filter(number=number).first()
    if notice is None:
        return None
    genuine = notice.digest.startswith(digest) and correcting.verify(notice)
    if notice.publication.edition == Publication.Edition.INSIDE:
        genuine = genuine and bool(digest)
        return _unless(genuine, digest, {"outcome": "genuine", "state": "inside"})
    outcome = ("genuine" if genuine else "different") if digest else "known"
    return {"outcome": outcome, "correction": notice}


def _is_as_frozen(publication):
    """Of what was withdrawn nobody reads the rows any more, not even to reckon with them."""
    return bool(publication.withdrawn_at) or verify(publication)


def _of_paper(number, digest):
    """Number and digest of a revision belong together: say whether it is the last, and in force."""
    paper = Paper.objects.filter(number=number).first()
    if paper is None or not digest:
        return _unless(False, digest, {})
    handed_in = paper.revisions.filter(submitted_at__isnull=False).order_by("-no")
    digests = list(handed_in.values_list("digest", flat=True))
    found = [place for place, stored in enumerate(digests) if stored.startswith(digest)]
    if not found:
        return _unless(False, digest, {})
    return {"outcome": "genuine", "state": _state(paper, is_last=found[0] == 0)}


def _state(paper, *, is_last):
    if not is_last:
        return "replaced"
    if paper.state == PaperState.CONFIRMED:
        return "in_force"
    return "cancelled" if paper.state == PaperState.CANCELLED else "under_way"


def _unless(genuine, digest, answer):
    """The same words for what does not exist and for what does not match."""
    if genuine:
        return answer
    return {"outcome": "unknown" if digest else "digest_needed"}
