"""Have two PNG of 8 bits, grey or RGB, the same pixels? pixels.py A B"""
import struct
import sys
import zlib


def paeth(a, b, c):
    return min((a, b, c), key=lambda v: abs(a + b - c - v))


def pixels(path):
    data, at, packed = open(path, "rb").read(), 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        at += 12 + size
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert depth == 8 and colour in (0, 2), (depth, colour)
            step = 3 if colour == 2 else 1
        if kind == b"IDAT":
            packed += body
    raw, n = zlib.decompress(packed), step * width
    above, rows = bytes(n), []
    for y in range(height):
        line = raw[y * (n + 1):(y + 1) * (n + 1)]
        row = bytearray(n)
        for i in range(n):
            a = row[i - step] if i >= step else 0
            c = above[i - step] if i >= step else 0
            b = above[i]
            row[i] = (line[i + 1] + (0, a, b, (a + b) // 2,
                                     paeth(a, b, c))[line[0]]) % 256
        rows.append(bytes(row))
        above = row
    return rows


if __name__ == "__main__":
    sys.exit(pixels(sys.argv[1]) != pixels(sys.argv[2]))
