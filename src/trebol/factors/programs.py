"""A reduced PATH: the programs every system has, those that the project declares, a door before the others.

The audit hook sees what Python starts. What a shell line or a script starts by its name passes a door, which
writes that down and gives way to the program; so nothing fails that would not fail without the watch.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path

NAMES = """
    sh bash dash env python python3 gcc cc ld ldconfig nproc mktemp readlink realpath seq stat timeout
    awk basename cat chmod chown cmp cp cut date dd df diff dirname du echo expr false find getconf grep egrep
    fgrep head id kill ln ls mkdir mkfifo mv nice nohup od paste printf ps pwd rm rmdir sed sleep sort split
    stty tail tee test touch tr true tty umask uname uniq wait wc which who xargs [
"""
COMMON = frozenset(NAMES.split())
"""Shells, the utilities of POSIX that scripts are made of (IEEE 1003.1-2017, XCU 4), what runs Python."""
PLAIN = re.compile(r"[\w.+\[-]+")
DOOR = """#!/bin/sh
# Writes down that somebody asked for this program by its name, then gives way to it.
set -f
name=${{0##*/}}
if [ -n "${{TREBOL_FACTORS_EVENTS:-}}" ]; then
    printf '{{"kind": "run", "pid": %s, "program": "%s"}}\\n' "$$" "$name" >>"$TREBOL_FACTORS_EVENTS"
fi
for folder in {folders}; do
    [ -x "$folder/$name" ] && exec "$folder/$name" "$@"
done
echo "$name: not found" >&2
exit 127
"""


def is_common(program: str) -> bool:
    """Whether every system has the program; `python3.12` is a Python."""
    return program in COMMON or re.fullmatch(r"python3(\.\d+)?", program) is not None


def reduced(path: str, folder: Path, *, declared: Callable[[str], bool]) -> str:
    """A PATH of one folder, made in `folder`, in place of `path`."""
    folders = [each for each in dict.fromkeys(path.split(os.pathsep)) if os.path.isabs(each)]
    door, shown = folder / "door", folder / "bin"
    shown.mkdir(parents=True)
    door.write_text(DOOR.format(folders=" ".join(map(shlex.quote, folders))), encoding="utf-8")
    door.chmod(0o755)
    for program, target in programs(folders):
        known = is_common(program) or declared(program) or not PLAIN.fullmatch(program)
        (shown / program).symlink_to(target if known else door)
    return str(shown)


def programs(folders: list[str]) -> Iterator[tuple[str, str]]:
    """Every program by its name and its place, the first place of each."""
    seen = set()
    for folder in folders:
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
            place = os.path.join(folder, name)
            if name not in seen and os.access(place, os.X_OK) and not os.path.isdir(place):
                seen.add(name)
                yield name, place
