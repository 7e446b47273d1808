"""Nobody let in (law 2): every word that is put in is one of a kind, and turns up only where a model says it may."""
