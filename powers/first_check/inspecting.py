"""What stands around the rows of one catalogue, for the rules of the first check to look at."""

from functools import cached_property

from django.utils import timezone

from powers.bases import written_basis
from powers.content import content_of
from powers.resting.grounds import Register
from registry.laws.citing import title_key
from registry.laws.models import Law, LawArticle
from registry.organisation.models import Unit
from registry.papers.register import Change, change_of

from .rules import Around, Ground, Near, check
from .rules.repeats import near_names
from .taken_up import takers_of


class Inspection:
    """Laws, names and units are looked up once, whatever the number of rows.

    `lines` are those of the revision, as `of_register_rows` reads them.
    """

    def __init__(self, paper, lines):
        self.paper = paper
        self.day = timezone.localdate()
        self._changes = {line.pk: change_of(line.version, paper) for line in lines}
        self._lines = {line.pk: line for line in lines if self._changes[line.pk] != Change.STRUCK}
        self._contents = {pk: content_of(line.version) for pk, line in self._lines.items()}

    def of_line(self, line):
        """What the rules find in a saved row."""
        if line.pk not in self._lines:
            return []
        return self._check(
            self._contents[line.pk],
            self._changes[line.pk],
            self._near_saved.get(line.pk, ()),
            self._takers.get(line.version.power_id, ()),
        )

    def of_content(self, content, line=None):
        """The same for plain data as it stands in a browser tab, before it is saved."""
        key = line.pk if line is not None else 0
        names = {**self._names, key: content["name"]}
        near = near_names(names).get(key, ())
        self._contents[key] = content
        self.__dict__.pop("_register", None)
        change = Change.ADJUSTED if line is not None else Change.NEW
        takers = self._takers.get(line.version.power_id, ()) if line is not None else ()
        return self._check(content, change, near, takers)

    def contents(self):
        """The plain data of every row that stays."""
        return list(self._contents.values())

    def _check(self, content, change, near, takers):
        around = Around(
            change=change,
            grounds=tuple(self._ground(basis) for basis in content["bases"]),
            has_register=self._has_register,
            near=tuple(self._neighbour(pk) for pk in near),
            above=self._above,
            taken_up_by=takers,
        )
        return check(content, around)

    def _neighbour(self, pk):
        line = self._lines[pk]
        return Near(pk, line.serial, line.version.name)

    def _ground(self, basis):
        """What the register says of a basis; a cell that names no law says nothing."""
        law, articles = self._register.means(_Written(basis), self.paper.unit, self.day)
        written = written_basis(basis["law"], "")
        if law is None:
            return Ground(written, basis["article"])
        repeal = law.repeal_on(self.day)
        return Ground(
            written,
            basis["article"],
            law=law.title,
            level=law.level.kind,
            level_name=str(law.level),
            state=law.state_on(self.day),
            replaced_by=repeal.replaced_by.title if repeal and repeal.replaced_by else "",
            gone=tuple(str(one) for one in articles if (law.pk, *one) in self._gone_articles),
        )

    @cached_property
    def _names(self):
        return {pk: line.version.name for pk, line in self._lines.items()}

    @cached_property
    def _near_saved(self):
        return near_names(self._names)

    @cached_property
    def _takers(self):
        return takers_of(self.paper.unit)

    @cached_property
    def _register(self):
        bases = (basis for content in self._contents.values() for basis in content["bases"])
        return Register({title_key(basis["law"]) for basis in bases})

    @cached_property
    def _has_register(self):
        return Law.objects.of_unit(self.paper.unit).exists()

    @cached_property
    def _gone_articles(self):
        """(law, number, inserted) of articles that are repealed by today."""
        gone = LawArticle.objects.filter(repealed_from__lte=self.day)
        return set(gone.values_list("law", "number", "inserted"))

    @cached_property
    def _above(self):
        return tuple(Unit.objects.above(self.paper.unit).values_list("name", flat=True))


class _Written:
    """A basis as plain data, read like one of the database."""

    def __init__(self, basis):
        self.law, self.article = basis["law"], basis["article"]
