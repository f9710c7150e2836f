"""What was parsed is let go: a run over many files must not hold them all."""

from __future__ import annotations

import gc
import sys
import tracemalloc

from reviewer.syntax.parser import CHUNK, Source


def test_a_parsed_text_is_let_go() -> None:
    text = b"export const a = 1\n" * 20
    before = sys.getrefcount(text)
    for _ in range(3):
        Source("a.ts", text)
    gc.collect()
    assert sys.getrefcount(text) == before


def test_a_long_parsed_text_is_let_go() -> None:
    text = b"export const a = 1\n" * (3 * CHUNK // 19)
    Source("a.ts", text)
    tracemalloc.start()
    try:
        for _ in range(10):
            Source("a.ts", text)
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < CHUNK


def test_the_text_of_a_node_can_still_be_had() -> None:
    text = b"// \xc3\xa9\n" * CHUNK + b"export const a = 1\n"
    assert Source("a.ts", text).root.named_children[-1].text == b"export const a = 1"
