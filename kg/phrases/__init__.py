"""The grammar of a sentence: noun and prepositional phrases, verb groups, clauses and their status.

Pure functions over ``kg.model.Sentence``; what they know lies in ontology/lexicon.
"""

from kg.phrases.clause import Clause, Clauses, clauses_of, status_of
from kg.phrases.forms import Aspect, Inflection, Mood, Tense
from kg.phrases.grammar import Attitude, Grammar, Modality, keys_of, load_grammar, past_stem
from kg.phrases.noun import NounPhrase, PrepositionalPhrase, noun_phrases, prepositional_phrases
from kg.phrases.restore import restored
from kg.phrases.verb import VerbGroup, verb_groups

__all__ = [
    "Aspect",
    "Attitude",
    "Clause",
    "Clauses",
    "Grammar",
    "Inflection",
    "Modality",
    "Mood",
    "NounPhrase",
    "PrepositionalPhrase",
    "Tense",
    "VerbGroup",
    "clauses_of",
    "keys_of",
    "load_grammar",
    "noun_phrases",
    "past_stem",
    "prepositional_phrases",
    "restored",
    "status_of",
    "verb_groups",
]
