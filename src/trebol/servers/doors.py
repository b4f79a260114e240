"""The listening sockets of a process: closed without the loss of a client who is already connected.

A server that closes a listening socket resets what waits in its queue, and most servers end a connection on
which no request has been read yet. A proxy that has written a request there cannot know that it was never
read, and must not send a command twice. So a door is closed before the server ends: newcomers are refused,
and whoever came before has time to say what he wants.
"""

from __future__ import annotations

import os
import socket
import stat
import struct
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from ctypes import addressof, create_string_buffer
from pathlib import Path

DESCRIPTORS = Path("/proc/self/fd")
SO_ATTACH_FILTER = 26
SHAKING_SECONDS = 0.1  # a handshake under way: one round trip
QUEUE_SECONDS = 2.0
QUEUED = struct.Struct("=24xI")  # tcp_info, where tcpi_unacked of a listening socket counts its queue
FLAGS, SYN, SYN_OR_ACK = 13, 0x02, 0x12
DROP, KEEP = 0, 0xFFFFFFFF
# Classic BPF, on the TCP header: load the flags; of SYN and ACK, is SYN alone set?
NO_NEWCOMERS = (
    (0x30, 0, 0, FLAGS),
    (0x54, 0, 0, SYN_OR_ACK),
    (0x15, 0, 1, SYN),
    (0x06, 0, 0, DROP),
    (0x06, 0, 0, KEEP),
)


def listening(port: int) -> Iterator[tuple[int, socket.socket]]:
    """Every descriptor of this process that listens on a TCP port, with a socket over a copy of it."""
    for number in [int(name) for name in os.listdir(DESCRIPTORS) if is_socket(int(name))]:
        with suppress(OSError):  # closed in the meantime
            found = socket.socket(fileno=os.dup(number))
            if listens(found, port):
                yield number, found
            else:
                found.close()


def is_socket(number: int) -> bool:
    """Whether a descriptor is that of a socket."""
    try:
        return stat.S_ISSOCK(os.fstat(number).st_mode)
    except OSError:
        return False


def listens(found: socket.socket, port: int) -> bool:
    """Whether a socket listens on a TCP port."""
    inet = found.family in {socket.AF_INET, socket.AF_INET6}
    open_door = inet and bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    return open_door and int(found.getsockname()[1]) == port


def queued(listener: socket.socket) -> int:
    """How many connections wait to be accepted."""
    found: int = QUEUED.unpack(listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, QUEUED.size))[0]
    return found


def turn_newcomers_away(listener: socket.socket) -> None:
    """Let no new handshake begin; those under way go on. A client tries again after a second by itself."""
    program = create_string_buffer(b"".join(struct.pack("=HBBI", *each) for each in NO_NEWCOMERS))
    listener.setsockopt(
        socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("@HP", len(NO_NEWCOMERS), addressof(program))
    )


def shut(port: int) -> int:
    """Close the doors of this process on a TCP port behind its server's back; how many were closed.

    In the place of each there is a socket to which nobody can connect, since the server still holds its
    number, and asks it.
    """
    doors = list(listening(port))
    for _, listener in doors:
        turn_newcomers_away(listener)
    time.sleep(SHAKING_SECONDS if doors else 0)
    return sum(replaced(number, listener) for number, listener in doors)


def replaced(number: int, listener: socket.socket) -> bool:
    """Whether a door was closed; not where a server, too busy, leaves those who came in the queue."""
    with closing(listener), closing(blind()) as instead:
        if not emptied(listener):
            return False
        os.dup2(instead.fileno(), number, inheritable=False)
        return True


def emptied(listener: socket.socket) -> bool:
    """Wait, for a moment at most, until the server has accepted whoever waits; whether it has."""
    end = time.monotonic() + QUEUE_SECONDS
    while queued(listener):
        if time.monotonic() > end:
            return False
        time.sleep(0.001)
    return True


def blind() -> socket.socket:
    """A socket that listens and never hears: to accept on any other would be an error, again and again."""
    found = socket.create_server(("127.0.0.1", 0))
    turn_newcomers_away(found)
    found.setblocking(False)
    return found
