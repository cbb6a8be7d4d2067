"""What lies around the program says what is so."""

import re
import subprocess

import pytest
import yaml

from harness.dockerfile import RuntimeStage
from harness.launcher import REPOSITORY, SURROUNDING_NGINX, user_line
from harness.process import free_port

DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md")])


def test_every_file_the_life_of_a_request_names_exists():
    text = (REPOSITORY / "docs/life-of-a-request.md").read_text()
    named = set(re.findall(r"`((?:Sources|docs|deploy)/[^`]+)`", text))
    assert len(named) >= 15
    assert [name for name in sorted(named) if not (REPOSITORY / name).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_links_between_documents_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text()):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def test_the_readme_lists_the_routes_of_the_document():
    paths = yaml.safe_load((REPOSITORY / "openapi.yaml").read_text())["paths"]
    readme = (REPOSITORY / "README.md").read_text()
    cells = re.findall(r"^\| (`.*?`) \|", readme, re.MULTILINE)
    listed = {path for cell in cells for path in re.findall(r"`(?:[A-Z]+ )?(/[^`?]*)", cell)}
    bare = {path for path in paths if not path.startswith("/vdns/")}
    assert bare <= listed
    assert listed - bare == {"/vdns/{vdn}/…"}


def test_the_readme_tells_the_two_commands_near_its_top():
    top = (REPOSITORY / "README.md").read_text().split("\n## ")[0]
    assert re.search(r"(?i)two commands", top)
    for command in ("swift run -c release rollcall demo", "scripts/test"):
        assert f"`{command}`" in top
    assert (REPOSITORY / "scripts/test").stat().st_mode & 0o111


def test_the_small_nginx_files_are_valid_as_shipped(tmp_path):
    shipped = REPOSITORY / "deploy/nginx"
    for path in shipped.glob("rollcall*.conf"):
        text = path.read_text().replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
        # Folders that Debian's package brings; what is in them else nginx has to make itself.
        for folder in ("/var/log/nginx", "/var/lib/nginx"):
            text = text.replace(folder, str(tmp_path))
        assert "/var/cache" not in text
        (tmp_path / path.name).write_text(text)
    (tmp_path / "nginx.conf").write_text(
        SURROUNDING_NGINX.format(folder=tmp_path, user=user_line())
    )
    done = subprocess.run(
        ["nginx", "-t", "-q", "-p", tmp_path, "-c", tmp_path / "nginx.conf"],
        capture_output=True, text=True, timeout=20,
    )
    assert done.returncode == 0 and "warn" not in done.stderr, done.stderr


def test_the_dockerfile_builds_with_the_tools_the_package_asks_for():
    stage = RuntimeStage()
    tools = re.search(r"swift-tools-version: ([\d.]+)", (REPOSITORY / "Package.swift").read_text())
    assert stage.build_image == f"swift:{tools.group(1)}-{stage.release}"


def test_all_the_dockerfile_copies_reaches_the_build():
    text = (REPOSITORY / "Dockerfile").read_text()
    ignored = (REPOSITORY / ".dockerignore").read_text().splitlines()
    kept = [line[1:] for line in ignored if line.startswith("!")]
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text, re.MULTILINE)
    assert "openapi.yaml" in " ".join(copied)  # Sources/Gateway/openapi.yaml points to it
    for source in " ".join(copied).split():
        assert (REPOSITORY / source).exists(), source
        assert any(source == name or source.startswith(name + "/") for name in kept), source
