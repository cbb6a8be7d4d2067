"""Guards against getting worse: instruction counts of fixed jobs, held to thresholds."""
