"""LibreOffice without a screen, where it is installed: opens a file and prints it as PDF."""

import resource
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest


def program():
    return shutil.which("libreoffice") or shutil.which("soffice")


def printed(file, folder):
    """The bytes of the PDF that LibreOffice makes of a file. Skips aloud where it can't open such files at all."""
    if not program():
        pytest.skip("LibreOffice is not installed")
    command = [program(), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf"]
    done = subprocess.run([*command, "--outdir", folder, file], timeout=120, capture_output=True, text=True)
    made = Path(folder) / f"{Path(file).stem}.pdf"
    if not made.exists() and Path(file).suffix == ".pptx" and not _has_impress():
        pytest.skip("LibreOffice is installed without Impress, which opens slides")
    assert made.exists(), done.stdout + done.stderr
    return made.read_bytes()


def _has_impress():
    home = Path(program()).resolve().parent
    return any((place / "libsdlo.so").exists() for place in (home, Path("/usr/lib/libreoffice/program")))


def parts(data):
    """Every XML part of an office file as text, by its name."""
    with zipfile.ZipFile(data) as file:
        return {name: file.read(name).decode() for name in file.namelist() if name.endswith((".xml", ".rels"))}


def resident():
    """The process's memory in bytes. Skips aloud where the system doesn't tell."""
    told = Path("/proc/self/statm")
    if not told.exists():
        pytest.skip("The system doesn't tell a process's memory")
    return int(told.read_text().split()[1]) * resource.getpagesize()
