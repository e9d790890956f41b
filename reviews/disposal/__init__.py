"""预警 and 后期处置: warnings on posts, acts addressed to somebody (ADR 0055)."""
