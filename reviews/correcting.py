"""更正公告: what was wrong in a publication and what is right, said beside it for good.

A notice changes nothing that is frozen: it has its own number and digest, and whoever reads the
publication, a file of it or the check page reads it too. Sources: [4] (what is public is kept
right), ADR 0029.
"""

from django.db import transaction
from django.utils import timezone

from registry.organisation.models import Unit
from registry.papers.digest import digest_of
from registry.papers.numbering import next_number
from registry.tables.text import chinese_date
from registry.trail.recording import record

from . import actions
from .disclosure import OF_THE_OFFICE
from .models import Correction, Publication
from .personal_data import found_in
from .refusals import NotAllowed, NotReady

NUMBER_CODE = "PCOR"
# What the rules of personal data read; the place is a number and a column.
SHOWN = {"wrong": "有误的内容", "right": "更正为"}


def may_correct(publication, person):
    """Its office, while it can be read: a publicity is answered row by row instead."""
    if person is None or publication.withdrawn_at or publication.kind == Publication.Kind.PUBLICITY:
        return False
    return actions.office_of(publication, person, timezone.localdate())


@transaction.atomic
def correct(*, publication, wrong, right, by, position=None, field=""):
    """Publish a correction notice; asked twice for the same it publishes once."""
    # One at a time, so that the second click finds what the first one wrote.
    Unit.objects.select_for_update(no_key=True).get(pk=publication.unit_id)
    publication.refresh_from_db()
    if not may_correct(publication, by):
        raise NotAllowed(
            publication.paper, "更正公告由本单位或上级防控办发布，撤回的和公示件不更正。"
        )
    said = {"position": position, "field": field, "wrong": wrong.strip(), "right": right.strip()}
    if earlier := publication.corrections.filter(**said).first():
        return earlier
    if faults := list(_faults(publication, **said)):
        raise NotReady(faults)
    made = Correction(publication=publication, by=by, at=timezone.now(), **said)
    made.number = next_number(
        unit=publication.unit, year=timezone.localdate(made.at).year, kind=NUMBER_CODE
    )
    made.digest = _digest(made)
    made.save()
    record(by=by, action="publication.corrected", unit=publication.unit, target=made)
    return made


def _faults(publication, *, position, field, wrong, right):
    if not wrong or not right:
        yield "请写明哪里有误、应当是什么。"
    elif wrong == right:
        yield "“有误的内容”和“更正为”一样，没有可以更正的。"
    if position is not None and not 1 <= position <= publication.row_count:
        yield f"这份公开件只有第 1 条到第 {publication.row_count} 条。"
    if field and field not in dict(publication.head["columns"]):
        yield "这份公开件没有这个栏目。"
    if field and position is None:
        yield "选了栏目，请写明是第几条。"
    for name, text in (("wrong", wrong), ("right", right)):
        yield from _personal(name, text, OF_THE_OFFICE.get(field, ()))


def _personal(name, text, of_the_office):
    kinds = [each.kind for each in found_in(text) if each.kind not in of_the_office]
    for kind in dict.fromkeys(kinds):
        yield f"“{SHOWN[name]}”里有{kind.label}，更正公告会公开，请先去掉，只写是哪一处。"


def verify(correction):
    """Whether the notice still gives its digest; asked by the check page."""
    return correction.digest == _digest(correction)


def _digest(correction):
    said = [correction.position, correction.field, correction.wrong, correction.right]
    return digest_of([correction.number, correction.publication.number, said])


def readable():
    """Notices for society, of what was not withdrawn: a notice repeats its words."""
    return Correction.objects.filter(
        publication__edition=Publication.Edition.PUBLIC, publication__withdrawn_at__isnull=True
    ).select_related("publication__unit")


def numbers_of(publication):
    """The notices of a publication in a line: number and day of each; blank without any."""
    found = publication.corrections.values_list("number", "at")
    return "、".join(f"{number}（{chinese_date(timezone.localdate(at))}）" for number, at in found)
