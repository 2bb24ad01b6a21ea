"""The words in which walls speak, in the languages of this field. Those of notices count where a line begins with
them: a notice speaks for itself, talk of it stands in the middle of a sentence."""

from __future__ import annotations

import re

__all__ = [
    "AUTHORITY",
    "CHALLENGE_LINES",
    "CHALLENGE_TITLES",
    "FAILURES",
    "JOIN",
    "MAINTENANCE",
    "QUEUE",
    "SCRIPTS",
    "SEIZED",
    "SEIZED_TITLES",
    "SIGN_IN",
    "USER_FIELDS",
]


def _lines(*beginnings: str) -> re.Pattern[str]:
    """Matches where a line begins so."""
    return re.compile(rf"^\W{{0,6}}(?:{'|'.join(beginnings)})", re.IGNORECASE | re.MULTILINE)


CHALLENGE_TITLES = re.compile(
    r"^\W*(?:just a moment\W*$|un instant|einen moment|nur einen moment|un momento|один момент|minutku|одну минуту"
    r"|checking (?:your )?(?:browser|connection)|verifying (?:your browser|you are human|connection)|attention required"
    r"|ddos-?guard|ddos protection|security (?:check|verification)|please wait\W*$|one moment\W*(?:please\W*)?$"
    r"|access queue|(?:\w+ ){0,3}queue\W*$|you are (?:now )?in (?:the |a )?queue|human verification"
    r"|are you (?:a )?(?:human|robot)"
    r"|browser (?:check|verification)|captcha|anti-?(?:ddos|bot)|bot (?:check|verification|protection)|robot check"
    r"|making sure you(?:'|’|&#39;)re not a bot|prove (?:that )?you|verify(?:ing)? (?:that )?you"
    r"|vérification|file d(?:'|’)attente|sicherheits(?:prüfung|überprüfung)|warteschlange|browser(?:prüfung"
    r"|überprüfung)"
    r"|verificación|comprobando (?:su|tu) navegador|cola de (?:acceso|espera)|проверка|очередь"
    r"|access to this page has been denied|(?:verifica|controllo) (?:di sicurezza|del browser)|verifica (?:che|umana)"
    r"|verificação|verificando (?:o seu|seu|su|tu) navegador|beveiligingscontrole|zugriff wird geprüft|anti-?flood)",
    re.IGNORECASE,
)
CHALLENGE_LINES = _lines(
    r"checking (?:your|if the site) (?:browser|connection)",
    r"(?:please )?(?:verify|prove|confirm) (?:that )?you(?:'re| are) (?:a )?(?:human|not a (?:ro)?bot)",
    r"(?:please )?(?:enable|turn on) javascript(?: and cookies)? to continue",
    r"this process is automatic",
    r"select each text box and enter the letter",
    r"(?:veuillez )?(?:vérifier|prouver|confirmer|prouvez|confirmez) que vous (?:êtes|n['’]êtes pas)",
    r"vérification de votre navigateur",
    r"(?:bitte )?(?:bestätigen|beweisen) sie, dass sie (?:ein mensch|kein roboter)",
    r"(?:ihr|der) browser wird (?:gerade )?überprüft",
    r"(?:confirme|demuestre|verifique|demuestra|confirma) que (?:no )?(?:es|eres) ",
    r"(?:estamos )?comprobando (?:su|tu) navegador",
    r"(?:подтвердите|докажите),? что вы (?:не робот|человек)",
    r"(?:(?:einen augenblick|einen moment)[^.!?\n]{0,10}, )?wir prüfen, (?:dass|ob) sie",
    r"es wird (?:gerade )?(?:überprüft|geprüft), (?:ob|dass)",
    r"(?:stiamo )?(?:verificando|controllando) (?:che|il|la|se) (?:tu|lei|tuo|suo|browser|connessione)",
    r"(?:conferma|dimostra|verifica) (?:di (?:non )?essere|che (?:non )?sei)",
    r"(?:confirme|prove|verifique) que (?:você )?(?:não )?é",
    r"(?:estamos )?(?:verificando|checando) (?:o )?seu navegador",
    r"(?:bevestig|bewijs) dat (?:u|je) (?:een mens|geen robot)",
    r"(?:we|wij) controleren (?:uw|je) (?:browser|verbinding)",
    r"(?:please )?(?:type|enter) the (?:characters|letters|code|text)\b[^.!?\n]{0,40}(?:picture|image|below|see|above)",
    r"(?:идёт |идет )?проверка (?:вашего )?браузера",
)
SCRIPTS = re.compile(
    r"_cf_chl_opt|__ddg\d|sucuri_cloudproxy|BlazingFast|_Incapsula_Resource|slowAES|haproxy-protection|anubis_challenge"
    r"|techaro|go-away\.challenge"
)
QUEUE = re.compile(
    r"^\W{0,6}(?:you(?:'ve| have| are)?(?: been| now)* (?:placed )?in (?:a |the )?queue|(?:you have been"
    r"|you've been) placed in"
    r"|(?:your )?(?:place|position) in (?:the )?queue|estimated (?:wait|entry) time|vous (?:êtes"
    r"|avez été placé)\w* .{0,30}file d"
    r"|(?:votre )?(?:place|position) dans la file|sie (?:sind|befinden sich|wurden) .{0,30}warteschlange"
    r"|ihre? (?:platz|position) in der warteschlange"
    r"|(?:está|estás|usted está|ha sido) .{0,30}cola|(?:su|tu) (?:lugar|posición) en la cola|вы .{0,30}очереди"
    r"|ваше? (?:место|позиция) в очереди"
    r"|awaiting forwarding to the platform)",
    re.IGNORECASE | re.MULTILINE,
)
SEIZED = _lines(
    r"(?:this|these) (?:\w+ ){0,3}(?:domain|website|web site|site|server|service|platform|forum|market(?:place)?"
    r"|blog|page|infrastructure)s?\b[^.!?]{0,80}"
    r"\b(?:has|have|was|were|is|are)\b[^.!?]{0,30}\b(?:seized|taken down|taken over|under the control of)",
    r"(?:this|the) (?:hidden|onion) (?:site|service)\b[^.!?]{0,40}\bseized",
    r"(?:ce|cette|ces) (?:\w+ ){0,3}(?:domaine|site|serveur|service|forum|plateforme|page)s?\b[^.!?]{0,80}(?:a|ont"
    r"|est|été) [^.!?]{0,20}saisi",
    r"(?:diese?[rs]?|die|das) (?:\w+[ -]){0,3}(?:domain|website|webseite|seite|plattform|forum|server|dienst"
    r"|kryptomarkt|marktplatz)\b[^.!?]{0,80}"
    r"(?:beschlagnahmt|sichergestellt)",
    r"est[ea] (?:\w+ ){0,3}(?:dominio|sitio|página|servidor|foro|plataforma|servicio)\b[^.!?]{0,80}(?:incautad"
    r"|intervenid|confiscad)",
    r"quest[oa] (?:\w+ ){0,3}(?:dominio|sito|pagina|server|forum|piattaforma|servizio)\b[^.!?]{0,80}sequestrat",
    r"est[ea] (?:\w+ ){0,3}(?:domínio|site|página|servidor|fórum|plataforma|serviço)\b[^.!?]{0,80}(?:apreendid"
    r"|confiscad)",
    r"(?:deze|dit) (?:\w+ ){0,3}(?:domein(?:naam)?|website|site|pagina|server|forum|platform|dienst)\b[^.!?]{0,80}"
    r"(?:in beslag|overgenomen door)",
    r"(?:law enforcement|authorities|police|europol|the (?:fbi|police|authorities))\b[^.!?]{0,40}\b(?:has|have)"
    r" (?:seized|taken (?:control of|over|down)) (?:this|these)",
    r"(?:(?:этот|данный|эта|данная) (?:\w+ ){0,3})?(?:домен|сайт|ресурс|форум|сервер|площадка)\w*[^.!?]{0,80}(?:изъят"
    r"|конфискован|арестован|заблокирован по решению)",
)
SEIZED_TITLES = re.compile(
    r"^\W*(?:this .{0,60}\bseized\b|(?:(?:domain|site|website|server|forum|page)s? )?seized\W*$|(?:domain "
    r"|notice of |website )?seizure(?: notice)?\W*$"
    r"|operation \w+\W*$|(?:ce |cette )?(?:site|domaine)? ?(?:a été )?saisie?\W*$|(?:diese .{0,40})?beschlagnahmt\W*$"
    r"|(?:este .{0,40})?(?:sitio |dominio )?incautado\W*$|(?:quest[oa] .{0,40})?(?:sito |dominio )?sequestrato\W*$"
    r"|(?:este .{0,40})?(?:site |domínio )?apreendido\W*$|(?:dit |deze )?(?:\w+ )?(?:is )?in beslag genomen\W*$"
    r"|(?:этот )?(?:сайт|домен) (?:изъят|конфискован)\w*\W*$)",
    re.IGNORECASE,
)
AUTHORITY = re.compile(
    r"\bfbi\b|federal bureau|europol|eurojust|interpol|police|department of justice|law enforcement|warrant"
    r"|gendarmerie|parquet"
    r"|bundeskriminalamt|\bbka\b|polizei|staatsanwaltschaft|guardia civil|policía|полици|мвд|генеральн\w+ прокуратур"
    r"|national crime agency|\bnca\b|politie|\bcyber ?crime\b|secret service|homeland security|carabinieri|juzgado"
    r"|tribunal|polizia|polícia|procura della repubblica|openbaar ministerie",
    re.IGNORECASE,
)
_OURS = (
    r"(?:we|we['’]re|our \w+|(?:the|this) (?:\w+ )?(?:site|forum|board|server|page|service|website)"
    r"|(?:site|forum|board|website|server))"
)
MAINTENANCE = _lines(
    rf"{_OURS}\b[^.!?\n]{{0,60}}\b(?:maintenance|maintained|upgrad\w+|temporarily|down for|offline"
    r"|(?:be )?(?:right |shortly )?back)",
    rf"(?:sorry,? (?:but )?)?{_OURS} (?:is|are) (?:currently|temporarily|now|presently) (?:unavailable|closed"
    r"|offline|down|disabled)",
    r"(?:sorry,? (?:but )?)this board is (?:currently |temporarily )?(?:unavailable|closed|offline|down|disabled)",
    r"(?:(?:board|forum|site|website) )?(?:upgrade|update|migration|server move) in progress",
    r"(?:board|forum|site|website) (?:is )?(?:closed|offline|disabled|down)\W*$",
    r"(?:scheduled |planned |under |down for |currently under |site |forum |server |routine |closed for )maintenance",
    r"maintenance(?: mode| in progress| en cours| page| programmée)?\W*$",
    r"(?:we(?:'|’)ll )?be (?:right )?back (?:soon|shortly|later|in a)",
    r"be right back\W*$",
    r"temporarily (?:down|offline|unavailable|closed)",
    r"(?:site|forum|serveur) (?:en (?:cours de )?maintenance|temporairement|momentanément|indisponible)",
    r"(?:le|ce|notre) (?:site|forum|serveur|service)\b[^.!?\n]{0,40}(?:maintenance|temporairement|momentanément"
    r"|actuellement (?:indisponible|fermé))",
    r"(?:maintenance (?:en cours|planifiée|programmée)|en maintenance|nous (?:revenons|serons de retour"
    r"|sommes en maintenance))",
    r"(?:wartungs(?:arbeiten|modus|pause)|wartung\W*$|wegen wartung|wir sind (?:bald|gleich|in kürze) (?:wieder"
    r"|zurück))",
    r"(?:die(?:se)?|das|unser\w*) (?:seite|webseite|website|forum|server|board)\b[^.!?\n]{0,50}(?:gewartet|wartung"
    r"|(?:zurzeit|derzeit|momentan|aktuell|vorübergehend) (?:nicht|geschlossen))",
    r"(?:(?:sitio|foro|página|web|estamos|servidor) (?:\w+ ){0,2}(?:en|realizando"
    r"|haciendo) (?:\w+ ){0,2}mantenimiento|en mantenimiento|mantenimiento(?: programado| en curso)?\W*$|volve(?:mos"
    r"|remos) (?:pronto|en breve))",
    r"(?:el|este|nuestro) (?:sitio|foro|servidor|servicio)\b[^.!?\n]{0,50}(?:mantenimiento|no está disponible"
    r"|fuera de servicio|temporalmente)",
    r"(?:(?:sito|forum|pagina|servizio) (?:\w+ )?in manutenzione|in manutenzione"
    r"|manutenzione(?: programmata| in corso)?\W*$|torn(?:iamo|eremo) (?:presto|a breve|subito|online))",
    r"(?:(?:site|fórum|página|estamos|servidor) (?:\w+ ){0,2}em manutenção|em manutenção|manutenção(?: programada)?\W*$"
    r"|volt(?:amos|aremos) (?:em breve|logo))",
    r"(?:(?:site|forum|website|pagina|server) (?:is )?(?:tijdelijk|momenteel)|(?:gepland )?onderhoud\W*$"
    r"|(?:we|wij) zijn (?:zo|binnenkort|snel) terug|wegens onderhoud)",
    r"(?:технические работы|техническое обслуживание|ведутся [^.!?\n]{0,30}работы|проводятся [^.!?\n]{0,30}работы"
    r"|скоро верн[её]мся|профилактика\W*$)",
    r"(?:на )?(?:наш |этот )?(?:сайте?|форуме?|сервере?) [^.!?\n]{0,40}(?:обслуживани|временно|закрыт на|работы)",
)
FAILURES = re.compile(
    r"^\W*(?:error|erreur|fehler|ошибка|unknown error|none unknown error|[45]\d\d\b|(?:page )?not found"
    r"|page introuvable|introuvable"
    r"|forbidden|unauthori[sz]ed|bad (?:gateway|request)|gateway time-?out|service (?:temporarily )?unavailable"
    r"|internal server error"
    r"|(?:seite )?nicht gefunden|(?:página )?no encontrada?|(?:страница )?не найден|access denied|accès refusé"
    r"|zugriff verweigert"
    r"|acceso denegado|доступ запрещ[её]н|proxy error|connection (?:timed out|refused)|onionsite not found"
    r"|server error|web server is|sql error|database error|general error|(?:this )?account (?:has been )?suspended)",
    re.IGNORECASE,
)
SIGN_IN = re.compile(
    r"log(?:ged)?[ -]?in|sign[ -]?in|log[ -]?on|connexion|se connecter|identif|anmeld|einloggen|iniciar sesi[oó]n"
    r"|acceder|entrar|ingresar"
    r"|accedi|accesso|inloggen|aanmelden|entre na|zaloguj|вход|войти|авториз",
    re.IGNORECASE,
)
USER_FIELDS = re.compile(
    r"user|login|nick|pseudo|member|name|identifiant|utente|usuario|gebruiker|benutzer", re.IGNORECASE
)
JOIN = re.compile(
    r"regist(?:er|ration|rier|ro\b|rar)|sign[ -]?up|join|create (?:an )?account|inscri|créer un compte"
    r"|crear (?:una )?cuenta|регистрац",
    re.IGNORECASE,
)
