"""Speed of reading (text to tagged document), beside hazm and rishe in the same run.

    python benchmarks/reading.py [FOLDER_OR_JSONL …]

Reads the seeds, repeated, where nothing is named. Figures are tokens a second of processor time on
one core, median of five rounds; ratios are against hazm's normalise + tokenise + tag, whose tagger
is trained here on the text's own tags (its published models lie on a hub). rishe, a tokeniser in
Rust that neither tags nor keeps offsets, is the limit; it is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from hazm import Normalizer, POSTagger, SentenceTokenizer, WordTokenizer

from kg.annotate import annotate_all
from kg.knowledge import load_knowledge, seeds_dir
from kg.model import Article, Document
from kg.pipeline import BATCH, find_all
from kg.read import find_files, read_articles

ROUNDS = 5
REPEATED = 20  # the seeds alone are too short to measure


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sources", nargs="*", type=Path)
    sources = parser.parse_args().sources
    files, _ = find_files(sources or [seeds_dir()])
    articles = [a for a in read_articles(files) if isinstance(a, Article)] * (1 if sources else REPEATED)
    documents = read_all(articles)
    tokens = sum(len(s.tokens) for d in documents for s in d.sentences)
    print(f"{len(articles)} articles, {tokens} tokens")
    ours = rate(lambda: read_all(articles), tokens)
    base = rate(hazm(documents), tokens)
    peers = {"kg: offsets, POS, ezafe, names": ours, "hazm: normalise, tokenise, tag": base}
    for name, speed in (peers | rishe(articles, tokens)).items():
        print(f"{name:<36}{speed:>10,.0f} tokens/s{speed / base:>8.2f} × hazm")
    one, two = (wall(articles, workers) for workers in (1, 2))
    print(f"two workers: {one / two:.2f} × one")


def read_all(articles: list[Article]) -> list[Document]:
    """Read the articles as «kg build» does: a few at a time."""
    parts = (articles[at : at + BATCH] for at in range(0, len(articles), BATCH))
    return [document for part in parts for document in annotate_all(part)]


def rate(work: Callable[[], object], tokens: int) -> float:
    work()
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        rounds.append(tokens / (time.process_time() - start))
    return statistics.median(rounds)


def hazm(documents: list) -> Callable[[], object]:
    tagger = POSTagger()
    tagged = [[(t.text, t.pos) for t in s.tokens] for d in documents for s in d.sentences]
    with tempfile.TemporaryDirectory() as folder:
        tagger.train(
            tagged, max_iteration=20, verbose=False, file_name=f"{folder}/crf", report_duration=False
        )
    normalizer, split, tokenizer = Normalizer(), SentenceTokenizer(), WordTokenizer(join_verb_parts=False)
    texts = [d.article.text for d in documents]

    def work() -> object:
        for text in texts:
            for sentence in split.tokenize(normalizer.normalize(text)):
                tagger.tag(tokenizer.tokenize(sentence))
        return None

    return work


def rishe(articles: list[Article], tokens: int) -> dict[str, float]:
    try:
        from rishe import WordTokenizer as RustTokenizer  # noqa: PLC0415 (it need not be there)
    except ImportError:
        return {}
    tokenizer = RustTokenizer()
    return {"rishe: tokenise alone": rate(lambda: [tokenizer.tokenize(a.text) for a in articles], tokens)}


def wall(articles: list[Article], workers: int) -> float:
    """Seconds of the clock from articles to findings, as «kg build --workers» goes."""
    read = partial(find_all, knowledge=load_knowledge())
    parts = [articles[at : at + BATCH] for at in range(0, len(articles), BATCH)]
    with ProcessPoolExecutor(workers) as pool:
        list(pool.map(read, parts[: 2 * workers]))  # each worker loads its models
        start = time.perf_counter()
        list(pool.map(read, parts))
        return time.perf_counter() - start


if __name__ == "__main__":
    main()
