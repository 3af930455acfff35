"""CRC-32C (Castagnoli, RFC 3720)."""

from __future__ import annotations

_POLYNOMIAL = 0x82F63B78


def _entry(index: int) -> int:
    c = index
    for _ in range(8):
        c = (c >> 1) ^ _POLYNOMIAL if c & 1 else c >> 1
    return c


_TABLE = tuple(_entry(i) for i in range(256))


def crc32c(data: bytes, seed: int = 0) -> int:
    """The CRC of ``data``, continuing from ``seed``, the CRC of what came before.

    >>> hex(crc32c(b"123456789"))
    '0xe3069283'
    """
    c = seed ^ 0xFFFFFFFF
    for byte in data:
        c = _TABLE[(c ^ byte) & 0xFF] ^ (c >> 8)
    return c ^ 0xFFFFFFFF
