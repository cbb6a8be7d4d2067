"""The results as a table: for the terminal and for RESULTS.md."""

from bench.figures import NOISY_SPREAD, Finding


def amount(value):
    """Three digits that count, in plain writing."""
    if value == 0:
        return "0"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.3g}"


def shown(series, unit=""):
    """Median and spread, such as 7.41 µs ±4 %."""
    text = f"{amount(series.median)} {unit}".strip()
    if len(series.values) == 1:
        return text
    return f"{text} ({series.spread:.0%})"


def line(finding):
    """The cells of a finding."""
    return [
        finding.what,
        shown(finding.ours, finding.unit),
        finding.against or "–",
        shown(finding.theirs, finding.unit) if finding.theirs else "–",
        shown(finding.ratio) if finding.theirs else "–",
        str(finding.goal) if finding.goal else "–",
        finding.verdict,
    ]


HEADINGS = ["job", "rollcall", "against", "theirs", "ratio", "goal", "verdict"]


def table(findings):
    """All findings as a Markdown table."""
    rows = [HEADINGS, ["---"] * len(HEADINGS), *(line(finding) for finding in findings)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def document(run):
    """RESULTS.md."""
    findings = [one for one in run.found if isinstance(one, Finding)]
    missing = [one for one in run.found if not isinstance(one, Finding)]
    parts = ["# Results", written_by(run), table(findings), explanation()]
    if notes := [f"- {one.what}: {one.note}" for one in findings if one.note]:
        parts.append("\n".join(["Notes:", "", *notes]))
    if missing:
        lines = [f"- `{one.row}`: {one.reason}" for one in missing]
        parts.append("\n".join(["## Not measured", "", *lines]))
    parts.append(noise(run, findings))
    parts.append("\n".join(["## Versions", "", "| | |", "|---|---|", *(
        f"| {name} | {value} |" for name, value in {**run.machine, **run.versions}.items()
    )]))
    return "\n\n".join(parts) + "\n"


def written_by(run):
    """Command, date and duration."""
    text = f"Written by `{run.command}` on {run.date}; it took {run.minutes:.1f} minutes."
    if run.plan.is_quick:
        text += " **A quick run: it shows that the rows work; its figures mean nothing.**"
    return text


def explanation():
    """How to read the table."""
    return (
        "Medians of interleaved repeats; in brackets the spread, (largest - smallest) / median. A "
        "ratio is rollcall's figure over the peer's of the same round, and the goal is about it; "
        "without a peer the goal is about rollcall's own figure. MB is 10^6 bytes. Servers run on "
        "one core, load and simulated CMS on the other."
    )


def noise(run, findings):
    """How far the figures can be trusted."""
    noisy = [one.title for one in findings if one.is_noisy]
    lines = [
        "## Noise", "",
        f"- Load average at the start: {run.load_average:.2f}"
        + (" — **the machine was busy: repeat the run**" if run.was_busy else ""),
        f"- Processor time the host gave to others meanwhile: {run.stolen:.1%}",
        f"- Rollcall ran {run.threads} threads that poll sockets (one serves clients), all held to the "
        "one core.",
    ]
    if noisy:
        lines.append(f"- Too noisy (spread above {NOISY_SPREAD:.0%}): {'; '.join(noisy)}")
    else:
        lines.append(f"- No row was too noisy (spread above {NOISY_SPREAD:.0%}).")
    return "\n".join(lines)
