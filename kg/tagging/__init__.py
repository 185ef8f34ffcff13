"""Small models of our own: part of speech and ezafe of each word, and the names in a sentence."""

from kg.tagging.features import Tag
from kg.tagging.tagger import MODELS, Tagger, load_tagger, models_dir, spans
from kg.tagging.words import Lexicon, fold

__all__ = ["MODELS", "Lexicon", "Tag", "Tagger", "fold", "load_tagger", "models_dir", "spans"]
