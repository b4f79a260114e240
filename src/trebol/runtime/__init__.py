"""The runtime room: the one path of a call, whatever protocol brought it."""
