"""What someone would use instead: each learns the phrasings and scores a question against every one.

A peer is a function of the normalised phrasings that returns a scorer: question -> one score per phrasing,
shape (phrasings,), higher is better. Libraries are imported by the peer that uses them, so that each
process only pays for its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

OURS = "this matcher"
Scores = npt.NDArray[np.float32]
Scorer = Callable[[str], Scores]


def _rapidfuzz(texts: Sequence[str], scorer: Any) -> Scorer:
    from rapidfuzz import process

    return lambda question: process.cdist([question], texts, scorer=scorer, dtype=np.float32)[0] / 100


def wratio(texts: Sequence[str]) -> Scorer:
    """rapidfuzz `WRatio`, what `process.extractOne` uses by default."""
    from rapidfuzz import fuzz

    return _rapidfuzz(texts, fuzz.WRatio)


def token_set_ratio(texts: Sequence[str]) -> Scorer:
    """rapidfuzz `token_set_ratio`."""
    from rapidfuzz import fuzz

    return _rapidfuzz(texts, fuzz.token_set_ratio)


def bm25(texts: Sequence[str]) -> Scorer:
    """BM25 (Lucene's variant) over French stems; accents are stripped before stemming."""
    import bm25s
    import Stemmer

    stem = Stemmer.Stemmer("french").stemWords
    index = bm25s.BM25()
    index.index([stem(text.split()) for text in texts], show_progress=False)
    return lambda question: np.asarray(index.get_scores(stem(question.split())), dtype=np.float32)


def tfidf(texts: Sequence[str]) -> Scorer:
    """Nearest phrasing by cosine over TF-IDF of character n-grams."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32)
    matrix = vectorizer.fit_transform(texts).T.tocsr()
    return lambda question: (vectorizer.transform([question]) @ matrix).toarray()[0]


PEERS: Mapping[str, Callable[[Sequence[str]], Scorer]] = {
    "rapidfuzz WRatio": wratio,
    "rapidfuzz token_set_ratio": token_set_ratio,
    "BM25, French stems": bm25,
    "TF-IDF, nearest": tfidf,
}
