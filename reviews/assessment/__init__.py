"""评估: lines, score and proposal on a post, and the study of points. Circle (b), ADR 0056."""
