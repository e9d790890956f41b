"""变动事由: on what ground a catalogue changes a power (ADR 0044)."""
