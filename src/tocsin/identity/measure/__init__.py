"""How well identity is told: figures with intervals, by name group, against the stated goals."""
