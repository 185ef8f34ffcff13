"""Word clusters out of raw text: words that stand among the same neighbours share a cluster.

A word's neighbours at each of four places are counted, weighed by positive pointwise mutual
information and reduced to vectors by SVD; k-means groups the vectors, and the groups once more.
Needs numpy, scipy and scikit-learn; the program itself does not.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import svds
from sklearn.cluster import AgglomerativeClustering, MiniBatchKMeans

from kg.tagging import fold
from training import corpora

SEED = 1
RAREST = 4  # occurrences; below, the neighbours tell nothing
NEIGHBOURS = 8_000  # most frequent words that count as neighbours
PLACES = (-2, -1, 1, 2)
DIMENSIONS = 100
COMMON = 20_000  # words that k-means is fitted on
FINE, MIDDLE, COARSE = 1024, 256, 64
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

type Matrix = NDArray[np.float64]
type Labels = NDArray[np.int64]


def write_clusters(data: Path, models: Path) -> str:
    """Write ``clusters.tsv`` (word, TAB, code of five letters) and say how many words it has.

    The code is coarse (1 letter), middle (2) and fine (2) cluster.
    """
    sentences = list(dict.fromkeys(_sentences(data)))
    words = _vocabulary(sentences)
    codes = _codes(_vectors(sentences, words))
    rows = sorted(f"{word}\t{code}\n" for word, code in zip(words, codes, strict=True))
    (models / "clusters.tsv").write_text("".join(rows), encoding="utf-8")
    return f"{len(words):,} words of {sum(map(len, sentences)):,} in clusters"


def _sentences(data: Path) -> Iterable[tuple[str, ...]]:
    held_out = corpora.HeldOut.of(data)
    for words in corpora.raw_sentences(data, (*corpora.NEWS, *corpora.RAW), held_out):
        yield tuple(map(fold, words))
    labelled = (*corpora.OTHER_NAMES, *corpora.NAMES, *corpora.UNLABELLED)
    for words, _ in corpora.labelled_sentences(data, labelled, held_out):
        yield tuple(map(fold, words))


def _vocabulary(sentences: Iterable[Sequence[str]]) -> list[str]:
    counts = Counter(word for words in sentences for word in words)
    return sorted((word for word in counts if counts[word] >= RAREST), key=lambda word: (-counts[word], word))


def _vectors(sentences: Iterable[Sequence[str]], words: Sequence[str]) -> Matrix:
    weighted = _information(_counts(sentences, words))
    start = np.random.RandomState(SEED).rand(min(weighted.shape))
    left, strength, _ = svds(weighted, k=DIMENSIONS, v0=start)
    vectors = left * np.sqrt(strength)
    unit: Matrix = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    return unit


def _counts(sentences: Iterable[Sequence[str]], words: Sequence[str]) -> sparse.csr_matrix:
    """How often each word (row) has each neighbour at each place (column)."""
    number = {word: index for index, word in enumerate(words)}
    width = NEIGHBOURS + 2  # and the two edges of a sentence
    rows, columns = array("i"), array("i")
    for sentence in sentences:
        ids = [number.get(word, -1) for word in sentence]
        around = [NEIGHBOURS] * 2 + [i if i < NEIGHBOURS else -1 for i in ids] + [NEIGHBOURS + 1] * 2
        for at, word in enumerate(ids):
            for block, place in enumerate(PLACES):
                if word >= 0 and around[at + 2 + place] >= 0:
                    rows.append(word)
                    columns.append(block * width + around[at + 2 + place])
    shape = (len(words), len(PLACES) * width)
    return sparse.csr_matrix((np.ones(len(rows)), (np.array(rows), np.array(columns))), shape=shape)


def _information(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Positive pointwise mutual information, rare neighbours smoothed (power 0.75)."""
    each = counts.tocoo()
    of_word = np.asarray(counts.sum(axis=1)).ravel()
    of_neighbour = np.asarray(counts.sum(axis=0)).ravel() ** 0.75
    ratio = each.data * of_neighbour.sum() / (of_word[each.row] * of_neighbour[each.col])
    return sparse.csr_matrix((np.maximum(np.log(ratio), 0), (each.row, each.col)), shape=counts.shape)


def _codes(vectors: Matrix) -> list[str]:
    means = MiniBatchKMeans(FINE, random_state=SEED, batch_size=4096, n_init=3, max_iter=60)
    fine: Labels = means.fit(vectors[:COMMON]).predict(vectors)
    used = np.unique(fine)
    middle, coarse = (
        dict(zip(used, AgglomerativeClustering(size).fit_predict(means.cluster_centers_[used]), strict=True))
        for size in (MIDDLE, COARSE)
    )
    return [ALPHABET[coarse[each]] + _pair(middle[each]) + _pair(each) for each in fine]


def _pair(number: int) -> str:
    return ALPHABET[number // 64] + ALPHABET[number % 64]
