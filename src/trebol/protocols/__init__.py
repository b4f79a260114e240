"""The protocols: each decodes, has the call performed, encodes and documents; none knows another."""
