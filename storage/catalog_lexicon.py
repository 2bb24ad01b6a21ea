"""How the words of a language are written: `config/lexicon/*.yaml`."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from model.lexicon import Cue, Language
from model.matches import Intent
from model.watches import Field as Kind
from storage.catalog_forms import Form
from storage.catalog_values import Line, Lines

__all__ = ["LanguageForm"]


class CueForm(Form):
    """Words that speak for an intent."""

    say: Line
    weight: float = 1.0


Cues = tuple[
    Annotated[CueForm, BeforeValidator(lambda value: {"say": value} if isinstance(value, str) else value)], ...
]
Listed = Annotated[Cues, BeforeValidator(lambda value: () if value is None else value)]


class LanguageForm(Form):
    """What one language says."""

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
    intents: dict[Intent, Listed] = Field(default_factory=dict)
    fields: dict[Kind, Lines] = Field(default_factory=dict)
    topics: dict[str, Lines] = Field(default_factory=dict)
    samples: Lines = ()
    stopwords: Lines = ()

    def noun(self) -> Language:
        """The language itself."""
        return Language(
            code=self.language,
            intents={
                intent: tuple(Cue(say=cue.say, weight=cue.weight) for cue in cues)
                for intent, cues in self.intents.items()
            },
            fields=dict(self.fields),
            topics=dict(self.topics),
            stopwords=self.stopwords,
            samples=self.samples,
        )
