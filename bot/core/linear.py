"""A linear model over hashed n-grams: fitted with scikit-learn, used with numpy alone.

Features of a text: character n-grams of 2 to 5 inside each word (edges marked) and word n-grams
of 1 and 2, each block with sublinear term frequency, smoothed inverse document frequency and unit
length (the usual tf-idf weighting; scikit-learn user guide, "Tf-idf term weighting"). n-grams are
hashed with CRC-32, which is the same on every machine and Python version.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

BUCKETS = 1 << 20
MAX_COLUMNS = 1 << 18
CHAR_SIZES = (2, 3, 4, 5)
LABELS_AT_ONCE = 16
MOST_OTHERS = 60_000  # more than today's base holds: it is learnt whole
FORMAT = 3  # raise when the meaning of the arrays below changes: old caches are then refitted

Vector = tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]


@lru_cache(maxsize=50_000)
def _char_buckets(word: str) -> tuple[int, ...]:
    """Buckets of the character n-grams of one word, its edges marked by spaces."""
    padded = f" {word} "
    return tuple(
        crc32(padded[i : i + n].encode()) % BUCKETS
        for n in CHAR_SIZES
        for i in range(max(len(padded) - n + 1, 1))
        if len(padded) >= n or n == CHAR_SIZES[0]
    )


def _word_buckets(words: Sequence[str]) -> list[int]:
    """Buckets of the words and of the pairs of neighbours (salted: never equal to a character n-gram's)."""
    grams = [f"w:{w}" for w in words] + [f"w:{a} {b}" for a, b in pairwise(words)]
    return [crc32(g.encode()) % BUCKETS for g in grams]


def blocks(text: str) -> tuple[list[int], list[int]]:
    """Buckets of the character n-grams and of the word n-grams of a text, with repetitions."""
    words = text.split()
    return [b for w in words for b in _char_buckets(w)], _word_buckets(words)


def _weighted(buckets: list[int], column_of: npt.NDArray[np.int32], idf: npt.NDArray[np.float32]) -> Vector:
    """One block as unit vector: (columns, weights); empty when no n-gram is known."""
    columns = column_of[np.array(buckets, dtype=np.int64)]
    columns, counts = np.unique(columns[columns >= 0], return_counts=True)
    weights = ((1.0 + np.log(counts)) * idf[columns]).astype(np.float32)
    length = float(np.sqrt((weights * weights).sum()))
    return columns, weights / length if length else weights


@dataclass(frozen=True)
class LinearModel:
    """One weight vector per label.

    column_of: (BUCKETS,) bucket -> column, -1 where never seen. idf: (columns,).
    weights: (columns, labels), half precision. intercepts: (labels,).
    """

    labels: tuple[str, ...]
    column_of: npt.NDArray[np.int32]
    idf: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float16]
    intercepts: npt.NDArray[np.float32]

    def vector(self, text: str) -> Vector:
        """The features of a text that the model knows: (columns, weights)."""
        char, word = (_weighted(b, self.column_of, self.idf) for b in blocks(text))
        return np.concatenate([char[0], word[0]]), np.concatenate([char[1], word[1]])

    def margins(self, text: str) -> npt.NDArray[np.float32]:
        """Distance to each label's boundary, shape (labels,); positive means inside."""
        columns, values = self.vector(text)
        result: npt.NDArray[np.float32] = values @ self.weights[columns].astype(np.float32) + self.intercepts
        return result

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Everything as arrays, for a cache; `from_arrays` reads them back."""
        return {
            "labels": np.array(self.labels),
            "column_of": self.column_of,
            "idf": self.idf,
            "weights": self.weights,
            "intercepts": self.intercepts,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> LinearModel:
        """Raises KeyError when an array is missing."""
        return cls(
            tuple(str(label) for label in arrays["labels"]),
            arrays["column_of"],
            arrays["idf"],
            arrays["weights"],
            arrays["intercepts"],
        )


def fit(
    texts: Sequence[str],
    memberships: Sequence[frozenset[str]],
    *,
    regularisation: float = 1.0,
    balanced: bool = False,
) -> LinearModel:
    """Fit one-against-rest linear support vector machines, seeded and in sorted order of labels.

    texts: read texts. memberships: the labels of each text (several for the emergencies).
    regularisation: scikit-learn's C. balanced: weigh classes by their inverse frequency.
    Imports scikit-learn here: a start from the cache never pays for it.
    """
    labels = tuple(sorted(frozenset().union(*memberships)))
    column_of, idf = _columns(texts)
    matrix = _matrix(texts, column_of, idf)
    weights = np.zeros((len(idf), len(labels)), dtype=np.float16)
    intercepts = np.zeros(len(labels), dtype=np.float32)
    for group in _groups(labels, memberships):
        names = labels[group]
        number = {name: 1 + i for i, name in enumerate(names)}
        classes = np.array([next((number[name] for name in m if name in number), 0) for m in memberships])
        learnt = _learnt_rows(classes)
        whole = len(learnt) == len(classes)
        rows, ends = _machines(matrix if whole else matrix[learnt], classes[learnt], regularisation, balanced)
        # Class 0, everything else, comes first where there is one: it is no label.
        weights[:, group], intercepts[group] = rows[-len(names) :].T, ends[-len(names) :]
    return LinearModel(labels, column_of, idf, weights, intercepts)


def _groups(labels: Sequence[str], memberships: Sequence[frozenset[str]]) -> Iterator[slice]:
    """Which labels are learnt in one call: several when every text has one label, which spares preparing
    the matrix for each; a bounded number, so that memory does not grow with the labels."""
    together = len(labels) > 2 and all(len(m) == 1 for m in memberships)
    size = LABELS_AT_ONCE if together else 1
    return (slice(start, start + size) for start in range(0, len(labels), size))


def _learnt_rows(classes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Indices of the texts that a group learns from: all of its own, and at most `MOST_OTHERS` of the
    rest, evenly spaced. Learning time then grows with the number of labels, not with its square."""
    own, others = np.flatnonzero(classes), np.flatnonzero(classes == 0)
    if len(others) > MOST_OTHERS:
        others = others[np.linspace(0, len(others) - 1, MOST_OTHERS).astype(np.int64)]
    return np.sort(np.concatenate([own, others]))


def _machines(
    matrix: Any, classes: npt.NDArray[np.int64], regularisation: float, balanced: bool
) -> tuple[Any, Any]:
    """One machine for each class against the rest: (weights by row, intercepts); of two, the second."""
    from sklearn.svm import LinearSVC

    machine = LinearSVC(
        C=regularisation, random_state=0, class_weight="balanced" if balanced else None, tol=1e-3, dual=True
    )
    machine.fit(matrix, classes)
    return machine.coef_, machine.intercept_


def _columns(texts: Sequence[str]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    """Choose the columns (character n-grams of two texts or more, every word n-gram) and their idf."""
    frequency = np.zeros(BUCKETS, dtype=np.int32)
    is_word = np.zeros(BUCKETS, dtype=bool)
    for text in texts:
        char, word = blocks(text)
        frequency[list(set(char))] += 1
        frequency[list(set(word))] += 1
        is_word[word] = True
    kept = np.flatnonzero((frequency >= 2) | (is_word & (frequency >= 1)))
    # A bounded model however large the base grows: the most frequent n-grams stay (ties by bucket).
    kept = np.sort(kept[np.argsort(-frequency[kept], kind="stable")][:MAX_COLUMNS])
    column_of = np.full(BUCKETS, -1, dtype=np.int32)
    column_of[kept] = np.arange(len(kept), dtype=np.int32)
    idf = np.log((1 + len(texts)) / (1 + frequency[kept])) + 1
    return column_of, idf.astype(np.float32)


def _matrix(texts: Sequence[str], column_of: npt.NDArray[np.int32], idf: npt.NDArray[np.float32]) -> Any:
    """The texts as a sparse matrix, shape (texts, columns), in the precision that the machines learn in.

    Grown in two flat buffers: a list of small arrays would need twice the memory.
    """
    from scipy.sparse import csr_matrix

    empty = LinearModel((), column_of, idf, np.zeros((len(idf), 0), np.float16), np.zeros(0, np.float32))
    columns, values, ends = array("i"), array("d"), [0]
    for text in texts:
        found, weights = empty.vector(text)
        columns.frombytes(found.astype(np.int32).tobytes())
        values.frombytes(weights.astype(np.float64).tobytes())
        ends.append(len(columns))
    rows = np.frombuffer(values), np.frombuffer(columns, dtype=np.int32), ends
    return csr_matrix(rows, shape=(len(texts), len(idf)))
