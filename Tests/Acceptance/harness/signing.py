"""The CMS's C2 signature, written a second time from the contract to check the first."""

import hashlib
import hmac
import urllib.parse


def encoded(text):
    return urllib.parse.quote(text, safe="-._~")


def hmac_hex(key, message):
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


def signature_is_right(method, path, headers, body, access_key, secret_key):
    """Whether the Authorization header fits the request; `headers` has lower-case names."""
    parts = headers.get("authorization", "").split("/")
    if len(parts) != 5 or parts[:2] != ["auth-v2", access_key]:
        return False
    _, _, timestamp, signed, signature = parts
    lines = [method, path, signed]
    for name in signed.split(";"):
        lines.append(f"{encoded(name)}:{encoded(headers.get(name, '').strip())}")
    lines.append(encoded(body.decode()))
    signing_key = hmac_hex(secret_key, f"auth-v2/{access_key}/{timestamp}/{signed}")
    return hmac.compare_digest(hmac_hex(signing_key, "\n".join(lines)), signature)
