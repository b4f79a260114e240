"""What the kernel knows of processes: /proc, its sockets and its environments. Linux only."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from trebol.factors.check import CouldNotRun

PROC = Path("/proc")
LISTEN = "0A"


@dataclass(frozen=True)
class Socket:
    """A TCP socket: local and remote port, remote address as the kernel writes it, whether it listens."""

    inode: str
    local: tuple[str, int]
    remote: tuple[str, int]
    listens: bool


def require() -> None:
    """Raises `CouldNotRun` where there is no /proc."""
    if not (PROC / "net/tcp").exists():
        raise CouldNotRun("this system has no /proc: run the check on Linux")


def family(root: int, mark: str) -> dict[int, list[str]]:
    """Every living process that descends from `root`, with its command line.

    By parentage, by session, and by `mark` in its environment: a daemon leaves the first two, a program that
    writes its title over its environment loses the third.
    """
    living = [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]
    parents = {pid: parent(pid) for pid in living}
    found = {
        pid for pid in living if root in lineage(pid, parents) or session(pid) == root or mark in environ(pid)
    }
    return {pid: words(pid) for pid in found if state(pid) not in {"Z", ""}}


def lineage(pid: int, parents: dict[int, int]) -> set[int]:
    """A process and its ancestors."""
    found: set[int] = set()
    while pid and pid not in found:
        found.add(pid)
        pid = parents.get(pid, 0)
    return found


def environ(pid: int) -> str:
    """The environment a process was started with, as one text; each variable ends with a NUL."""
    return read(PROC / str(pid) / "environ").decode("utf-8", "replace")


def words(pid: int) -> list[str]:
    """The command line of a process."""
    said = read(PROC / str(pid) / "cmdline").decode("utf-8", "replace").split("\0")
    return [word for word in said if word]


def read(path: Path) -> bytes:
    """The bytes of a file of /proc; nothing where the process has gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def stat(pid: int) -> list[str]:
    """The fields of a process after its name: state, parent, group, session, ..."""
    return read(PROC / str(pid) / "stat").decode("utf-8", "replace").rpartition(") ")[2].split()


def state(pid: int) -> str:
    """The state letter of a process; empty where it has gone."""
    return next(iter(stat(pid)), "")


def parent(pid: int) -> int:
    """The parent of a process; 0 where it has gone."""
    fields = stat(pid)
    return int(fields[1]) if len(fields) > 1 else 0


def session(pid: int) -> int:
    """The session of a process; 0 where it has gone."""
    fields = stat(pid)
    return int(fields[3]) if len(fields) > 3 else 0


def user(pid: int) -> int:
    """The effective user of a process; -1 where it has gone."""
    lines = read(PROC / str(pid) / "status").decode("utf-8", "replace").splitlines()
    said = [line.split() for line in lines if line.startswith("Uid:")]
    return int(said[0][2]) if said else -1


def address(text: str) -> tuple[str, int]:
    """An address of /proc/net/tcp: hexadecimal host and port."""
    host, _, port = text.partition(":")
    octets = [str(int(host[at : at + 2], 16)) for at in (6, 4, 2, 0)] if len(host) == 8 else [host]
    return ".".join(octets), int(port, 16)


def sockets(pids: set[int]) -> list[Socket]:
    """The TCP sockets that these processes hold."""
    held = {inode for pid in pids for inode in inodes(pid)}
    found = []
    for table in ("net/tcp", "net/tcp6"):
        for line in read(PROC / table).decode().splitlines()[1:]:
            fields = line.split()
            if fields[9] in held:
                found.append(Socket(fields[9], address(fields[1]), address(fields[2]), fields[3] == LISTEN))
    return found


def inodes(pid: int) -> list[str]:
    """The socket inodes among the open files of a process."""
    found = []
    try:
        with os.scandir(PROC / str(pid) / "fd") as entries:
            for entry in entries:
                target = os.readlink(entry.path)
                if target.startswith("socket:["):
                    found.append(target[8:-1])
    except OSError:  # the process, or the file, has gone meanwhile
        return found
    return found


def listening(pids: set[int]) -> set[int]:
    """The ports on which these processes listen."""
    return {socket.local[1] for socket in sockets(pids) if socket.listens}
