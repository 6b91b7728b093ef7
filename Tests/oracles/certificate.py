"""The certificate of a day by docs/certificate.md, written independently of the host: dictionaries only.

    certificate.py FILE      prints {"messages": n, "types": {...}, "orphans": n, "digests": [[instant, sha256], ...]}
"""

import gzip
import hashlib
import json
import struct
import sys

LENGTHS = dict(
    S=12, R=39, H=25, Y=20, L=26, V=35, W=12, K=28, J=35, h=21, A=36, F=40, E=31, C=36, X=23, D=19, U=35, P=44,
    Q=40, B=19, I=50, N=20, O=48)
INSTANTS = [half_hours * 1800 * 10**9 for half_hours in range(19, 33)]


def frames(data):
    at = 0
    while at + 2 <= len(data):
        (length,) = struct.unpack_from(">H", data, at)
        if at + 2 + length > len(data):
            return
        yield data[at + 2 : at + 2 + length]
        at += 2 + length


class Books:
    def __init__(self):
        # Insertion order is queue order.
        self.orders = {}
        self.orphans = 0

    def rest(self, reference, locate, side, price, shares):
        self.orders[reference] = [locate, side, price, shares]

    def apply(self, kind, message):
        locate, reference = struct.unpack_from(">H", message, 1)[0], None
        if kind in "AFECXDU":
            (reference,) = struct.unpack_from(">Q", message, 11)
        if kind in "AF":
            side, shares, price = message[19:20], *struct.unpack_from(">I8xI", message, 20)
            if side in (b"B", b"S") and reference and shares and reference not in self.orders:
                self.rest(reference, locate, side, price, shares)
        elif kind in "ECXDU":
            if kind == "U":
                new, shares, price = struct.unpack_from(">QII", message, 19)
                if not new or not shares:
                    return
            order = self.orders.get(reference)
            if order is None or order[0] != locate:
                self.orphans += 1
            elif kind == "U":
                if new not in self.orders:
                    del self.orders[reference]
                    self.rest(new, locate, order[1], price, shares)
            elif kind == "D":
                del self.orders[reference]
            else:
                (shares,) = struct.unpack_from(">I", message, 19)
                if shares <= order[3]:
                    order[3] -= shares
                    if order[3] == 0:
                        del self.orders[reference]

    def digest(self):
        def place(item):
            _, (locate, side, price, _) = item
            return locate, side, -price if side == b"B" else price

        digest = hashlib.sha256()
        for reference, (locate, side, price, shares) in sorted(self.orders.items(), key=place):
            digest.update(struct.pack(">HcIQI", locate, side, price, reference, shares))
        return digest.hexdigest()


def main(path):
    data = open(path, "rb").read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    books, types, digests, count, ahead = Books(), {}, [], 0, list(INSTANTS)
    for message in frames(data):
        count += 1
        kind = chr(message[0]) if message else ""
        if LENGTHS.get(kind) != len(message):
            continue
        types[kind] = types.get(kind, 0) + 1
        time = int.from_bytes(message[5:11], "big")
        while ahead and time > ahead[0]:
            digests.append([ahead.pop(0), books.digest()])
        books.apply(kind, message)
    digests += [[instant, books.digest()] for instant in ahead] + [[None, books.digest()]]
    json.dump({"messages": count, "types": types, "orphans": books.orphans, "digests": digests}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
