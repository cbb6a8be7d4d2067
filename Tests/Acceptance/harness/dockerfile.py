"""What the Dockerfile's last stage consists of, read from the file itself."""

import json
import re
import shlex

from harness.launcher import REPOSITORY


class RuntimeStage:
    """The stage that becomes the image."""

    def __init__(self, path=REPOSITORY / "Dockerfile"):
        text = re.sub(r"^#.*\n", "", path.read_text(), flags=re.MULTILINE)
        text = text.replace("\\\n", " ")
        stages = re.split(r"^FROM ", text, flags=re.MULTILINE)
        self.build_image = stages[1].split()[0]
        self.image, _, body = stages[-1].partition("\n")
        self._lines = [line.split(None, 1) for line in body.splitlines() if line.strip()]

    def _all(self, instruction):
        return [rest.strip() for name, rest in self._lines if name == instruction]

    @property
    def release(self):
        """The Debian release of the base image."""
        return re.fullmatch(r"debian:(\w+)-slim", self.image.strip()).group(1)

    @property
    def packages(self):
        """What is installed over the base image."""
        (install,) = [
            re.search(r"apt-get install ([^&]*)", run).group(1)
            for run in self._all("RUN") if "apt-get install" in run
        ]
        return [word for word in shlex.split(install) if not word.startswith("-")]

    @property
    def user(self):
        """User and group, as numbers."""
        return tuple(int(number) for number in self._all("USER")[-1].split(":"))

    @property
    def environment(self):
        return dict(pair.split("=", 1) for env in self._all("ENV") for pair in shlex.split(env))

    @property
    def copies(self):
        """Source and destination of each file; the source's stage is left out."""
        return [tuple(words.split()[-2:]) for words in self._all("COPY")]

    @property
    def command(self):
        return json.loads(self._all("ENTRYPOINT")[-1]) + json.loads(self._all("CMD")[-1])

    @property
    def health_command(self):
        return json.loads(re.search(r"\[.*\]", self._all("HEALTHCHECK")[-1]).group(0))
