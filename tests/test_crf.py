"""Our CRF decoder beside CRFsuite, which trained the model: the same labels, the same certainty."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate import annotate
from kg.knowledge import seeds_dir
from kg.model import Article
from kg.tagging import MODELS, Lexicon, Tagger, crfsuite, spans
from kg.tagging.crf import Model, Sentences
from kg.tagging.features import (
    POS_TABLE,
    code_of,
    hashes,
    join_tag,
    name_features,
    pos_features,
    split_tag,
    table_codes,
)

SETTINGS = {"algorithm": "lbfgs", "max_iterations": 30, "c1": 0.05, "c2": 0.05}
LEXICON = Lexicon.load(MODELS)

Sentence = tuple[list[str], list[str], list[str]]  # words, tags, labels of names


def sentences() -> list[Sentence]:
    """The seeds, labelled by the shipped models."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(seeds_dir().glob("*.txt"))]
    found = []
    for sentence in (s for text in texts for s in annotate(Article("seed", text)).sentences):
        labels = ["O"] * len(sentence.tokens)
        for name in sentence.names:
            inner = range(name.first + 1, name.last)
            labels[name.first] = f"B-{name.kind}"
            labels[inner.start : inner.stop] = [f"I-{name.kind}"] * len(inner)
        words = [token.text for token in sentence.tokens]
        found.append((words, [join_tag((t.pos, t.ezafe)) for t in sentence.tokens], labels))
    return found


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Tagger, list[Sentence], object, object]:
    """Models of the first half of the seeds' sentences, and the other half."""
    folder = tmp_path_factory.mktemp("models")
    every = sentences()
    learnt, unseen = every[::2], every[1::2]
    pos = crfsuite.train(
        [(pos_features(words, LEXICON), tags) for words, tags, _ in learnt], folder / "pos.crf", SETTINGS
    )
    names = crfsuite.train(
        [
            (name_features(words, list(map(split_tag, tags)), LEXICON), labels)
            for words, tags, labels in learnt
        ],
        folder / "names.crf",
        SETTINGS,
    )
    models = [crfsuite.to_model(model) for model in (pos, names)]
    return Tagger(LEXICON, *models), unseen, pos, names


def test_the_labels_are_those_of_crfsuite(trained) -> None:
    tagger, unseen, pos, names = trained
    for words, _, _ in unseen:
        tags = tagger.tag(words)
        expected = pos.tag(pos_features(words, LEXICON))
        marks = [not any(map(str.isalnum, word)) for word in words]
        assert [join_tag(t) for t, m in zip(tags, marks, strict=True) if not m] == [
            label for label, m in zip(expected, marks, strict=True) if not m
        ]
        expected = names.tag(name_features(words, tags, LEXICON))
        found = tagger.names(words, tags)
        assert [(n.kind, n.first, n.last) for n in found] == list(spans(expected))
        for name in found:
            marginals = [names.marginal(expected[at], at) for at in range(name.first, name.last)]
            assert name.confidence == pytest.approx(min(marginals), abs=0.01)


def test_together_or_alone_is_one(trained) -> None:
    tagger, unseen, *_ = trained
    texts = [[], *(words for words, _, _ in unseen), []]
    together = tagger.tag_all(texts)
    assert together == [tagger.tag(words) for words in texts]
    alone = [tagger.names(words, tags) for words, tags in zip(texts, together, strict=True)]
    assert tagger.names_all(texts, together) == alone


def test_a_saved_model_is_the_same_and_so_are_its_bytes(trained, tmp_path: Path) -> None:
    *_, pos, _ = trained
    for name in ("one", "two"):
        crfsuite.to_model(pos).save(tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    again = Model.load(tmp_path / "one")
    again.save(tmp_path / "three")
    assert (tmp_path / "three").read_bytes() == (tmp_path / "one").read_bytes()
    features = [code_of(f) for row in pos_features(["در", "تبریز"], LEXICON) for f in row]
    codes = np.array(features, np.uint64)
    assert (again.weights(codes) == crfsuite.to_model(pos).weights(codes)).all()
    assert again.weights(codes).any()


def test_heavy_weights_are_kept_in_coarser_parts() -> None:
    model = Model.of_weights(["A", "B"], {("A", "B"): -90.5}, [("w=x", "A", 100.25), ("w=y", "B", -0.5)])
    weights = model.weights(np.array([code_of("w=x"), code_of("w=y"), code_of("w=z")], np.uint64))
    assert weights[0, 0] / weights[1, 1] == pytest.approx(-200.5, rel=0.01)
    assert not weights[2].any()


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6), min_size=1))
def test_a_feature_has_one_code_written_out_or_computed(words: Sequence[str]) -> None:
    views = [LEXICON.view(word) for word in ("", "", *words, "", "")]
    columns = {
        part: hashes(getattr(view, part) for view in views) for part in ("key", "mid", "coarse", "last3")
    }
    codes = table_codes(POS_TABLE, columns, np.arange(len(words)) + 2)
    for at in range(len(words)):
        for row, (name, parts) in zip(codes, POS_TABLE.items(), strict=True):
            written = "|".join((name, *(getattr(views[at + 2 + place], part) for part, place in parts)))
            assert int(row[at]) == code_of(written)


@given(st.lists(st.integers(0, 6), max_size=12))
def test_sentences_are_laid_out_by_place(lengths: list[int]) -> None:
    sentences = Sentences.of(lengths)
    assert sorted(sentences.order.tolist()) == list(range(sum(lengths)))
    assert len(sentences.steps) == max(0, max(lengths, default=0) - 1)
    for before, here in sentences.steps:
        assert (sentences.order[before] + 1 == sentences.order[here]).all()
