"""What was reported elsewhere for these sets, and what is aimed at. Facts of their sources, none of them measured here.

The goals, and the figures of simple methods beside them, are for test parts that are kept aside. Dev parts differ from
them, so a goal is a direction here, and what counts is the gain over the simple methods of the same run.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """Of the test part: what is aimed at, what must be reached, and what the best untrained method reaches."""

    goal: float
    floor: float
    simple: float


GOALS = {
    ("bdci", "ndcg@10"): Goal(0.75, 0.71, 0.686),
    ("bdci", "spearman"): Goal(0.52, 0.46, 0.444),
    ("bdci", "1/(1+mae)"): Goal(0.73, 0.70, 0.611),
    ("reviewer", "loss"): Goal(0.20, 0.24, 0.266),
    ("policy-doc", "mrr@10"): Goal(0.90, 0.85, 0.828),
    ("policy-answer", "mrr@10"): Goal(0.35, 0.25, 0.227),
    ("phrases", "pearson"): Goal(0.65, 0.56, 0.520),
    ("zh-zh", "mrr@10"): Goal(0.45, 0.30, 0.193),
    ("zh-en", "mrr@10"): Goal(0.60, 0.40, 0.276),
}

SAME, TEST, OTHER = "same dev part", "test part of the same split", "another split"


@dataclass(frozen=True)
class Reported:
    """One figure, and on what it was counted."""

    task: str
    measure: str
    system: str
    figure: str
    split: str


REPORTED = (
    Reported("bdci", "nDCG@10", "a second human rater, against the first", ".79", TEST),
    Reported("bdci", "nDCG@10", "e5-small by title, centred on each side", ".651", SAME),
    Reported("bdci", "nDCG@10", "boosted trees on seven text scores (lambdarank)", ".644", SAME),
    Reported("bdci", "nDCG@10", "boosted trees on text and word2vec scores", ".615", SAME),
    Reported("bdci", "nDCG@10", "character TF-IDF, title and description", ".614", SAME),
    Reported("bdci", "nDCG@10", "BM25 of words, title and description", ".581", SAME),
    Reported("bdci", "nDCG@10", "word2vec similarity of titles (the source's features)", ".575", SAME),
    Reported("bdci", "nDCG@10", "at random", ".326", SAME),
    Reported("bdci", "Spearman", "a second human rater, against the first", ".66", TEST),
    Reported("bdci", "Spearman", "boosted trees on text and word2vec scores", ".473", SAME),
    Reported("bdci", "Spearman", "character TF-IDF, title and description", ".409", SAME),
    Reported("bdci", "1/(1+MAE)", "labels of duplicates against each other (noise ceiling)", "about .80", SAME),
    Reported("bdci", "1/(1+MAE)", "boosted trees on seven text scores (absolute error)", ".713", SAME),
    Reported("bdci", "1/(1+MAE)", "first place of the competition, with full titles", ".7918 / .8064", OTHER),
    Reported("bdci", "1/(1+MAE)", "a single BERT-base of the competition, with full titles", ".7859 / .7960", OTHER),
    Reported("reviewer", "loss", "SPECTER+MFR (source)", ".238", SAME),
    Reported("reviewer", "loss", "TF-IDF, mean over the works", ".272", SAME),
    Reported("reviewer", "loss", "ACL (source)", ".276", SAME),
    Reported("reviewer", "loss", "SPECTER (source)", ".288", SAME),
    Reported("reviewer", "loss", "TPMS (source)", ".312", SAME),
    Reported("reviewer", "loss", "ELMo (source)", ".338", SAME),
    Reported("policy-doc", "MRR@10", "BM25 of words", ".770", SAME),
    Reported("policy-answer", "MRR@10", "BM25 of words", ".164", SAME),
    Reported("policy-answer", "MRR@10", "e5-small", ".205", SAME),
    Reported("phrases", "Pearson", "character TF-IDF", ".448", SAME),
    Reported("phrases", "Pearson", "e5-small", ".512", SAME),
    Reported("phrases", "Pearson", "untrained sentence encoders (unverified)", "about .60", OTHER),
    Reported("phrases", "Pearson", "tuned ensembles of the competition (unverified)", "about .878", OTHER),
    Reported("cn-patents-ipc", "micro-F1", "TF-IDF and SVM over title and abstract (source)", ".491", SAME),
    Reported("cn-patents-fsl", "macro-F1", "character TF-IDF and linear SVM", ".344", SAME),
    Reported("cn-patents-fsl", "macro-F1", "Chinese BERTs of the competition", "about .63", OTHER),
    Reported("csl-papers", "accuracy", "character TF-IDF and linear SVM", ".752", SAME),
)
