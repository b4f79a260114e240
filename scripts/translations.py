"""Keeps the Spanish of the reference application's pages: `make translations`, or with `--check`, only tells.

The texts are read out of the Python files and the templates of each application that has a `locale` folder.
What is new goes into its `django.po` without a translation, what is gone is taken out, and `django.mo`, which
Django reads, is made of it. Nothing but Python is needed; gettext's own programs are not.
"""

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

PROJECT = Path(__file__).resolve().parents[1] / "examples" / "comparte_ride"
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
LITERAL = r"(?:u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")"
IN_TEMPLATE = re.compile(rf"\b(_|gettext|ngettext)\(({LITERAL})(?:,\s*({LITERAL}))?")
HOLE = re.compile(r"%\((\w+)\)")
Text = tuple[str, str]  # a text and its plural, empty where it has none


def texts_of_python(source: str) -> Iterator[Text]:
    """The texts that a module marks."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        said = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        if node.func.id in PLAIN and said:
            yield str(said[0]), ""
        elif node.func.id in PLURAL:
            yield str(said[0]), str(said[1])


def texts_of_template(source: str) -> Iterator[Text]:
    """The texts that a template marks, as Django itself reads them."""
    for _, one, many in IN_TEMPLATE.findall(templatize(source)):
        yield ast.literal_eval(one), ast.literal_eval(many) if many else ""


def texts_of(application: Path) -> set[Text]:
    """Every text of an application."""
    found: set[Text] = set()
    for path in sorted(application.rglob("*")):
        if path.suffix == ".py":
            found |= set(texts_of_python(path.read_text(encoding="utf-8")))
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            found |= set(texts_of_template(path.read_text(encoding="utf-8")))
    return found


def problems_of(application: Path) -> Iterator[str]:
    """Everything that is wrong with the Spanish of an application, a line each."""
    catalogue = catalogue_of(application)
    entries: dict[Text, polib.POEntry] = {(entry.msgid, entry.msgid_plural): entry for entry in catalogue}
    texts = texts_of(application)
    yield from (f"not in the catalogue: {text!r}" for text, _ in sorted(texts - entries.keys()))
    yield from (f"in the catalogue, but in no file: {text!r}" for text, _ in sorted(entries.keys() - texts))
    for text in sorted(texts & entries.keys()):
        yield from problems_of_entry(entries[text])
    if compiled_path(application).read_bytes() != catalogue.to_binary():
        yield f"{compiled_path(application).name} is not made of {catalogue.fpath}"


def problems_of_entry(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one translation."""
    said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    if not said or not all(said):
        yield f"not translated: {entry.msgid!r}"
    if entry.fuzzy:
        yield f"fuzzy: {entry.msgid!r}"
    holes = {hole for text in (entry.msgid, entry.msgid_plural) for hole in HOLE.findall(text or "")}
    for text in filter(None, said):
        if set(HOLE.findall(text)) - holes or (not entry.msgid_plural and set(HOLE.findall(text)) != holes):
            yield f"other holes than {entry.msgid!r}: {text!r}"


def catalogue_of(application: Path) -> polib.POFile:
    """The Spanish of an application."""
    return polib.pofile(str(application / "locale" / "es" / "LC_MESSAGES" / "django.po"), wrapwidth=100)


def compiled_path(application: Path) -> Path:
    """What Django reads."""
    return application / "locale" / "es" / "LC_MESSAGES" / "django.mo"


def update(application: Path) -> None:
    """Write the catalogue anew, and what Django reads."""
    catalogue = catalogue_of(application)
    entries = {(entry.msgid, entry.msgid_plural): entry for entry in catalogue}
    for text, plural in texts_of(application) - entries.keys():
        forms = {"msgid_plural": plural, "msgstr_plural": {0: "", 1: ""}} if plural else {}
        entries[(text, plural)] = polib.POEntry(msgid=text, **forms)
    kept = sorted(texts_of(application))
    catalogue.clear()
    catalogue.extend(entries[text] for text in kept)
    catalogue.save()
    compiled_path(application).write_bytes(catalogue.to_binary())


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="write nothing; tell what is wrong")
    parser.add_argument("--project", type=Path, default=PROJECT)
    asked = parser.parse_args()
    applications = sorted(path.parent for path in asked.project.glob("*/locale"))
    if not asked.check:
        for application in applications:
            update(application)
    found = [f"{a.name}: {problem}" for a in applications for problem in problems_of(a)]
    print("\n".join(found) if found else f"The Spanish of {len(applications)} application(s) is whole.")
    return 1 if found or not applications else 0


if __name__ == "__main__":
    sys.exit(main())
