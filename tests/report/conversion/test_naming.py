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
