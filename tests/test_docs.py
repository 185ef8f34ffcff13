"""What the documents say is so: their commands run, their links lead somewhere."""

import re
import shlex
from pathlib import Path

import pytest
import typer

from kg.commands import program
from kg.query import stored_questions

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("ontology/**/*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def commands() -> list[str]:
    found = []
    for page in PAGES:
        for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            found += [
                line.split("  #")[0].strip() for line in block.splitlines() if re.match(r"(bin/)?kg ", line)
            ]
    return sorted(set(found))


@pytest.mark.parametrize("line", commands())
def test_commands_in_the_documents_exist_with_their_options(line: str) -> None:
    _, name, *rest = shlex.split(line)
    command = typer.main.get_command(program()).commands[name]
    known = {option for parameter in command.params for option in getattr(parameter, "opts", [])}
    known |= {option for parameter in command.params for option in getattr(parameter, "secondary_opts", [])}
    if name == "query":
        known |= {f"--{parameter.name}" for asked in stored_questions() for parameter in asked.parameters}
    assert {word.split("=")[0] for word in rest if re.match(r"--?[a-z]", word)} <= known


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [c.name for c in program().registered_commands]
    assert [n for n in names if f"kg {n}" not in readme] == []


def test_the_persian_readme_names_the_same_commands() -> None:
    english, persian = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.fa.md"))
    for command in ("bin/kg build", "bin/test"):
        assert command in english
        assert command in persian


def test_the_readme_example_in_python_runs(capsys) -> None:
    (block,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(compile(block, "README.md", "exec"), {})
    assert "Membership شهردار بندر انزلی" in capsys.readouterr().out
