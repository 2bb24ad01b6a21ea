"""How the weights that are shipped were learnt; never installed."""
