"""Clients are salted on the way in: the warehouse cannot be joined to their own system."""

import hashlib
import os
import secrets

from etl.data_folder import DataFolder


def salt(folder: DataFolder) -> bytes:
    """The warehouse's own salt, made once; losing it only ends the recognition of old clients."""
    path = folder.warehouse / "salt"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        os.replace(fresh, path)
    return bytes.fromhex(path.read_text().strip())


def pseudonym(client: str, key: bytes) -> str:
    """Sixteen hexadecimal digits that name the client within this warehouse only."""
    return hashlib.blake2b(client.strip().encode(), key=key, digest_size=8).hexdigest()
