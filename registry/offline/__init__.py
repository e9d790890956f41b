"""A draft filled in away from the system: the workbook that goes out, and what it brings back."""
