"""Runs the command line and prints, as the last line on standard error, what it imported, opened and started.

usage: counting.py ROOT ARGUMENT...      ``opened`` has the files below ROOT.
"""

import json
import sys


def main() -> None:
    root, arguments = sys.argv[1], sys.argv[2:]
    opened: list[str] = []
    started: list[str] = []
    before = set(sys.modules)

    def hear(event: str, details: tuple[object, ...]) -> None:
        if event == "open" and isinstance(details[0], str) and details[0].startswith(f"{root}/"):
            opened.append(details[0].removeprefix(f"{root}/"))
        elif event == "subprocess.Popen" and isinstance(details[1], list):
            started.append(" ".join(map(str, details[1])))

    sys.addaudithook(hear)
    try:
        from reviewer.cli import main as run

        status = run(arguments)
    except SystemExit as end:
        status = end.code
    imported = sorted(set(sys.modules) - before)
    print(json.dumps({"status": status, "imported": imported, "opened": opened, "started": started}), file=sys.stderr)


if __name__ == "__main__":
    main()
