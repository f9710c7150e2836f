"""What the name of a function says that it does: answer a question, or change something.

A name proves nothing of its body. It is asked of functions that cannot be followed to their end, where the rest of the
evidence points the same way.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from reviewer.criteria.facts.words import words

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_READING = words("get find list count select fetch retrieve search query load lookup filter suggest is has read")
# Whatever stands before them: "warehouseGetAllByProductAction".
_READING_ANYWHERE = words("get find list count fetch search load")
_CHANGING = words(
    "create update upsert delete remove destroy save insert add send publish mark archive restore rename move set sync "
    "subscribe unsubscribe register invite revoke cancel approve reject enable disable toggle reset activate "
    "deactivate assign unassign grant write put post patch push emit dispatch trigger enqueue schedule start stop log "
    "track sign submit process upload charge pay purchase redeem claim consume increment decrement touch lock refresh "
    "ensure init initialize initialise import migrate seed record persist store commit apply accept decline join leave"
)
_CHANGING_ANYWHERE = words("create update upsert delete remove save insert send")
_JOINING = words("or and then")
# What is fetched by making it, or by writing a cookie.
_MADE = words("secret token session cookie cookies csrf nonce intent checkout presigned signed otp upload url cart")
# "createServerClient()" makes what is asked, and asks nothing.
_TOOLS = words("client connection caller context instance loader store pool logger schema url urls params headers")


@lru_cache(maxsize=4096)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in _WORD.findall(name))


def is_named_for_an_answer(name: str) -> bool:
    """``getUsers``, ``warehouseGetAllAction``; not ``getOrCreateUser``, nor ``getUploadUrl``, whose answer is made."""
    parts = _words_of(name)
    if not parts or is_named_for_a_change(name) or not _MADE.isdisjoint(parts):
        return False
    return parts[0] in _READING or not _READING_ANYWHERE.isdisjoint(parts)


def is_named_for_a_change(name: str) -> bool:
    """``saveUser``, ``getOrCreateUser``, ``userDeleteMany``; not ``createClient``, ``getUpdates`` or ``savedItems``."""
    parts = _words_of(name)
    if not parts or parts[-1] in _TOOLS:
        return False
    verbs = {parts[0], *(verb for before, verb in pairwise(parts) if before in _JOINING)}
    if not verbs.isdisjoint(_CHANGING):
        return True
    return parts[0] not in _READING and not _CHANGING_ANYWHERE.isdisjoint(parts)
