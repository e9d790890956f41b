"""What was signed stays, and the words it was signed for; when somebody was asked, too."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("commitments", "0001_texts_and_signed"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [
        *forbid_changes("commitments_commitment"),
        *forbid_changes("commitments_commitmentreminder"),
        *forbid_changes(
            "commitments_commitmenttext",
            when_sql="OLD.switched_on_at IS NOT NULL",
            columns=["text", "unit_id", "year", "tier", "post_id", "due_on", "switched_on_at"],
        ),
    ]
