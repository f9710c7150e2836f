"""Names of what a conversion creates."""

from __future__ import annotations

import pytest

from reviewer.report.conversion.naming import action_name


@pytest.mark.parametrize(
    ("method", "url", "name"),
    [
        ("DELETE", "/api/addresses/[id]", "deleteAddressAction"),
        ("POST", "/api/boxes", "createBoxAction"),
        ("POST", "/api/branches", "createBranchAction"),
        ("POST", "/api/wishes", "createWishAction"),
        ("POST", "/api/caches", "createCacheAction"),
        ("POST", "/api/houses", "createHouseAction"),
        ("PATCH", "/api/users/[id]", "updateUserAction"),
        ("POST", "/api/users/[id]/ban", "banUserAction"),
    ],
)
def test_an_action_is_named_after_one_of_the_things(method: str, url: str, name: str) -> None:
    assert action_name(url, method) == name


@pytest.mark.parametrize(
    ("method", "url", "name"),
    [
        ("POST", "/api/newsletter", "submitNewsletterAction"),
        ("POST", "/api/wishlist", "submitWishlistAction"),
        (None, "/api/feedback", "submitFeedbackAction"),
        ("POST", "/api/settings", "saveSettingsAction"),
        ("PATCH", "/api/users/[id]/preferences", "updatePreferencesAction"),
        ("PUT", "/api/profile", "updateProfileAction"),
        ("POST", "/api/login", "loginAction"),
        ("POST", "/api/posts/[id]/like", "likePostAction"),
        ("DELETE", "/api/posts/[id]/like", "deleteLikeAction"),
    ],
)
def test_a_post_creates_only_what_there_are_many_of(method: str | None, url: str, name: str) -> None:
    assert action_name(url, method) == name
