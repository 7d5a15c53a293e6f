"""Tocsin: one chronology per child, and a duty to answer every warning sign."""

__version__ = "0.1.0"
