"""Requests to addresses that no code names: what a library asks for where it is told nothing.

Sources: AI SDK documentation, "useChat" (``api`` is ``/api/chat``), "useCompletion" (``/api/completion``);
next-s3-upload documentation, "useS3Upload" (``endpoint``); UploadThing documentation, "generateUploadButton" (``url``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer.callers.functions import arguments_of, property_of
from reviewer.callers.requests import Request
from reviewer.callers.scopes import File
from reviewer.model import Via

if TYPE_CHECKING:
    from tree_sitter import Node

_UPLOADTHING = "generateUploadButton generateUploadDropzone generateUploader generateReactHelpers"
DEFAULTS = {
    "useChat": "/api/chat",
    "useCompletion": "/api/completion",
    "DefaultChatTransport": "/api/chat",
    "useS3Upload": "/api/s3-upload",
    "usePresignedUpload": "/api/s3-upload",
    **dict.fromkeys(_UPLOADTHING.split(), "/api/uploadthing"),
}
_TOLD = ("api", "transport", "chat", "fetch", "endpoint", "url")
_PACKAGES = ("ai/", "@ai-sdk/", "next-s3-upload/", "@uploadthing/react/")


def unnamed_requests(file: File) -> Iterator[tuple[Node, Node, Request]]:
    """The calls that leave the address to the library: each with the name that is called, and its request."""
    for name, url in DEFAULTS.items():
        for node in file.occurrences(name, file.source.root):
            call = node.parent
            if call is None or call.type not in ("call_expression", "new_expression"):
                continue
            binding = file.binding(node)
            specifier = f"{binding.specifier}/" if binding is not None else ""
            if specifier.startswith(_PACKAGES) and not _is_told(file, call):
                yield call, node, Request(((url,),), ("POST",), Via.EVENT_HANDLER)


def _is_told(file: File, call: Node) -> bool:
    """The options name an address, or cannot be read."""
    arguments = arguments_of(call)
    if not arguments:
        return False
    options = arguments[0]
    return options.type != "object" or any(property_of(file, options, name) is not None for name in _TOLD)
