"""So many rules, and points whose measures cite one or miss one; part of `many_rows.Rows`, with
those of talks, commitments and uses of powers."""

from django.utils import timezone

from registry.rules.models import Rule, RuleChange
from risks.models import MeasureVersion
from tests.architecture.many_activities import ActivityRows
from tests.architecture.many_commitments import CommitmentRows
from tests.architecture.many_exercises import ExerciseRows
from tests.architecture.many_laws import LawRows
from tests.architecture.many_talks import TalkRows
from tests.rules.factory import make_rule


class RuleRows(CommitmentRows, ActivityRows, TalkRows, ExerciseRows, LawRows):
    def _make_registers(self):
        self._make_law()
        self._make_activity()
        self._make_commitments()
        self._make_exercises()
        rule = make_rule("廉政谈话制度", unit=self.cast.school_large)
        self.rule_pk = rule.pk

    def rules(self, count):
        return Rule.objects.bulk_create(
            Rule(unit=self.cast.school_large, kind="talks", title=f"第{number}号制度")
            for number in self.next(count)
        )

    def rule_changes(self, count):
        return RuleChange.objects.bulk_create(
            RuleChange(rule_id=self.rule_pk, kind="repealed", on=timezone.localdate())
            for _ in range(count)
        )

    def cited(self, count):
        """Points in force whose measures rest on the one rule here."""
        self.ready(count)
        _in_force().update(rule=self.rule_pk, cites="《廉政谈话制度》")

    def unruled(self, count):
        """Points in force whose measures are of kind 制度 and cite nothing."""
        self.ready(count)
        _in_force().update(kind="institution")


def _in_force():
    return MeasureVersion.objects.filter(version__in_force_for__isnull=False)
