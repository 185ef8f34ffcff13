"""Phrases: speed on articles, and agreement with gold trees.

    python benchmarks/phrases.py [FOLDER_OR_JSONL …]
    python benchmarks/phrases.py --trees fa_perdt-ud-dev.conllu [--own-tags]
    python benchmarks/phrases.py --forms dadegan-dev.conll

Without an option: tokens a second of processor time for each step, on tagged sentences. ``--trees``
(CoNLL-U) compares heads, attachment, light verbs and negation with a treebank, on its own tags and the
ezafes that its trees imply, or with ``--own-tags`` on our tagger's. ``--forms`` (Dadegan's CoNLL, where
verbs are one token with a tense code) compares tense, aspect and mood.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kg.annotate import annotate
from kg.knowledge import seeds_dir
from kg.model import Article, Sentence, Token
from kg.phrases import (
    NounPhrase,
    clauses_of,
    keys_of,
    load_grammar,
    noun_phrases,
    prepositional_phrases,
    verb_groups,
)
from kg.read import find_files, read_articles
from kg.tagging import load_tagger
from kg.treebank import blocks, ezafe_marks, read_trees

GRAMMAR = load_grammar()
REPEATED = 20  # the seeds alone are too short to measure
LIGHT = frozenset({"NOUN", "ADJ", "PROPN"})
# Dadegan's codes for tense, mood and aspect
CODES = {
    "H": ("present", "indicative", ""),
    "GS": ("past", "indicative", "simple"),
    "HEL": ("present", "subjunctive", ""),
    "GN": ("present", "indicative", "perfect"),
    "GES": ("past", "indicative", "imperfective"),
    "GB": ("past", "indicative", "perfect"),
    "AY": ("future", "indicative", ""),
    "HA": ("present", "imperative", ""),
    "GEL": ("present", "subjunctive", "perfect"),
}

Row = Sequence[str]


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("sources", nargs="*", type=Path)
    parser.add_argument("--trees", type=Path)
    parser.add_argument("--forms", type=Path)
    parser.add_argument("--own-tags", action="store_true")
    options = parser.parse_args(arguments)
    if options.trees:
        trees(options.trees, options.own_tags)
    elif options.forms:
        forms(options.forms)
    else:
        speed(options.sources)


# ── speed ─────────────────────────────────────────────────────────────────────


def speed(sources: list[Path]) -> None:
    files, _ = find_files(sources or [seeds_dir()])
    articles = [a for a in read_articles(files) if isinstance(a, Article)]
    sentences = [s for a in articles for s in annotate(a).sentences] * (1 if sources else REPEATED)
    steps: dict[str, Callable[[Sentence], object]] = {
        "verb groups": lambda s: verb_groups(s, GRAMMAR),
        "noun phrases": lambda s: noun_phrases(s, GRAMMAR),
        "clauses and status": lambda s: clauses_of(s, GRAMMAR),
        "all together": everything,
    }
    tokens = sum(len(s.tokens) for s in sentences)
    print(f"{tokens} tokens")
    for name, step in steps.items():
        start = time.process_time()
        for sentence in sentences:
            step(sentence)
        print(f"{name:<20}{tokens / (time.process_time() - start):>12,.0f} tokens/s")


def everything(sentence: Sentence) -> None:
    keys = keys_of(sentence)
    verbs = verb_groups(sentence, GRAMMAR, keys)
    inside = {at for verb in verbs for at in verb.tokens}
    nouns = noun_phrases(sentence, GRAMMAR, keys, inside)
    prepositional_phrases(sentence, GRAMMAR, keys, inside, nouns)
    clauses_of(sentence, GRAMMAR, keys, verbs)


# ── trees ─────────────────────────────────────────────────────────────────────


class Gold:
    """A tree over the tokens that we read: words written as one are one token."""

    def __init__(self, rows: Sequence[Row], ezafes: Sequence[bool | None]) -> None:
        spans = [row[0].split("-") for row in rows if "-" in row[0]]
        inner = {n: int(first) for first, last in spans for n in range(int(first) + 1, int(last) + 1)}
        surface = {int(row[0].split("-")[0]): row[1] for row in rows if "-" in row[0]}
        words = [row for row in rows if row[0].isdecimal()]
        self.words: list[Row] = []
        self.ezafes: list[bool] = []
        self.texts: list[str] = []
        place: dict[int, int] = {0: -1}
        for number, (row, ezafe) in enumerate(zip(words, ezafes, strict=True), start=1):
            if number in inner:
                place[number] = len(self.words) - 1
                self.ezafes[-1] |= bool(ezafe)
                continue
            place[number] = len(self.words)
            self.words.append(row)
            self.texts.append(surface.get(number, row[1]))
            self.ezafes.append(bool(ezafe))
        self.heads = [place[int(row[6])] for row in self.words]

    def sentence(self, own_tags: bool) -> Sentence:
        pos = [row[3] for row in self.words]
        tags = load_tagger().tag(self.texts) if own_tags else list(zip(pos, self.ezafes, strict=True))
        tokens = [
            Token(i, i + 1, text, *tag) for i, (text, tag) in enumerate(zip(self.texts, tags, strict=True))
        ]
        return Sentence(0, len(tokens), tuple(tokens))


def golds(path: Path) -> Iterator[Gold]:
    with path.open(encoding="utf-8-sig") as lines:
        for rows, tree in zip(blocks(lines), read_trees(path), strict=True):
            yield Gold(rows, ezafe_marks(tree))


def trees(path: Path, own_tags: bool) -> None:
    count: Counter[str] = Counter()
    for gold in golds(path):
        sentence = gold.sentence(own_tags)
        verbs = verb_groups(sentence, GRAMMAR)
        inside = {at for verb in verbs for at in verb.tokens}
        for phrase in noun_phrases(sentence, GRAMMAR, verbs=inside):
            compare_phrase(phrase, gold, count)
        compare_light({(at, v.head) for v in verbs for at in v.light}, sentence, gold, count)
        for verb in verbs:
            features = [gold.words[at][5] for at in verb.tokens if gold.words[at][3] in {"VERB", "AUX"}]
            is_negated = any("Polarity=Neg" in each for each in features)
            count["negation"] += 1
            count["negation right"] += is_negated == verb.is_negated
    print(f"{path.name}, {'our' if own_tags else 'gold'} tags")
    for name in ("head", "attribute", "coordination", "name", "determiner or number", "negation"):
        print(f"{name:<24}{count[name + ' right'] / max(1, count[name]):>8.3f} of {count[name]}")
    hit, found, sought = count["light right"], count["light found"], count["light sought"]
    print(f"{'light nouns':<24}P {hit / found:.3f}  R {hit / sought:.3f}  F {2 * hit / (found + sought):.3f}")
    without = found - count["light predicate"]
    print(f"{'  without predicates':<24}P {hit / without:.3f}")


def compare_phrase(phrase: NounPhrase, gold: Gold, count: Counter[str]) -> None:
    inside = range(phrase.first, phrase.last)
    if len(inside) > 1:
        count["head"] += 1
        count["head right"] += gold.heads[phrase.head] not in inside
    for one in phrase.phrases():
        arcs = [("attribute", part.head) for part in one.parts]
        arcs += [("coordination", conjunct.head) for conjunct in one.conjuncts]
        arcs += [("name", at) for at in one.name]
        arcs += [("determiner or number", at) for at in (*one.determiners, *one.numerals)]
        for kind, at in arcs:
            count[kind] += 1
            count[kind + " right"] += gold.heads[at] == one.head


def compare_light(pairs: set[tuple[int, int]], sentence: Sentence, gold: Gold, count: Counter[str]) -> None:
    """Count the light nouns found and those of the tree; its secondary predicates (xcomp) apart."""
    found = {(at, verb) for at, verb in pairs if sentence.tokens[at].pos in LIGHT}
    sought = {
        (at, gold.heads[at])
        for at, row in enumerate(gold.words)
        if row[7] == "compound:lvc" and row[3] in LIGHT
    }
    nouns = {at for at, _ in sought}
    count["light found"] += len(found)
    count["light sought"] += len(sought)
    count["light right"] += len({at for at, _ in found} & nouns)
    count["light predicate"] += sum(at not in nouns and gold.words[at][7] == "xcomp" for at, _ in found)


# ── forms of verbs ────────────────────────────────────────────────────────────


def forms(path: Path) -> None:
    count: Counter[str] = Counter()
    with path.open(encoding="utf-8-sig") as lines:
        for rows in blocks(lines):
            compare_forms(rows, count)
    print(path.name)
    for name in ("found", "tense", "mood", "aspect"):
        print(f"{name:<24}{count[name + ' right'] / max(1, count[name]):>8.3f} of {count[name]}")


def compare_forms(rows: Sequence[Row], count: Counter[str]) -> None:
    texts = [(part, number) for number, row in enumerate(rows) for part in row[1].split("_")]
    tags = load_tagger().tag([text for text, _ in texts])
    tokens = tuple(
        Token(i, i + 1, text, *tag) for i, ((text, _), tag) in enumerate(zip(texts, tags, strict=True))
    )
    groups = verb_groups(Sentence(0, len(tokens), tokens), GRAMMAR)
    verbs = {texts[verb.head][1]: verb for verb in groups}
    for number, row in enumerate(rows):
        code = CODES.get(dict(part.split("=", 1) for part in row[5].split("|") if "=" in part).get("tma", ""))
        if code is None:
            continue
        count["found"] += 1
        verb = verbs.get(number)
        if verb is None:
            continue
        count["found right"] += 1
        for name, gold, ours in zip(
            ("tense", "mood", "aspect"), code, (verb.tense, verb.mood, verb.aspect), strict=True
        ):
            count[name] += bool(gold)
            count[name + " right"] += bool(gold) and gold == ours


if __name__ == "__main__":
    main(sys.argv[1:])
