"""What a wish would do to the rows of a draft: row by row before and after, or why it cannot."""

from dataclasses import dataclass, replace
from functools import cached_property

from powers.checklist import faults, name_key
from powers.content import content_of, differences, in_words, words_of
from powers.kinds.choosing import misfit
from registry.papers.digest import digest_of
from registry.papers.register import Change, change_of, is_overtaken

CLOSED = "审核人已经看过，本次不用改。"
STRUCK = "已提出销号，不再改。"
OVERTAKEN = "台账里的这一项已由其他办件更新，请先打开对照。"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What is to be the same in all rows; what is left empty stays as each row has it.

    `sections` are put in the place of those that a row has, or beside them (`beside`).
    """

    kind: str = ""
    visibility: str = ""
    served: str = ""
    ground: str = ""
    sections: tuple = ()
    beside: bool = False

    def applied(self, content):
        """The content of a row as it would be; a ground belongs to what is withheld only."""
        made = dict(content)
        if self.kind:
            made["kind"] = self.kind
        if self.visibility:
            made |= {"visibility": self.visibility, "ground": self.ground}
        if self.served:
            made["served"] = self.served
        if self.sections:
            had = content["sections"] if self.beside else ()
            made["sections"] = sorted({*had, *self.sections})
        return made


@dataclass(frozen=True)
class PlannedRow:
    line: object
    content: dict  # as the row would be
    differences: tuple = ()  # powers.content.Difference
    refused: str = ""


class Plan:
    """`lines` as `of_register_rows` reads them, in order; `sections` maps ids to names; `kind` is
    the one wished for (`powers.kinds`), None where none is."""

    def __init__(self, paper, lines, chosen, wish, sections, kind=None):
        self.paper, self.wish, self._sections, self._kind = paper, wish, sections, kind
        self._first = {}
        for line in lines:
            if not line.version.struck:
                self._first.setdefault(name_key(line.version.name), line)
        rows = [self._row(line) for line in lines if line.pk in chosen]
        self.refused = [row for row in rows if row.refused]
        self.changed = [row for row in rows if row.differences and not row.refused]
        self.same = len(rows) - len(self.refused) - len(self.changed)

    @cached_property
    def fingerprint(self):
        """Of all that was seen: the rows, what they say now, and what they would say."""
        rows = [
            [row.line.pk, row.line.version_id, content_of(row.line.version), row.content]
            for row in self.changed
        ]
        return digest_of([rows, [[row.line.pk, row.refused] for row in self.refused]])[:24]

    @property
    def reasons(self):
        """(why not, the rows) of what is refused, the most frequent first."""
        found = {}
        for row in self.refused:
            found.setdefault(row.refused, []).append(row)
        return sorted(found.items(), key=lambda item: -len(item[1]))

    def _row(self, line):
        before = content_of(line.version)
        content = self.wish.applied(before)
        row = PlannedRow(line, content, tuple(self._differences(line, content)))
        if not row.differences:
            return row
        return replace(row, refused=self._refusal(line, content))

    def _differences(self, line, content):
        names = [self._sections.get(pk, "") for pk in content["sections"]]
        known = {one.section_id: one.section.name for one in line.version.undertakings.all()}
        names = [known.get(pk) or name for pk, name in zip(content["sections"], names, strict=True)]
        before = in_words(line.version)
        before["sections"] = "、".join(
            known[pk] for pk in sorted(known)
        )  # in the order of plain content
        kind = self._kind or line.version.kind
        return differences(before, words_of(content, names, kind.name))

    def _refusal(self, line, content):
        version = line.version
        if not line.open:
            return CLOSED
        if change_of(version, self.paper) == Change.STRUCK:
            return STRUCK
        if is_overtaken(version, self.paper, version.power.in_force_id):
            return OVERTAKEN
        if self._kind and not self._kind.fits(version.side):
            return misfit(self._kind)
        first = self._first[name_key(version.name)]
        if first is not line:
            return f"与第 {first.serial} 行是同一个名称，请先合并或改名。"
        return next((fault.text for fault in faults(content)), "")
