"""Whose words are whose, from the facts of a discussion (law 11): what is emptied when somebody is erased."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from socialbpm.social import facts as f
from socialbpm.social.audience import PersonId


def words_of(facts: Iterable[f.Fact], person: PersonId) -> tuple[str, ...]:
    """Return the content ids of all that `person` said or showed in a discussion, once each, in order.

    Posts in each version, with what was attached to them; the copies that they released; as the asker of then, the
    question with its files, its wordings, and the values that it came with. The value that went back to the process is
    its author's and its asker's: either of them takes it along.
    """
    return tuple(dict.fromkeys(content for content, of in _authors(facts) if of == person))


def _authors(facts: Iterable[f.Fact]) -> Iterator[tuple[str, PersonId]]:
    """Yield every content with whose it is."""
    asker, by = "", dict[str, PersonId]()
    for fact in facts:
        if isinstance(fact, f.Opened):
            asker = fact.asker
        elif isinstance(fact, f.HandedOver):
            asker = fact.to
        elif isinstance(fact, f.Posted):
            by[fact.post] = fact.by
        if isinstance(fact, f.Posted | f.Edited | f.Accepted):
            yield from ((content, by[fact.post]) for content in _said(fact))
        if isinstance(fact, f.Released):
            yield from ((content, fact.person) for content in (fact.question, fact.answer) if content is not None)
        yield from ((content, asker) for content in _asked_with(fact))


def _said(fact: f.Posted | f.Edited | f.Accepted) -> tuple[str, ...]:
    return (fact.value,) if isinstance(fact, f.Accepted) else (fact.content, *fact.attachments)


def _asked_with(fact: f.Fact) -> tuple[str, ...]:
    """Return what in a fact is of the asker of that moment."""
    if isinstance(fact, f.QuestionAsked | f.WordingChosen | f.Worded):
        return (fact.content, *(fact.attachments if isinstance(fact, f.QuestionAsked) else ()))
    if isinstance(fact, f.Accepted):
        return (fact.value,)
    fields = fact.fields if isinstance(fact, f.Opened | f.Fired) else ()
    draft = fact.draft if isinstance(fact, f.Opened) else None
    return (*(field.content for field in fields), *((draft,) if draft is not None else ()))
