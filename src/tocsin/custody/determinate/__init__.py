"""Sentences of fixed length: what is served, when release comes, when sentence and licence end."""
