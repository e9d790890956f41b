"""What the office said of personal data stays as the publication does."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0009_answers_about_personal_data"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [*forbid_changes("reviews_personaldataanswer")]
