"""Is an archive a backup of ours, whole and unchanged? Unpacked only as far as it is.

Nothing in it is trusted: a member must be a plain file whose name the manifest lists and a backup
can have, with the size and the hash that the manifest gives.
"""

import hashlib
import json
import re
import shutil
import tarfile
import zlib
from pathlib import Path

from etl.backup import FORMAT, LEFT_OUT, MANIFEST
from etl.refusal import Refusal

RIGHT = "a file that `python -m etl backup` wrote, copied completely"
NAME = re.compile(r"[^/\\\0.][^/\\\0]*(/[^/\\\0.][^/\\\0]*)*")  # relative, and nothing hidden
OURS = re.compile(r"salt|versions/\d{6}\.json|loads/\d+/[a-z]+\.(json|parquet)|marts_\d{6}\.duckdb")
LARGEST_MANIFEST = 64 * 2**20
BLOCK = 2**20


def unpack(archive: Path, into: Path) -> dict:
    """Unpack a backup into an empty folder; returns its manifest."""
    into.mkdir(parents=True)
    try:
        with tarfile.open(archive, "r|*") as members:
            manifest = _manifest(archive, members)
            _refuse_too_large(archive, manifest, into)
            left = dict(manifest["files"])
            while member := members.next():
                _unpack(archive, members, member, left.pop(member.name, None), into)
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise Refusal(archive.name, "is cut off or no archive", RIGHT) from error
    if left:
        raise Refusal(archive.name, f"lacks {len(left)} files, such as {min(left)}", RIGHT)
    return manifest


def _manifest(archive: Path, members: tarfile.TarFile) -> dict:
    first = members.next()
    known = first is not None and first.name == MANIFEST and first.isreg()
    if not known or first.size > LARGEST_MANIFEST:
        raise Refusal(archive.name, "is no backup of Payesh", RIGHT)
    try:
        manifest = json.loads(members.extractfile(first).read())
        found, files = manifest["payesh_backup"], manifest["files"]
        sizes = [int(file["bytes"]) for file in files.values() if len(file["sha256"]) == 64]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(archive.name, f"{MANIFEST} in it is damaged", RIGHT) from error
    if found != FORMAT:
        right = "the version of Payesh that wrote it"
        raise Refusal(archive.name, f"is a backup of format {found}, not {FORMAT}", right)
    if len(sizes) < len(files) or min(sizes, default=0) < 0:
        raise Refusal(archive.name, f"{MANIFEST} in it is damaged", RIGHT)
    for name in files:
        _refuse_name(archive, name)
    return manifest


def _refuse_name(archive: Path, name: str) -> None:
    top, _, rest = name.partition("/")
    inside = OURS.fullmatch(rest) if top == "warehouse" else top not in LEFT_OUT
    if not (NAME.fullmatch(name) and inside):
        raise Refusal(archive.name, f"has the file {name!r}, which no backup has", RIGHT)


def _refuse_too_large(archive: Path, manifest: dict, into: Path) -> None:
    needed = sum(file["bytes"] for file in manifest["files"].values())
    free = shutil.disk_usage(into).free
    if needed > free:
        what = f"unpacks to {needed / 1e9:.1f} GB, and {free / 1e9:.1f} GB are free"
        raise Refusal(archive.name, what, "more room on the disk of the data folder")


def _unpack(archive: Path, members: tarfile.TarFile, member, expected, into: Path) -> None:
    if expected is None or not member.isreg() or member.size != expected["bytes"]:
        raise Refusal(archive.name, f"{member.name!r} in it is not as its manifest says", RIGHT)
    path, digest = into / member.name, hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    with members.extractfile(member) as source, path.open("xb") as out:
        path.chmod(0o600 if member.name == "warehouse/salt" else 0o644)
        while block := source.read(BLOCK):
            digest.update(block)
            out.write(block)
    if digest.hexdigest() != expected["sha256"]:
        raise Refusal(archive.name, f"{member.name!r} in it was changed or damaged", RIGHT)
