"""A block of cells pasted into one form: its head line or a guess, and what each row would add.

Reading, cleaning and remarks are those of the table import; the form is already known, so nothing
is matched to posts. A row that the form has already is said so and not proposed again.
"""

from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from powers.checklist import name_key
from registry.intake.columns import Header
from registry.intake.limited_reader import Sheet
from registry.intake.mappings import mapping_of
from registry.intake.models import Subject
from registry.papers.digest import digest_of
from risks.wording import sentence

from .columns import LABELS
from .contents import Contents
from .finding import ERROR, WARNING
from .guessing import guessed_columns
from .places import Places
from .reading import finder, read_under
from .remarks import remark
from .standing import why_kept

BLOCK = "粘贴"
# As long as what may be typed: three parts, the whole sentence, a measure, a duty.
LONGEST = {"source": 500, "risk": 500, "harm": 500, "duty": 2000}
LONGEST_WHOLE, LONGEST_MEASURE = 1000, 1000


class NotReadable(ValueError):
    """The columns chosen make no rows; the message says what to choose."""


@dataclass
class Choices:
    """What was chosen in the preview. `columns`: the field of each column in order, None before
    anybody chose; `headed`: the first line is a head that was not recognised; `levels`: word → id.
    """

    columns: list | None = None
    headed: bool = False
    levels: dict = field(default_factory=dict)


@dataclass
class PastedRow:
    """`known`: the form says this already; adding it only renews its level and measures."""

    row: object
    content: dict
    duty: str
    known: bool = False

    @property
    def key(self):
        return self.row.key

    @property
    def can_be_added(self):
        return not self.row.count(ERROR)

    @property
    def proposed(self):
        return self.can_be_added and not self.known


@dataclass
class Block:
    """What a pasted block would do now. `columns`: (letter, title, field) of each column."""

    columns: list
    headed: bool
    levels: list  # of the programme's scale, gravest first
    rows: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    words: list = field(default_factory=list)  # (word for a level, id of the level or None)
    problem: str = ""

    @property
    def fingerprint(self):
        """What was seen in the preview; adding writes exactly that or nothing."""
        return digest_of([[row.key, row.duty, row.content] for row in self.rows])[:16]

    @property
    def by_key(self):
        return {row.key: row for row in self.rows if row.can_be_added}


def look_at(rows, *, draft, choices):
    """The rows of a block as points of this draft (`risks.draft.FormDraft`)."""
    known = mapping_of(draft.paper.unit, Subject.POINTS)
    found = finder(known.columns).find(rows)
    header = _header(rows, found, choices)
    terms, places = draft.points.kind.terms, Places(draft.paper.unit)
    block = Block(_columns(header), headed=found is not None, levels=terms.levels)
    try:
        _check(header)
    except NotReadable as refusal:
        block.problem = str(refusal)
        return block
    reading = read_under(Sheet(BLOCK, rows, []), header)
    words = {
        word: _level(word, choices, known, terms) for word in reading.words_in(terms.level_fields)
    }
    contents = Contents(terms, places, words)
    remark(reading, powers=contents.power_names, people=places.people())
    said = {
        line.version.sentence: why_kept(line, draft.points.shared) for line in draft.points.lines
    }
    block.rows = [_pasted(row, draft, contents, said) for row in reading.rows]
    block.skipped = [line for line in reading.skipped if line.why != "表头"]
    block.words = list(words.items())
    if not block.rows:
        block.problem = "没有读出风险点。请看看哪一列是风险点，选好以后再看一遍。"
    return block


def _header(rows, found, choices):
    """The head line as found, the columns as chosen or, without a head line, as guessed."""
    width = max(map(len, rows), default=0)
    titles = dict.fromkeys(range(width), "") | (found.titles if found else {})
    first, last = (found.first, found.last) if found else (-1, -1)
    if found is None and choices.headed and rows:
        first = last = 0
        titles |= {at: str(cell).strip() for at, cell in enumerate(rows[0])}
    if choices.columns is not None:
        chosen = dict(enumerate(choices.columns[:width]))
        fields = {at: name for at, name in chosen.items() if name in LABELS}
    else:
        fields = found.fields if found else guessed_columns(rows[last + 1 :])
    return Header(first, last, fields, titles)


def _columns(header):
    return [
        (get_column_letter(at + 1), header.titles[at], header.fields.get(at, ""))
        for at in sorted(header.titles)
    ]


def _check(header):
    names = list(header.fields.values())
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise NotReadable(f"有两列都选了“{LABELS[twice]}”。请每一栏只选一列。")
    if "risk" not in names:
        raise NotReadable("还看不出哪一列是风险点。请在下面选好各列，再看一遍。")


def _level(word, choices, known, terms):
    """As chosen; before that as the unit mapped it, or where it is the very name of a level."""
    if word in choices.levels:
        return choices.levels[word]
    names = {
        name: level.pk for level in terms.levels for name in (level.label, level.word, str(level))
    }
    before = known.words.get(word)
    return before if before in names.values() else names.get(word)


def _pasted(row, draft, contents, said):
    content = contents.of(row)
    pasted = PastedRow(row, content, row.texts.get("duty", ""))
    _other_post(row, draft.paper)
    _too_long(row, content)
    text = sentence(draft.points.kind.settled(content))
    if said.get(text):
        row.find("kept", ERROR, "risk", said[text])
    elif text in said:
        pasted.known = True
        told = "表里已经有同样的一条，没有勾选；勾上只更新它的等级和措施。"
        row.find("known", WARNING, "risk", told)
    return pasted


def _other_post(row, paper):
    named = row.texts.get("post", "")
    if named and paper.post and name_key(named) != name_key(paper.post.name):
        text = f"这一行写的岗位是“{named}”，这张表是“{paper.post.name}”，请核对。"
        row.find("other_post", WARNING, "post", text)


def _too_long(row, content):
    """What could not be typed into one row cannot be pasted either."""
    texts = [(name, row.texts.get(name, ""), most) for name, most in LONGEST.items()]
    texts += [("risk", content["text"], LONGEST_WHOLE)]
    texts += [("measures", measure, LONGEST_MEASURE) for _, measure in row.measures]
    for name, text, most in texts:
        if len(text) > most:
            said = f"超过 {most} 个字，请写得精炼一些，或者分成几个风险点。"
            row.find("too_long", ERROR, name, said)
