"""Where something missing is mended: a link for whoever may, else words that say who does.

Read once for the rows of a page: a fixed number of queries.
"""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from registry.organisation.models import Post, Seat
from registry.papers.models import Paper, PaperKind, PaperState
from reviews.visibility import filled_in_by
from risks.coverage.no_risk import may_note
from risks.responsibility import names_on, seat_holders


@dataclass
class Mend:
    """`links`: [(words, address)] that this reader may follow; `who`: what to ask of whom."""

    links: list = field(default_factory=list)
    who: str = ""


class Mending:
    """For one reader on one day. `units`: those of the rows; `posts`: Post objects in them."""

    def __init__(self, person, reach, day, *, units, posts):
        self.reach = reach
        drafts = Paper.objects.filter(filled_in_by(person), state=PaperState.DRAFT, unit__in=units)
        drafts = list(drafts.order_by("pk").only("pk", "kind", "post", "section", "unit"))
        self._forms = {paper.post_id: paper.pk for paper in drafts if paper.post_id}
        self._catalogues = {p.unit_id: p.pk for p in drafts if p.kind == PaperKind.CATALOGUE}
        self._sheets = {
            (paper.unit_id, paper.section_id): paper.pk
            for paper in drafts
            if paper.kind in (PaperKind.SECTION_SHEET, PaperKind.UNIT_SHEET)
        }
        self._names = names_on({post.pk for post in posts}, day)
        self._heads = seat_holders(units, day)
        self._reach_units = reach.units_of(Seat.INFORMATION_KEEPER, Seat.PREVENTION_OFFICE)

    def named(self, post):
        """A post with who sits there, as in 教务主任（顾言之）."""
        names = "、".join(self._names.get(post.pk, ()))
        return f"{post.name}（{names or '空缺'}）"

    def in_form(self, post, **asked):
        """In the form of a post; `asked` of a new row there."""
        if post.pk in self._forms:
            where = "paper-row-add" if asked else "paper-edit"
            url = reverse(where, args=[self._forms[post.pk]])
            return Mend([("在表里写", f"{url}?{urlencode(asked)}" if asked else url)])
        if post.pk in self.reach.post_ids:
            return Mend([("到我的岗位填写", reverse("my-posts"))])
        raised = f"{reverse('suggestion-add')}?{urlencode({'unit': post.unit_id, 'post': post.pk})}"
        return Mend([("提给这个岗位", raised)], f"请{self.named(post)}在本岗位的表里写。")

    def of_point(self, point):
        """In the form of its post, or on the sheet of its section or unit."""
        if point.post_id:
            return self.in_form(point.post)
        paper = self._sheets.get((point.unit_id, point.section_id))
        if paper:
            return Mend([("在表里写", reverse("paper-edit", args=[paper]))])
        whose = f"{point.section.name}负责人" if point.section_id else "本单位防控办"
        return Mend(who=f"请{whose}在{'科室' if point.section_id else '单位'}的表里写。")

    def of_step(self, node, power, post):
        """A point in the form of the post that handles it, or a word why there is no risk."""
        mend = Mend(who=f"请{self._sections(power)}定下由哪个岗位查找。")
        if post is not None:
            mend = self.in_form(post, matter=f"step-{node.step_id}")
        mend.links += self.note_on(node, power, "说明没有风险").links
        return mend

    def note_on(self, node, power, words):
        """Whoever answers for the power says why there is no risk, or takes that back."""
        may = may_note(self.reach, power)
        return Mend([(words, reverse("coverage-step", args=[node.pk]))] if may else [])

    def of_power(self, power):
        """Its steps are drawn in a draft of the catalogue."""
        unit = power.unit_id
        if unit in self._catalogues:
            return Mend([("在目录草稿里画", reverse("paper-edit", args=[self._catalogues[unit]]))])
        if unit in self._reach_units:
            return Mend([("到我的岗位修订目录", reverse("my-posts"))])
        return Mend(who=f"请{self._sections(power)}告诉本单位防控办，在职权目录里画出环节。")

    def _sections(self, power):
        said = []
        for each in power.in_force.undertakings.all():
            head = self._heads.get((Seat.SECTION_HEAD, power.unit_id, each.section_id))
            names = f"（{'、'.join(head.names)}）" if head and head.names else ""
            said.append(f"{each.section.name}{names}")
        return "、".join(said) or "本单位防控办"


def handlers_of(nodes):
    """{node id: Post or None}: the linked post, else the one post of the unit of just that name; a
    post that was abolished is nobody's."""
    names = {node.handler for node in nodes if node.handler and node.post_id is None}
    units = {node.version.power.unit_id for node in nodes}
    by_name = {}
    for post in Post.objects.filter(unit__in=units, closed_on=None, name__in=names):
        by_name.setdefault((post.unit_id, post.name), []).append(post)
    found = {}
    for node in nodes:
        named = by_name.get((node.version.power.unit_id, node.handler), [])
        linked = node.post if node.post_id and node.post.closed_on is None else None
        found[node.pk] = linked or (named[0] if len(named) == 1 else None)
    return found
