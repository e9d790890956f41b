"""档案: every confirmed paper as it was frozen, found again and held against its digest.

Whoever may read a confirmed paper finds it here (`papers_visible_to`); drafts and what is on its
way are never in it.
"""

from django.db import transaction

from powers.content import sealed_content as sealed_power
from powers.models import PowerVersion
from registry.papers.digest import digest_of
from registry.papers.models import PaperState
from risks.content import sealed_content, sealed_duty
from risks.models import DutyVersion, PointVersion

from . import freezing
from .finding_papers import narrowed
from .forms import ArchiveFilterForm
from .visibility import papers_visible_to

# What it is narrowed by, as a page and a job ask for it.
ASKED = ("unit_named", "unit", "section", "kind", "year", "text")


def archived(person):
    """Confirmed papers that this person may read, the latest first."""
    found = papers_visible_to(person).filter(state=PaperState.CONFIRMED)
    found = found.select_related("unit", "post", "section", "programme", "holder", "confirmed_by")
    return found.order_by("-confirmed_at", "-pk")


def found_in(person, asked):
    """(the filter as asked, what it finds): for the list and for a volume alike."""
    papers = archived(person)
    form = ArchiveFilterForm(asked, papers=papers)
    return form, narrowed(papers, form)


def words_of(form):
    """What the filter was set to, in words: for the cover of a volume."""
    if not form.is_valid():
        return "全部"
    said = form.cleaned_data
    chosen = [name for name in ("section", "kind", "year") if said.get(name)]
    words = [dict(form.fields[name].choices).get(said[name]) for name in chosen]
    if form.place.chosen:
        words.insert(0, form.place.chosen.name)
    elif form.place.named:
        words.insert(0, f"名称含“{form.place.named}”的单位")
    return "，".join([*filter(None, words), *filter(None, [said["text"].strip()])]) or "全部"


def frozen_of(paper):
    """The revision that was confirmed: the last that was handed in."""
    revision = paper.revisions.filter(submitted_at__isnull=False).order_by("-no").first()
    revision.paper = paper
    return revision


def is_intact(revision):
    """Whether the rows still give their digests, and all together that of the revision."""
    return _rows_are_intact(revision) and _whole_is_intact(revision)


def _rows_are_intact(revision):
    points = PointVersion.objects.filter(lines__revision=revision).prefetch_related("measures")
    powers = PowerVersion.objects.filter(lines__revision=revision).with_content()
    duties = DutyVersion.objects.filter(lines__revision=revision)
    sealed = ((points, sealed_content), (powers, sealed_power), (duties, sealed_duty))
    return all(
        version.digest == digest_of(content(version))
        for versions, content in sealed
        for version in versions
    )


@transaction.atomic
def _whole_is_intact(revision):
    """Read by the function that froze it; what that might write is taken back.

    A post may bear another name by now: the name of that day was frozen with the filer.
    """
    owners = {revision.paper.owner_name, revision.filer_title}
    digests = {freezing.digest_again(revision, owner) for owner in owners}
    transaction.set_rollback(True)
    return revision.digest in digests
