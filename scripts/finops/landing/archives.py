"""Zip archives: unpacked into a folder of the load, or refused for what is unsafe to unpack."""

import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from finops.landing.report import Refusal

# Deflate packs at most a thousand to one. Billing exports come to a tenth or a fiftieth of their size.
LARGEST_RATIO = 300
UNSUSPICIOUS_BYTES = 64 << 20
MOST_MEMBERS = 10_000
SPREADSHEET = "[Content_Types].xml"
ENCRYPTED = 1
CHUNK = 1 << 20
KIND_OF_FILE, SYMBOLIC_LINK = 0o170000, 0o120000


def unpack(path: str, label: str, folder: Path) -> None:
    """Unpack the archive at `path` into the new `folder`. `label` is how it is called in messages.

    Raises Refusal for a broken or encrypted archive, a spreadsheet, one that unpacks to far more than it
    should, and one whose members lie outside of it.
    """
    folder.mkdir(parents=True)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            _check(members, Path(path).stat().st_size, label)
            for member in members:
                target = folder / member.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                # Reading ends at the size that was checked, whatever the member goes on to.
                with archive.open(member) as packed, open(target, "wb") as plain:
                    shutil.copyfileobj(packed, plain, CHUNK)
    except (zipfile.BadZipFile, EOFError, zlib.error, NotImplementedError) as error:
        raise Refusal(
            f"{label}: not a zip archive that can be unpacked to its end ({error}).",
            "Unpack it and land the folder; if that fails too, download it again.",
        ) from None


def _check(members: list[zipfile.ZipInfo], packed_bytes: int, label: str) -> None:
    names = [member.filename for member in members]
    if SPREADSHEET in names:
        raise Refusal(f"{label}: a spreadsheet.", "Save the sheet as CSV in UTF-8.")
    if any(member.flag_bits & ENCRYPTED for member in members):
        raise Refusal(f"{label}: encrypted.", "Unpack it with its password and land the folder.")
    outside = next((one for one in members if _leads_outside(one)), None)
    if outside:
        raise Refusal(
            f"{label}: its member {outside.filename!r} is a link or names a place outside the archive.",
            "Do not trust it: ask whoever made it, or unpack it where it can do no harm and look.",
        )
    if len({name.lower() for name in names}) < len(names):
        doubled = next(name for name in names if [one.lower() for one in names].count(name.lower()) > 1)
        raise Refusal(f"{label}: it holds two members called {doubled}.", "Unpack it and land the folder.")
    unpacked_bytes = sum(member.file_size for member in members)
    is_bomb = unpacked_bytes > max(UNSUSPICIOUS_BYTES, LARGEST_RATIO * packed_bytes)
    if is_bomb or len(members) > MOST_MEMBERS:
        raise Refusal(
            f"{label}: {len(members):,} members of {unpacked_bytes:,} bytes out of {packed_bytes:,}; that is"
            " no export.",
            "If it is one, unpack it yourself and land the folder.",
        )


def _leads_outside(member: zipfile.ZipInfo) -> bool:
    place = PurePosixPath(member.filename.replace("\\", "/"))
    is_link = (member.external_attr >> 16) & KIND_OF_FILE == SYMBOLIC_LINK
    has_drive = ":" in (place.parts[0] if place.parts else "")
    return is_link or place.is_absolute() or has_drive or ".." in place.parts
