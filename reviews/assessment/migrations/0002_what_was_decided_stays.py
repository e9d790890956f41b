"""Rules change by a new row; what was decided stays."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0001_rules_decisions_and_studies"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [
        *forbid_changes("assessment_assessmentrules"),
        *forbid_changes("assessment_threshold"),
        *forbid_changes("assessment_proposaldecision"),
        *forbid_changes("assessment_study"),
        *forbid_changes("assessment_studyitem", when_sql="OLD.at IS NOT NULL"),
    ]
