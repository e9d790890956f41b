"""What was said before, attached and ordered stays; an entry or a link that has ended does, too."""

from django.db import migrations

from registry.trail.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("sources", "0001_entries_links_and_orders"),
        ("trail", "0002_entries_never_change"),
    ]

    operations = [
        *forbid_changes("sources_source", when_sql="OLD.withdrawn_at IS NOT NULL"),
        *forbid_changes("sources_sourceearlier"),
        *forbid_changes("sources_sourcelink", when_sql="OLD.dropped_at IS NOT NULL"),
        *forbid_changes("sources_sourcefile"),
        *forbid_changes("sources_sourceorder"),
    ]
