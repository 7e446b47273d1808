"""The rules of a discussion, pure: no I/O, no clock, no dice.

`decide(state, command, now)` says what happens as a list of facts; `evolve(state, fact)` says what the state is after
one of them; `sees(reader, item)` says who may see what. `ladder.md` of the design is normative for all of it.
"""
