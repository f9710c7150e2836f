"""No test, and so no code under test, reaches anything but this machine."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 443), ("example.com", 80)])
def test_a_connection_that_leaves_this_machine_fails(address: tuple[str, int]) -> None:
    with socket.socket() as caller, pytest.raises(pytest.fail.Exception, match="tried to reach"):
        caller.connect(address)


def test_a_connection_within_this_machine_does_not() -> None:
    with socket.socket() as listener, socket.socket() as caller:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        caller.connect(listener.getsockname())
