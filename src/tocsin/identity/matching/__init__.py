"""Who is this? One record against a register: keys, comparison levels, a trained score, three bands."""
