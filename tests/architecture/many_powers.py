"""So many powers; part of `many_rows.Rows`."""

from powers import editing
from powers.models import FlowNode, FlowStep, Power, PowerLine, PowerVersion
from tests import way
from tests.architecture.many_in_office import copied
from tests.architecture.many_self_checks import SelfCheckRows


class PowerRows(SelfCheckRows):
    """Goes with the `powers_draft` and `next` of the class it is part of."""

    def _make_drawn_power(self):
        """A row of the draft that may be drawn, as it is not in force yet."""
        content = way.power("社团活动审批", self.cast.sections.teaching, steps=["受理"])
        paper = self.powers_draft
        line = editing.add_power(paper=paper, content=content, by=self.people.keeper)
        self._drawn, self.chart_row = line.version, (paper.pk, line.pk)

    def chart_steps(self, count):
        """Steps of one chart, each of another post."""
        steps = FlowStep.objects.bulk_create(
            FlowStep(power_id=self._drawn.power_id) for _ in range(count)
        )
        order = self._drawn.nodes.count() + 1
        FlowNode.objects.bulk_create(
            FlowNode(
                version=self._drawn,
                step=step,
                order=at,
                label=f"第{at}步",
                handler=str(post),
                post=post,
            )
            for at, (step, post) in enumerate(zip(steps, self.posts(count), strict=True), order)
        )

    def powers(self, count):
        """Copies of the first power in force, in the catalogue's draft as well."""
        line = self.powers_draft.current.power_lines.select_related("version").first()
        powers = Power.objects.bulk_create(Power(unit=self.cast.school_large) for _ in range(count))
        versions = PowerVersion.objects.bulk_create(
            copied(line.version, power=power, name=f"第{number}项职权", digest=None)
            for power, number in zip(powers, self.next(count), strict=True)
        )
        for part in ("bases", "undertakings", "nodes"):
            model = getattr(line.version, part).first()
            type(model).objects.bulk_create(copied(model, version=each) for each in versions)
        PowerVersion.objects.filter(pk__in=[v.pk for v in versions]).update(
            digest=line.version.digest
        )
        for power, version in zip(powers, versions, strict=True):
            power.in_force = version
        Power.objects.bulk_update(powers, ["in_force"])
        PowerLine.objects.bulk_create(
            copied(line, version=version, serial=1000 + number)
            for version, number in zip(versions, self.next(count), strict=True)
        )
