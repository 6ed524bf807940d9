"""From a query to ranked candidates: encode it, find what may answer it, score and group what was found."""

from heliu_engine.retrieval.candidates import find_slots, find_slots_of_each_kind
from heliu_engine.retrieval.queries import EncodedQuery, encode_query, query_of_document
from heliu_engine.retrieval.ranking import Candidate, Ranker
from heliu_engine.retrieval.results import Results
from heliu_engine.retrieval.trial import Trial

__all__ = [
    "Candidate",
    "EncodedQuery",
    "Ranker",
    "Results",
    "Trial",
    "encode_query",
    "find_slots",
    "find_slots_of_each_kind",
    "query_of_document",
]
