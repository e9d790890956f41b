"""What official power lists publish beside a power's core: sub-items, responsibilities,
accountability, discretion benchmarks."""
