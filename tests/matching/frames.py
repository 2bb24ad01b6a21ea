"""What identifiers stand in: talk of five languages, mark-up, and rows of every layout."""

from __future__ import annotations

__all__ = ["PROSE", "ROWS"]

PROSE = (
    *("Voici un exemple : {} et voilà, dites-moi.", "Il habite Brest, {}, appelez vite.", "le {} !", "«{}»", "→ {}"),
    *("la fiche de Roux ({})", "ligne {} / suite", "ok {}\nle 12/05/2024", "n° {}", "contact:{}", "tél:{}", "NIR {}"),
    *("{}", "Here is a sample: {} , who wants more?", "dm me {} thanks", "sample:\n{}\n...", "id {} ok", "me:{}"),
    *("Вот пример: {} пишите.", "Пример {}.", "Aquí va: {}, gracias.", "Hier ist ({}) für euch.", "Kontakt {}; bitte"),
    *(
        '"{}"',
        "“{}”",
        "> {}\nmerci",
        "[quote]{}[/quote] lol",
        "[b]{}[/b]",
        "[code]{}[/code]",
        "*{}*",
        "***{}***",
        "`{}`",
    ),
    *(
        "<p>{}</p>",
        "<td>{}</td><td>x</td>",
        "&lt;{}&gt;",
        "&quot;{}&quot;",
        "- {}\n- autre",
        "1. {}",
        "\n{}\n",
        "\t{}\t",
    ),
    *("#{} ", "x={}&y=2", "https://f.example/?q={}", "data={}", "{}…", "([{}])", "?{}?", "~{}~", "我{}", "{}我"),
)
ROWS = (
    *(
        "nom;valeur;ville\nROUX;{};Brest\n",
        "ROUX;{};Brest",
        "ROUX,{},Brest",
        "a\t{}\tb",
        "a|{}|b",
        "| ROUX | {} | Brest |",
    ),
    *('"ROUX","{}","Brest"', '"{}";"x"', "12;{};34", "{},12,ROUX", "{};ROUX;Zoé", "ROUX;Zoé;1984-05-12;{}"),
    *(
        "INSERT INTO t VALUES ('ROUX','{}',1);",
        "INSERT INTO t (a,b) VALUES\n(1,'{}'),\n(2,'{}');",
        "(1, 'ROUX', '{}', NULL),",
    ),
    *('{"nom": "Roux", "v": "{}"}', '{"v":"{}"}', "{'v': '{}'}", "nom=Roux;v={};ville=Brest", "ROUX {} 12/05/1984"),
    *("Nom: Roux\nValeur: {}\nVille: Brest", "Nom : Roux / Valeur : {}", "v: {}", "- v: {}\n- w: 2"),
    *("<nom>Roux</nom><v>{}</v>", "'ROUX','{}','Brest'"),
)
