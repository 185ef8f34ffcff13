"""``kg explain``."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.text import Text

from kg.commands.app import KnowledgeOption, app, out
from kg.errors import KgError
from kg.explain import Reason, explain
from kg.knowledge import load_knowledge
from kg.model import Article
from kg.read import read_articles


@app.command("explain", epilog='Example: kg explain "سعید رضایی، رئیس سازمان آب تهران گفت: سد پر شد."')
def explain_command(
    text: Annotated[str, typer.Argument(help="A text, or a file with one article.")],
    knowledge_dir: KnowledgeOption = None,
) -> None:
    """Say why each fact of a text is found, and what stopped those that nearly were."""
    path = Path(text)
    is_file = os.path.isfile(text)  # unlike Path.is_file, no error for a text too long to be a name
    article = _article_of(path) if is_file else Article("text", text)
    for reason in explain(article, load_knowledge(knowledge_dir)):
        mark = "[red]✗[/]" if reason.kind.startswith("not") else "[green]✓[/]"
        out.print(f"{mark} [bold]{reason.kind}[/]  {escape(reason.content)}")
        out.print(_marked(article, reason), "\n  ", Text(reason.why, "dim"), "\n")


def _article_of(path: Path) -> Article:
    for item in read_articles([path]):
        if isinstance(item, Article):
            return item
        raise item
    raise KgError(f"{path}: there is no article in it; name a text file")


def _marked(article: Article, reason: Reason) -> Text:
    """The sentence on one line, with the words of the fact marked."""
    span, around = reason.span, reason.sentence
    end = max(around.end, span.end)
    cuts = (around.start, span.start, span.end, end)
    before, words, behind = (article.text[a:b].replace("\n", " ") for a, b in pairwise(cuts))
    return Text.assemble("  ", before, (words, "reverse"), behind)
