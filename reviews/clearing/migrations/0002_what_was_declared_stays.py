"""What was gathered, closed or answered stays; no row is added to what was handed in."""

from django.db import migrations

from registry.trail.append_only import forbid_adding, forbid_changes

HANDED_IN = """EXISTS (
    SELECT 1 FROM clearing_declaration AS declared
    WHERE declared.id = NEW.declaration_id AND declared.handed_in_at IS NOT NULL
)"""


class Migration(migrations.Migration):
    dependencies = [
        ("clearing", "0001_rounds_declarations_and_offers"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [
        *forbid_changes("clearing_clearinground", when_sql="OLD.closed_at IS NOT NULL"),
        *forbid_changes("clearing_declaration", when_sql="OLD.gathered_at IS NOT NULL"),
        *forbid_changes("clearing_offeranswer"),
        *forbid_changes("clearing_clearingreminder"),
        *forbid_adding(
            "clearing_declaredpower",
            column="declaration_id",
            frozen_sql=HANDED_IN,
            reads=["clearing_declaration"],
        ),
    ]
