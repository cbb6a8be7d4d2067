"""The commands of a Markdown document, with the output shown and how it may be run."""

import dataclasses
import re

# A comment right before a block says that it is not run here and why, or which folder below
# Tests/Acceptance/documents its files are in, or that it is one of several that follow each other.
NOT_RUN = re.compile(r"<!-- not run: (.+) -->")
RUN_WITH = re.compile(r"<!-- run with: (\S+) -->")
RUN_IN_A_ROW = re.compile(r"<!-- run in a row: (\S+) -->")
# A text in the lines that follow, up to the word named.
HERE = re.compile(r"<<'?(\w+)'?")


@dataclasses.dataclass
class Block:
    """A fenced block of commands: `sh`, or `console` with prompts and output."""

    document: str
    line: int
    language: str
    text: str
    not_run: str | None = None
    run_with: str | None = None
    run_in_a_row: str | None = None

    def __str__(self):
        return f"{self.document}:{self.line}"

    @property
    def commands(self):
        """Pairs of a command and the output shown; None where none is shown."""
        if self.language == "sh":
            text = re.sub(r"\\\n", " ", self.text)
            return [(one, None) for one in plain_commands(text) if not one.startswith("#")]
        pairs = re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]
        return [split_command(pair) for pair in pairs]


def plain_commands(text):
    """The commands of a script: a line each, with the text that `<<` puts below it."""
    lines = iter(text.splitlines())
    for line in lines:
        if here := HERE.search(line):
            for more in lines:
                line += "\n" + more
                if more == here.group(1):
                    break
        if line.strip():
            yield line


def split_command(text):
    """The command, which goes on behind a backslash and within quotes, and what follows it."""
    lines = text.splitlines(keepends=True)
    count = 1
    while count < len(lines) and goes_on("".join(lines[:count])):
        count += 1
    return "".join(lines[:count]).rstrip("\n"), "".join(lines[count:])


def goes_on(command):
    """Whether the command's next line is still it."""
    return command.rstrip("\n").endswith("\\") or command.count("'") % 2 == 1


def blocks(path, root):
    """The command blocks of a document, in order."""
    found, fence, start, notice = [], None, 0, ""
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines, 1):
        if fence is None and line.startswith("```"):
            fence, start = line[3:].strip(), number
            notice = lines[number - 2] if number > 1 else ""
        elif fence is not None and line.startswith("```"):
            if fence in ("sh", "console"):
                text = "\n".join(lines[start:number - 1]) + "\n"
                said = [kind.match(notice) for kind in (NOT_RUN, RUN_WITH, RUN_IN_A_ROW)]
                found.append(Block(
                    str(path.relative_to(root)), start, fence, text,
                    *(one and one.group(1) for one in said),
                ))
            fence = None
    return found
