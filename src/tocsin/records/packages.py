"""Zipped office files opened with care: limits on size, ratio and number of parts, no passwords.

Parts are read through Python's zipfile, which never hands out more than the size it declared, so a
part that lies about its size cannot swell.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

from lxml import etree

from tocsin.errors import Damaged, FileRefused, OldOfficeFormat, PasswordProtected, TooLarge
from tocsin.records.reference_data import limits

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AGAIN = "Open it in the program that made it, save it again, and put the new copy in the folder."
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)


class Package:
    """The parts of one zipped file. `part(name)` gives b"" for a part that is not there."""

    def __init__(self, data: bytes) -> None:
        self._zip = _open(data)
        self._sizes = _checked(self._zip)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._sizes)

    def part(self, name: str) -> bytes:
        if name not in self._sizes:
            return b""
        try:
            return self._zip.read(name)
        except _UNREADABLE:
            raise Damaged("A part of the file cannot be unpacked.", do=_SAVE_AGAIN) from None

    def repacked(self, wanted: Callable[[str], bool]) -> bytes:
        """A plain zip of the wanted parts, for a reader that trusts what zips say of themselves."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as plain:
            for name in self.names:
                if wanted(name):
                    plain.writestr(zipfile.ZipInfo(name), self.part(name))
        return out.getvalue()


def _open(data: bytes) -> zipfile.ZipFile:
    if data.startswith(OLE_MAGIC):
        raise _ole(data)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE:
        raise Damaged("The file is damaged or is not what its name says.", do=_SAVE_AGAIN) from None


def _ole(data: bytes) -> FileRefused:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return PasswordProtected(
            "The file is protected by a password.",
            do="Open it, remove the password (File, Info, Protect) and save it again.",
        )
    return OldOfficeFormat(
        "The file is in the format Office used before 2007.",
        do="Open it in Word or Excel and save it as .docx or .xlsx.",
    )


def _checked(opened: zipfile.ZipFile) -> dict[str, int]:
    parts, bounds = opened.infolist(), limits()
    if len(parts) > bounds.zip_entries:
        raise TooLarge(f"The file holds more than {bounds.zip_entries} parts.", do=_SAVE_AGAIN)
    if any(part.flag_bits & 0x1 for part in parts):
        raise PasswordProtected("The file is protected by a password.", do="Remove it and save again.")
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    ratio = unpacked / max(packed, 1)
    swollen = unpacked > bounds.ratio_from_bytes and ratio > bounds.unpacked_ratio
    if unpacked > bounds.unpacked_bytes or swollen:
        raise TooLarge("The file unpacks to far more than its size.", do=_SAVE_AGAIN)
    return {part.filename: part.file_size for part in parts if part.filename and not part.is_dir()}


def parse_xml(data: bytes) -> etree._Element:
    """Hardened: no entities, no network, no huge text, no document type."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    if len(data) > limits().xml_bytes:
        raise TooLarge("The file holds more text than any chronology.", do="Split it into several files.")
    if b"<!DOCTYPE" in data[:4096]:
        raise Damaged("The file holds a document type, which no office program writes.", do=_SAVE_AGAIN)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if "huge" in str(error).casefold() or "too long" in str(error).casefold():
            raise TooLarge("A cell or a nesting in the file is too large.", do=_SAVE_AGAIN) from None
        raise Damaged("A part of the file is not well-formed.", do=_SAVE_AGAIN) from None
