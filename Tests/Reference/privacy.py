"""Pseudonyms by Python's hmac, and chances of being recognised by mpmath's quadrature.

Run: python3 privacy.py > privacy.json   (Python 3.11, mpmath 1.3.0)
"""

import base64
import hashlib
import hmac
import json

import mpmath

mpmath.mp.dps = 30
KEY = bytes(range(32))
KEY_ID = hashlib.sha256(b"evenhand-key-id/1\n" + KEY).hexdigest()[:8]


def pseudonym(text, domain, epoch):
    message = f"evenhand-pseudonym/1\n{domain}\n{epoch}\n".encode() + text.encode()
    code = hmac.new(KEY, message, hashlib.sha256).digest()[:16]
    return f"p{KEY_ID}." + base64.b32encode(code).decode().lower().rstrip("=")


def chance(size, share):
    """E(1/F | f), F = f + negative binomial: the sum over how many more there are, f ≤ 40; else the integral."""
    share = mpmath.mpf(share)
    if size <= 40 and share >= 0.1:
        def term(more):
            return mpmath.binomial(size + more - 1, more) * share**size * (1 - share) ** more / (size + more)
        return mpmath.nsum(lambda more: term(int(more)), [0, mpmath.inf])
    return share * mpmath.quad(lambda v: v ** (size - 1) / (share + (1 - share) * v), [0, 0.5, 0.9, 0.99, 1])


print(json.dumps({
    "key-id": KEY_ID,
    "pseudonyms": [
        {"id": text, "domain": domain, "epoch": epoch, "pseudonym": pseudonym(text, domain, epoch)}
        for text in ["u1", "Zoë", "", "a b,\"c\"", "x" * 300] for domain in ["person", "item", "list"]
        for epoch in ["", "2026Q3"]
    ],
    "link": {
        "digest": "ab" * 32,
        "link": hmac.new(KEY, b"evenhand-blind/1\n" + b"ab" * 32, hashlib.sha256).hexdigest(),
    },
    "chances": [
        {"size": size, "share": share, "chance": float(chance(size, share))}
        for size in [1, 2, 3, 5, 8, 20, 63, 64, 65, 500] for share in [0.001, 0.1, 0.5, 0.501, 0.9, 0.999]
    ],
}, indent=1, ensure_ascii=False))
