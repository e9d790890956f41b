"""A row of a table as the content of a point: its parts, power, level and measures."""

from powers.checklist import name_key
from powers.models import FlowNode, PowerVersion
from risks.content import point_content
from risks.models import PointVersion

from .finding import INFO, WARNING
from .values import kind_of

UNASKED = "本年度方案不评定措施后等级，这一格不写入。"
KINDS = {label: value for value, label in PointVersion.Kind.choices}


class Contents:
    """For the rows of one unit: `places` knows its posts, `words` says which level a word is."""

    def __init__(self, terms, places, words):
        self.terms, self.places, self.words = terms, places, words
        self.own_names = {level.pk: str(level) for level in terms.levels}
        self.by_own_name = {name: level for level, name in self.own_names.items()}
        powers = PowerVersion.objects.filter(in_force_for__unit=places.unit, struck=False)
        self.power_names = [power.name for power in powers]
        self.powers = {name_key(power.name): power.power_id for power in powers}
        nodes = FlowNode.objects.filter(version__in=powers)
        self.steps = {
            (node.version.power_id, name_key(node.label)): node.step_id
            for node in nodes.select_related("version")
        }

    def of(self, row, typed=()):
        """Plain data of a point (`risks.content`); what was not found is said at the row.

        `typed`: fields that somebody wrote in the preview; a level goes there by its own name.
        """
        source, harm = row.texts.get("source", ""), row.texts.get("harm", "")
        risk = row.texts["risk"]
        whole = "，".join(filter(None, (source, risk, harm)))
        parts = {"wording": "own", "text": whole, "risk": risk, "source": source, "harm": harm}
        if source and harm:
            parts = {"source": source, "risk": risk, "harm": harm}
        level = self._level(row, "level", typed)
        return point_content(
            **parts,
            **self._matter(row),
            kind=kind_of(row.texts.get("kind", ""), KINDS) or PointVersion.Kind.DUTIES.value,
            level=level,
            level_after=self._level_after(row, level, typed),
            measures=self._measures(row),
        )

    def _level(self, row, name, typed):
        """As the person mapped the word; never by what the word looks like."""
        word = row.texts.get(name, "")
        level = self.words.get(word)
        if level is None and name in typed:
            level = self.by_own_name.get(word)
        if not word or level in self.own_names:
            return level if word else None
        text = f"“{word}”还没有对应到本单位的等级，导入后空着。"
        row.find("level_unmapped", WARNING, name, text)
        return None

    def _level_after(self, row, level, typed):
        """Where the year asks for it; that it cannot stand beside the level is said at the row."""
        if not self.terms.asks_level_after:
            if row.texts.get("level_after"):
                row.find("level_after_unasked", INFO, "level_after", UNASKED)
            return None
        after = self._level(row, "level_after", typed)
        if text := self.terms.problem_after(level, after):
            row.find("level_after", WARNING, "level_after", text)
        return after

    def _matter(self, row):
        """The power or the step, where the catalogue in force has it."""
        name = row.texts.get("power", "")
        power = self.powers.get(name_key(name)) if name else None
        if name and power is None:
            text = "职权目录里没有这一项，导入后请选对应的职权。"
            row.find("power_unknown", INFO, "power", text)
        step = self.steps.get((power, name_key(row.texts.get("step", ""))))
        return {"step": step, "power": None if step else power}

    def _measures(self, row):
        text = row.texts.get("responsible", "")
        post = self.places.responsible(text) if text else None
        if text and post is None:
            said = f"本单位没有找到“{text}”，责任岗位导入后请再选。"
            row.find("responsible_unknown", INFO, "responsible", said)
        return [
            {"text": measure, "post": post, **({"stage": stage} if stage else {})}
            for stage, measure in row.measures
        ]
