"""Harm paths and benign look-alikes: which families are on one, and how it unfolds stage by stage."""
