"""Weights for two sources without labels, and links in bulk: splink on the live scorer's specification."""
