"""风险信息: what the discipline office heard through all its channels. Circle (a), ADR 0056."""
