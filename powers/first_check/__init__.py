"""The first check (初审) of a catalogue [3]: omissions, repeats, names, bases, publicity."""
