"""Changing many rows of a catalogue draft at once: seen first, taken together, undone together."""
