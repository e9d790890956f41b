"""What can be chosen in the form of a point, read once for the point and all its measures."""

from collections import Counter
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from powers.models import FlowNode, FlowStep, Power
from registry.organisation.models import Post
from registry.rules.models import Rule
from risks.models import DutyVersion
from risks.wording import Names

WHOLE_POWER = "整项职权"
UNNAMED = "没有写明"
NOTHING_SAVED = {"duty": None, "power": None, "step": None, "level_after": None, "measures": []}


class Options:
    """Choices of one paper; what the row has `saved` stays on offer, whatever became of it."""

    def __init__(self, revision, terms, saved=None):
        self.paper, self.revision, self.terms = revision.paper, revision, terms
        self._saved = saved or NOTHING_SAVED

    @cached_property
    def duties(self):
        """[(duty id, text)] of the duties in this form that stay."""
        shown = Q(lines__revision=self.revision, struck=False)
        kept = Q(duty=self._saved["duty"], lines__revision=self.revision)
        versions = DutyVersion.objects.filter(shown | kept).order_by("lines__position")
        return [(version.duty_id, _short(version.text)) for version in versions if version.text]

    @cached_property
    def posts(self):
        """[(post id, name)] of the unit: the own post first, then its section with its head."""
        kept = {measure["post"] for measure in self._saved["measures"]} - {None}
        posts = Post.objects.filter(
            Q(unit=self.paper.unit_id, closed_on__isnull=True) | Q(pk__in=kept)
        )
        own, section = self.paper.post_id, self.paper.section_id
        ordered = sorted(
            posts.select_related("section"),
            key=lambda post: (
                post.pk != own,
                post.section_id != section,
                post.tier != Post.Tier.MIDDLE,
            ),
        )
        return [(post.pk, _post_name(post, own)) for post in ordered]

    @property
    def responsible(self):
        """What a measure may be put upon; on the sheet of a unit nobody before somebody is chosen,
        as a browser would choose the first for it.
        """
        has_own = self.paper.post_id or self.paper.section_id
        return self.posts if has_own else [("", UNNAMED), *self.posts]

    @cached_property
    def rules(self):
        """[(rule id, how it is cited)] of what binds the unit and stands today."""
        kept = {measure["rule"] for measure in self._saved["measures"]} - {None}
        standing = Rule.objects.of_unit(self.paper.unit).standing_on(timezone.localdate())
        found = Rule.objects.filter(Q(pk__in=standing.values("pk")) | Q(pk__in=kept))
        rules = list(found.select_related("unit").order_by("unit__path", "title", "pk"))
        alike = Counter(rule.citation for rule in rules)
        return [
            (rule.pk, rule.citation + (f" {rule.unit}" if alike[rule.citation] > 1 else ""))
            for rule in rules
        ]

    @cached_property
    def matters(self):
        """Powers of the section (and of no section) with their steps, as groups of a select."""
        groups = [(_short(_name(power)), self._of_power(power)) for power in self._powers]
        return [("", "不对应具体职权"), *groups]

    @property
    def levels(self):
        return [(level.pk, str(level)) for level in self.terms.levels]

    @property
    def level_after(self):
        """What the row says already; stays where the form does not ask for it."""
        return self._saved["level_after"]

    @cached_property
    def names(self):
        """What ids are called, for putting two texts beside each other."""
        return Names(
            duties=dict(self.duties),
            powers={power.pk: _name(power) for power in self._powers},
            steps={
                step_id: f"{_name(power)} · {label}"
                for power in self._powers
                for step_id, label in self._nodes.get(power.in_force_id, [])
            },
            levels=dict(self.levels),
            posts=dict(self.posts),
            rules=dict(self.rules),
        )

    @cached_property
    def _powers(self):
        """As subqueries: the joins to sections would repeat a power."""
        own = Power.objects.in_force().filter(unit=self.paper.unit_id)
        if self.paper.section_id:
            own = own.filter(
                Q(in_force__undertakings__section=self.paper.section_id)
                | Q(in_force__undertakings__isnull=True)
            )
        step = self._kept_step
        kept = {self._saved["power"], step.power_id if step else None} - {None}
        found = Power.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=kept))
        return list(found.select_related("in_force").order_by("in_force__side", "pk"))

    @cached_property
    def _nodes(self):
        """Version id → its steps in order."""
        versions = [power.in_force_id for power in self._powers]
        found = {}
        for node in FlowNode.objects.filter(version__in=versions).order_by("order"):
            found.setdefault(node.version_id, []).append((node.step_id, node.label))
        return found

    def _of_power(self, power):
        steps = self._nodes.get(power.in_force_id, [])
        kept = self._kept_step
        if kept and kept.power_id == power.pk and kept.pk not in dict(steps):
            steps = [*steps, (kept.pk, "原来的环节")]
        return [
            (f"power-{power.pk}", WHOLE_POWER),
            *((f"step-{step_id}", label) for step_id, label in steps),
        ]

    @cached_property
    def _kept_step(self):
        step_id = self._saved["step"]
        return FlowStep.objects.filter(pk=step_id).first() if step_id else None


def matter_value(content):
    """The choice that stands for a power or one of its steps."""
    if content["step"]:
        return f"step-{content['step']}"
    return f"power-{content['power']}" if content["power"] else ""


def matter_links(value):
    """The choice as links: a power or a step, never both."""
    kind, _, number = value.partition("-")
    links = {"power": None, "step": None}
    return {**links, kind: int(number)} if number else links


def _name(power):
    return power.in_force.name if power.in_force_id else str(power)


def _post_name(post, own):
    if post.pk == own:
        return f"{post.name}（本岗位）"
    return f"{post.section.name} · {post.name}" if post.section_id else post.name


def _short(text):
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"
