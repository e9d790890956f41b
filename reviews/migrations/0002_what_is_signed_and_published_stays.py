"""What is signed or published stays: the database refuses to change it."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0001_routes_decisions_publications"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [
        *forbid_changes("reviews_decision"),
        *forbid_changes("reviews_rownote"),
        *forbid_changes("reviews_publicationrow"),
        # Withdrawing and closing are the only things that come later.
        *forbid_changes(
            "reviews_publication",
            columns=[
                "unit_id",
                "kind",
                "edition",
                "title",
                "year",
                "head",
                "row_count",
                "digest",
                "at",
                "number",
            ],
        ),
    ]
