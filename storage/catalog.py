"""All configuration, read and checked: the way from `config/` to nouns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from model.errors import BadConfig
from model.lexicon import Lexicon
from model.settings import Catalog
from model.sources import Keep
from model.watches import Watch, Watchlist
from storage.catalog_entries import Entry, Folder, document, entries, layered, refuse_twins
from storage.catalog_files import Layer, gather, shipped
from storage.catalog_forms import Problems, fill
from storage.catalog_learnt import learnt
from storage.catalog_lexicon import LanguageForm
from storage.catalog_rules import rules_of
from storage.catalog_settings import SettingsForm
from storage.catalog_sources import SourceForm
from storage.catalog_values import nearest
from storage.catalog_watches import SignatureForm, WatchForm
from storage.catalog_yaml import File

__all__ = ["assemble", "load"]

SOURCES = Folder(name="sources", form=SourceForm, plural="sources", word="source")
WATCHES = Folder(name="watchlist", form=WatchForm, plural="watches", word="watch", alone=False)
SIGNATURES = Folder(name="signatures", form=SignatureForm, plural="signatures", word="signature")
LANGUAGES = Folder(name="lexicon", form=LanguageForm, plural="languages", word="language", key="language")


def load(config: Path | None) -> Catalog:
    """The configuration in the directory *config*, or the one that is shipped; raises `BadConfig`.

    What the directory has wins. Shipped settings, languages and signatures stand in for those it lacks; sources
    and watches come from nowhere else.
    """
    fallback = gather(shipped())
    return assemble(fallback if config is None else gather(config), fallback)


def assemble(own: Layer, fallback: Layer, problems: Problems | None = None) -> Catalog:
    """Check the files of *own*, with *fallback* standing in for what it lacks, and make nouns of them.

    Raises `BadConfig` for the first problem; *problems* then holds them all.
    """
    problems = Problems() if problems is None else problems
    settings = _settings(own.settings or fallback.settings, problems)
    sources = entries(own, SOURCES, problems)
    watches = entries(own, WATCHES, problems)
    signatures = layered(own, fallback, SIGNATURES, problems)
    languages = layered(own, fallback, LANGUAGES, problems)
    problems.raise_first()

    refuse_twins(sources, problems)
    refuse_twins(watches, problems)
    refuse_twins(signatures, problems)
    refuse_twins(languages, problems)
    _refuse_unknown_signatures(watches, signatures, problems)
    _refuse_shared_names(watches, signatures, problems)
    _refuse_keeping_all(sources, settings, problems)
    known = [_watch(watch, own.place / WATCHES.name, problems) for watch in watches]
    problems.raise_first()

    return Catalog(
        settings=settings.noun(own.place.absolute()),
        sources=tuple(source.form.noun(own.place.absolute()) for source in sources),
        watchlist=Watchlist(
            watches=tuple(known),
            signatures=tuple(signature.form.noun() for signature in signatures),
        ),
        lexicon=Lexicon(
            languages=tuple(language.form.noun() for language in languages),
            learnt=learnt(weights) if (weights := own.learnt or fallback.learnt) else None,
        ),
    )


def _settings(file: File | None, problems: Problems) -> SettingsForm:
    read = document(file, problems) if file else None
    return (fill(SettingsForm, read, (), problems) if read else None) or SettingsForm()


def _watch(entry: Entry[WatchForm], folder: Path, problems: Problems) -> Watch:
    """The watch of *entry*, with the YARA rules that it names."""
    watch = entry.form.noun()
    if entry.form.yara is None:
        return watch
    try:
        return replace(watch, yara=rules_of(entry, entry.form.yara, folder))
    except BadConfig as problem:
        problems.add(problem)
        return watch


def _refuse_unknown_signatures(
    watches: list[Entry[WatchForm]], signatures: list[Entry[SignatureForm]], problems: Problems
) -> None:
    known = {signature.id for signature in signatures}
    for watch in watches:
        for n, name in enumerate(watch.form.signatures):
            if name not in known:
                problems.add(watch.error(f"unknown signature '{name}': {nearest(name, known)}", "signatures", n))


def _refuse_shared_names(
    watches: list[Entry[WatchForm]], signatures: list[Entry[SignatureForm]], problems: Problems
) -> None:
    """Cases are told apart by the id of their watch or signature."""
    taken = {watch.id: watch for watch in watches}
    for signature in signatures:
        if watch := taken.get(signature.id):
            what = f"'{watch.id}' is also the id of a signature, in {signature.where}: rename the watch"
            problems.add(watch.error(what, "id"))


def _refuse_keeping_all(sources: list[Entry[SourceForm]], settings: SettingsForm, problems: Problems) -> None:
    for source in sources:
        if source.form.keep is Keep.ALL and settings.legal_basis is None:
            what = "`keep: all` needs a written reason: add `legal_basis: …` to settings.yaml, or write `keep: matches`"
            problems.add(source.error(what, "keep"))
