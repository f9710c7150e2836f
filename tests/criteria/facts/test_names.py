"""What a function is named for, and names that look alike."""

from __future__ import annotations

import pytest

from reviewer.criteria.facts.names import is_named_for_a_change, is_named_for_an_answer


@pytest.mark.parametrize(
    "name",
    [
        "getUsers",
        "fetchOrganizationData",
        "searchProducts",
        "isFollowing",
        "warehouseGetAllByProductAction",
        "listURLs",
    ],
)
def test_named_for_an_answer(name: str) -> None:
    assert is_named_for_an_answer(name) and not is_named_for_a_change(name)


@pytest.mark.parametrize(
    "name",
    ["saveUser", "getOrCreateUser", "fetchAndStoreRates", "userDeleteMany", "ensureProfile", "markAsRead", "syncUsers"],
)
def test_named_for_a_change(name: str) -> None:
    assert is_named_for_a_change(name) and not is_named_for_an_answer(name)


@pytest.mark.parametrize(
    "name",
    ["", "act", "_", "createServerClient", "getUploadUrl", "getSession", "getClientSecret", "thisIsIt", "userHasRead"],
)
def test_named_for_neither(name: str) -> None:
    assert not is_named_for_an_answer(name) and not is_named_for_a_change(name)


@pytest.mark.parametrize("name", ["getUpdates", "listPosts", "getSavedItems", "findUserAndPosts", "getSchedule"])
def test_what_follows_a_verb_of_reading_is_a_thing(name: str) -> None:
    assert is_named_for_an_answer(name) and not is_named_for_a_change(name)
