"""khabar-kg: a knowledge graph out of Persian news, every fact with the words that state it."""

__version__ = "0.1.0"
