"""The commands of ``kg``, a file for each group; ``kg.cli`` brings them together."""
