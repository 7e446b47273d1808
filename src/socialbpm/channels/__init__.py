"""How people are told: one package each. What they are told is decided in `actions`, by the sight rule."""
