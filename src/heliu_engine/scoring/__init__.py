"""The score of a pair: see `Scorer`.

vectors = dict(zip(texts, encoder.encode(list(texts.values()), role="passage")))  # texts = vector_texts(document)
document = analyse_document(document, vectors)
statistics = CorpusStatistics(documents)
prepared = Scorer("demand").prepare(analyse_query(query, its_vectors), statistics)
scored = [prepared.score(document) for document in documents]
"""

from heliu_engine.scoring.analysis import (
    BIGRAM,
    Analysed,
    AnalysedDocument,
    AnalysedField,
    AnalysedQuery,
    TextField,
    Vector,
    VectorField,
    analyse_document,
    analyse_field,
    analyse_query,
    vector_texts,
)
from heliu_engine.scoring.groups import fuse_group
from heliu_engine.scoring.levels import Levels, Probabilities, level_of
from heliu_engine.scoring.models import RankingModel, load_model, model_of, save_model, shipped_model
from heliu_engine.scoring.profiles import PARTS, Profile, ProfileName
from heliu_engine.scoring.requirements import Requirements, requirements_of
from heliu_engine.scoring.scorer import PreparedQuery, Scored, Scorer
from heliu_engine.scoring.statistics import CorpusStatistics, Statistics

__all__ = [
    "BIGRAM",
    "PARTS",
    "Analysed",
    "AnalysedDocument",
    "AnalysedField",
    "AnalysedQuery",
    "CorpusStatistics",
    "Levels",
    "PreparedQuery",
    "Probabilities",
    "Profile",
    "ProfileName",
    "RankingModel",
    "Requirements",
    "Scored",
    "Scorer",
    "Statistics",
    "TextField",
    "Vector",
    "VectorField",
    "analyse_document",
    "analyse_field",
    "analyse_query",
    "fuse_group",
    "level_of",
    "load_model",
    "model_of",
    "requirements_of",
    "save_model",
    "shipped_model",
    "vector_texts",
]
