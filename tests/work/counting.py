"""Runs the command line and prints, as the last line on standard error, what it imported, opened and started.

usage: counting.py ROOT ARGUMENT...      ``opened`` has the files below ROOT; ``searched`` tells how often memory was
searched for cycles.
"""

import gc
import json
import sys


def main() -> None:
    root, arguments = sys.argv[1], sys.argv[2:]
    opened: list[str] = []
    started: list[str] = []
    searches: list[str] = []
    before = set(sys.modules)

    def hear(event: str, details: tuple[object, ...]) -> None:
        if event == "open" and isinstance(details[0], str) and details[0].startswith(f"{root}/"):
            opened.append(details[0].removeprefix(f"{root}/"))
        elif event == "subprocess.Popen" and isinstance(details[1], list):
            started.append(" ".join(map(str, details[1])))

    sys.addaudithook(hear)
    sys.argv = ["route-or-action", *arguments]
    try:
        from reviewer.__main__ import run

        gc.callbacks.append(lambda phase, _: searches.append(phase))
        status = run()
    except SystemExit as end:
        status = end.code
    imported = sorted(set(sys.modules) - before)
    told = {"status": status, "imported": imported, "opened": opened, "started": started, "searched": len(searches)}
    print(json.dumps(told), file=sys.stderr)


if __name__ == "__main__":
    main()
