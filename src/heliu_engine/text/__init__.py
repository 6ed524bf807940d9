"""Text before matching: one written form, terms and sentences with their places, the language.

Every offset is in code points of the text as it was given.
"""

from heliu_engine.text.cutting import Nature, Token, bigram_terms, bigrams, terms, words
from heliu_engine.text.language import detect_language
from heliu_engine.text.normalisation import Normalised, normalise
from heliu_engine.text.scripts import joined
from heliu_engine.text.sentences import clauses, sentences
from heliu_engine.text.stopwords import is_stop_word

__all__ = [
    "Nature",
    "Normalised",
    "Token",
    "bigram_terms",
    "bigrams",
    "clauses",
    "detect_language",
    "is_stop_word",
    "joined",
    "normalise",
    "sentences",
    "terms",
    "words",
]
