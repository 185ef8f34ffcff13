"""The commands of ``kg``, a file for each group; importing one adds its commands to the program."""

from kg.commands import build, diff, export, query, serve

__all__ = ["build", "diff", "export", "query", "serve"]
