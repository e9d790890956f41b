"""A table is described once and rendered many ways: screen, XLSX, PDF, CSV, JSON (no models)."""
