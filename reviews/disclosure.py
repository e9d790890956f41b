"""Personal data in what is about to be published (发布前核对个人信息).

Before the public every finding is hidden in the frozen copy, or shown with a reason that stays with
the publication; an inside edition only warns [4]. The register is never changed here. Nothing is
frozen without `disclosed`, so no page, command or admin action goes around it.
"""

from dataclasses import dataclass, replace

from powers.models import PowerVersion
from powers.particulars.content import FOR_PROGRAMS, TITLES_OF_PUBLIC
from powers.tables import COLUMNS
from registry.papers.digest import digest_of
from risks.tables import AFTER, SEVEN, UNIT

from . import personal_data
from .models import PersonalDataAnswer, Publication
from .refusals import NotReady

Outcome = PersonalDataAnswer.Outcome
Kind = personal_data.Kind
# What a row holds for machines, and what of it is not read for personal data.
CODES = {
    *("unit_code", "level_colour", "after_colour", "step_kind", "way_ends"),
    *FOR_PROGRAMS,
}
NOT_READ = {*CODES, "side"}
# Where readers find the office: its own phone and mailbox belong there.
OF_THE_OFFICE = {
    "supervision_channel": {Kind.LANDLINE, Kind.EMAIL},
    "supervision_phone": {Kind.LANDLINE},
    "supervision_email": {Kind.EMAIL},
}
MOST_SAID = 10
TITLES = {
    **{column.key: column.title for column in (*COLUMNS, UNIT, *SEVEN, AFTER)},
    **{
        name: PowerVersion._meta.get_field(name).verbose_name
        for name in ("content", "conditions", "procedure")
    },
    **TITLES_OF_PUBLIC,
    "steps": "流程环节",
    "step": "流程环节",
    "step_handler": "办理岗位",
    "step_condition": "环节条件",
    "step_time_limit": "环节时限",
    "step_documents": "环节材料",
    "way_outcomes": "环节结果",
}


class Unanswered(NotReady):
    """Personal data that nobody has answered for would go before the public."""


@dataclass(frozen=True)
class Answer:
    """What the office says of one finding; `why` only where it is shown."""

    outcome: str
    why: str = ""


MASK = Answer(Outcome.MASKED.value)


@dataclass(frozen=True)
class Place:
    """One finding in one text of one row; `key` stays as long as the text does."""

    position: int
    field: str
    item: int
    text: str
    finding: personal_data.Finding
    key: str

    @property
    def title(self):
        return TITLES.get(self.field, self.field)

    @property
    def words(self):
        return (
            f"第 {self.position} 条“{self.title}”里有{self.finding.kind.label}"
            f"（{self.finding.masked}）"
        )


def places_in(entries):
    """Every finding in rows to be published, in their order."""
    return [
        place
        for position, entry in enumerate(entries, start=1)
        for field, item, text in _texts(entry.content)
        for place in _places(entry, position, field, item, text)
    ]


def _texts(content):
    for field, said in content.items():
        if field in NOT_READ:
            continue
        if isinstance(said, str):
            yield field, 0, said
        elif isinstance(said, list):
            yield from ((field, item, text) for item, text in enumerate(said, start=1))


def _places(entry, position, field, item, text):
    for finding in personal_data.found_in(text):
        if finding.kind not in OF_THE_OFFICE.get(field, ()):
            key = digest_of([_source(entry, position), field, item, text, finding.start])[:16]
            yield Place(position, field, item, text, finding, key)


def _source(entry, position):
    """The version a row comes from: both editions ask for one answer."""
    version = entry.point_version or entry.power_version
    return [version._meta.label, version.pk] if version else position


def disclosed(entries, edition, answers):
    """(the rows as readers will see them, the answers to keep), or NotReady.

    `answers`: {Place.key: Answer}. Before the public each finding needs one (Unanswered). An answer
    to a text that reads otherwise now has no finding, and does nothing.
    """
    answered, open_ = [], []
    for place in places_in(entries):
        answer = answers.get(place.key)
        (answered if answer else open_).append((place, answer))
    if open_ and edition == Publication.Edition.PUBLIC:
        raise Unanswered(_to_be_answered([place for place, _ in open_]))
    unsaid = [p for p, answer in answered if answer.outcome == Outcome.SHOWN and not answer.why]
    if unsaid:
        raise NotReady([f"{place.words}，照原样公开请写明理由。" for place in unsaid[:MOST_SAID]])
    hidden = [place for place, answer in answered if answer.outcome == Outcome.MASKED]
    return _with_hidden(entries, hidden), [_kept(*each) for each in answered]


def _to_be_answered(places):
    """Said without the data: the sentence may stand in a log or on a projector."""
    said = [f"{each.words}，请在发布或公示的页面上遮盖，或者写明理由。" for each in places]
    if len(said) > MOST_SAID:
        said = [*said[:MOST_SAID], f"另外还有 {len(places) - MOST_SAID} 处。"]
    return said


def _with_hidden(entries, places):
    entries = list(entries)
    by_text = {}
    for place in places:
        by_text.setdefault((place.position, place.field, place.item), []).append(place)
    for (position, field, item), of_text in by_text.items():
        entry = entries[position - 1]
        text = personal_data.masked(of_text[0].text, [place.finding for place in of_text])
        said = entry.content[field]
        said = [*said[: item - 1], text, *said[item:]] if item else text
        entries[position - 1] = replace(entry, content=entry.content | {field: said})
    return entries


def _kept(place, answer):
    """The row that stays with the publication, unsaved."""
    return PersonalDataAnswer(
        position=place.position,
        field=place.field,
        item=place.item,
        start=place.finding.start,
        end=place.finding.end,
        kind=place.finding.kind,
        outcome=answer.outcome,
        why=answer.why,
    )


def answered_in(publication):
    """What the office said of the findings of a publication: {answer, title} of each."""
    for answer in publication.personal_data_answers.order_by("position", "pk"):
        yield {"answer": answer, "title": TITLES.get(answer.field, answer.field)}
