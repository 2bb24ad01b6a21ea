"""Walls as they are met, and ordinary pages that speak of them, in five languages: no error either way."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

import pytest

from crawler.pages import read
from crawler.reading import Fetched, Locale
from model.identities import SourceId
from model.visits import PageClass

LINK = "<a href='/{0}'>{0}</a> "
WORDS = ("home", "news", "forum", "search", "members", "help", "about", "rules", "login")
MENU = "<div>" + "".join(LINK.format(word) for word in WORDS) + "</div>"


def page(title: str, body: str) -> str:
    return f"<!doctype html><html><head><title>{title}</title></head><body>{body}</body></html>"


def class_of(body: str, *, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> PageClass:
    fetched = Fetched(
        url="https://quay.example/viewtopic.php?f=2&t=3",
        status=status,
        headers=headers,
        body=body.encode(),
        fetched_at=datetime.now(UTC),
    )
    return read(fetched, source=SourceId("quay"), engine=None, locale=Locale()).page_class


CHALLENGE, SEIZED, MAINTENANCE = PageClass.CHALLENGE, PageClass.SEIZED, PageClass.MAINTENANCE
LOGIN, ERROR = PageClass.LOGIN, PageClass.ERROR
WALLS = {
    "a check in Italian": (
        page("Verifica di sicurezza", "<h1>Un momento...</h1><p>Stiamo verificando che tu sia umano.</p>"),
        403,
        CHALLENGE,
    ),
    "a check in German, in other words": (
        page("Zugriff wird geprüft", "<p>Einen Augenblick bitte, wir prüfen, dass Sie kein Roboter sind.</p>"),
        503,
        CHALLENGE,
    ),
    "a captcha of one's own make": (
        page(
            "Anti-flood",
            "<form method=post><img src='/c.php'><input name='answer'></form><p>Type the letters you see above</p>",
        ),
        200,
        CHALLENGE,
    ),
    "seized in Italian": (
        page("Avviso", "<h1>Questo dominio è stato sequestrato</h1><p>dalla Polizia Postale</p>"),
        200,
        SEIZED,
    ),
    "seized in Dutch": (
        page("Domein", "<h1>Deze website is in beslag genomen</h1><p>door de Politie</p>"),
        200,
        SEIZED,
    ),
    "seized in Portuguese": (page("Aviso", "<h1>Este domínio foi apreendido</h1><p>Polícia Federal</p>"), 200, SEIZED),
    "an operation's name": (
        page("Notice", "<h1>Operation Nightfall</h1><p>The administrators were arrested by law enforcement.</p>"),
        200,
        SEIZED,
    ),
    "seized in Russian, as a resource": (
        page("Уведомление", "<h1>Доступ прекращен</h1><p>Ресурс изъят МВД России</p>"),
        200,
        SEIZED,
    ),
    "closed in Italian": (
        page("Manutenzione", "<h1>Sito in manutenzione</h1><p>Torneremo presto.</p>"),
        200,
        MAINTENANCE,
    ),
    "a board that moves": (
        page("Board", "<h1>Board closed</h1><p>We are moving servers, see you on Monday.</p>"),
        200,
        MAINTENANCE,
    ),
    "an upgrade": (page("Forum", "<h1>Upgrade in progress</h1><p>We will return.</p>"), 200, MAINTENANCE),
    "a form to sign in that says little": (
        page(
            "Invitation", "<form method=post><input name=login><input type=password name=pw><button>Go</button></form>"
        ),
        200,
        LOGIN,
    ),
    "a form to sign in, in Italian": (
        page(
            "Accesso", "<form action='/accedi' method=post>Nome utente<input name=u><input type=password name=p></form>"
        ),
        200,
        LOGIN,
    ),
    "a database that is away": (page("Database error", "<h1>SQL Error</h1><p>too many connections</p>"), 200, ERROR),
    "a customer who did not pay": (
        page("Account Suspended", "<h1>Account Suspended</h1><p>Contact your hosting provider.</p>"),
        200,
        ERROR,
    ),
    "Cloudflare, managed": (
        page(
            "Just a moment...",
            "<h1>quay.example</h1><p>Verify you are human by completing the action below.</p>"
            "<div class='cf-turnstile'></div>"
            "<script src='/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1?ray=1'></script>",
        ),
        403,
        CHALLENGE,
    ),
    "Cloudflare in French": (
        page(
            "Un instant…",
            "<h2>Vérification de la sécurité de votre connexion</h2>"
            "<script>(function(){window._cf_chl_opt={}})()</script>",
        ),
        503,
        CHALLENGE,
    ),
    "Cloudflare in German, with status 200": (
        page("Nur einen Moment…", "<div id='challenge-running'></div><p>Überprüfung läuft</p>"),
        200,
        CHALLENGE,
    ),
    "Cloudflare's block": (
        page("Attention Required! | Cloudflare", "<div id='cf-wrapper'><h1>Sorry, you have been blocked</h1></div>"),
        403,
        CHALLENGE,
    ),
    "DDoS-Guard": (
        page(
            "DDOS-GUARD",
            "<div id='ddg-captcha'></div><p>Checking your browser before accessing quay.example</p>"
            "<script src='/.well-known/ddos-guard/js-challenge/index.js'></script>",
        ),
        403,
        CHALLENGE,
    ),
    "a queue of an onion": (
        page(
            "Access Queue",
            "<p>You have been placed in a queue,"
            " awaiting forwarding to the platform.</p><p>Estimated entry time: 35 s</p>",
        ),
        200,
        CHALLENGE,
    ),
    "a queue in Russian": (
        page("Очередь", "<p>Вы находитесь в очереди</p><p>Ваше место в очереди: 40</p>"),
        200,
        CHALLENGE,
    ),
    "a captcha of an onion": (
        page(
            "Captcha",
            "<form method='post'><p>Select each text box and enter the letter or number you see within the circle.</p>"
            "<img src='data:image/png;base64,AAAA'><input name='cap1'><input name='cap2'><button>Go</button></form>",
        ),
        200,
        CHALLENGE,
    ),
    "hCaptcha": (
        page("Un paso más", "<p>Demuestre que es humano</p><div class='h-captcha' data-sitekey='x'></div>"),
        200,
        CHALLENGE,
    ),
    "reCAPTCHA in German": (
        page(
            "Sicherheitsüberprüfung",
            "<p>Bitte bestätigen Sie, dass Sie ein Mensch sind.</p><div class='g-recaptcha'></div>",
        ),
        429,
        CHALLENGE,
    ),
    "Incapsula": (
        page("", "<iframe id='main-iframe' src='/_Incapsula_Resource?CWUDNSAI=24'>Request unsuccessful.</iframe>"),
        200,
        CHALLENGE,
    ),
    "Anubis": (
        page(
            "Making sure you&#39;re not a bot!",
            "<script id='anubis_challenge' type='application/json'>{}</script><p>Loading...</p>",
        ),
        200,
        CHALLENGE,
    ),
    "Sucuri": (
        page(
            "You are being redirected...",
            "<script>var s={},u,c,U,r,i,l=0;sucuri_cloudproxy_js='';</script>Javascript is required.",
        ),
        307,
        CHALLENGE,
    ),
    "seized by the FBI": (
        page(
            "This Website Has Been Seized",
            "<img src='/splash.jpg' alt='This website has been seized by the Federal Bureau of Investigation'>",
        ),
        200,
        SEIZED,
    ),
    "seized, in a picture alone": (page("SEIZED", "<body><img src='seizure_banner.png'></body>"), 200, SEIZED),
    "seized by several": (
        page(
            "Operation Cookie",
            "<h1>THIS DOMAIN HAS BEEN SEIZED</h1><p>by the FBI, Europol and the Dutch National Police</p>"
            "<p>in accordance with a seizure warrant</p><a href='https://ic3.example'>tips</a>",
        ),
        200,
        SEIZED,
    ),
    "seized in French": (
        page("Site saisi", "<h1>Ce nom de domaine a été saisi</h1><p>Gendarmerie nationale, parquet de Paris</p>"),
        200,
        SEIZED,
    ),
    "seized in German": (
        page("Beschlagnahmt", "<p>Diese Plattform wurde durch das Bundeskriminalamt beschlagnahmt.</p>"),
        200,
        SEIZED,
    ),
    "seized in Spanish": (
        page("Aviso", "<p>Este sitio web ha sido incautado por la Guardia Civil.</p>"),
        200,
        SEIZED,
    ),
    "seized in Russian": (
        page("Внимание", "<p>Этот сайт конфискован по решению суда. МВД России, управление полиции.</p>"),
        403,
        SEIZED,
    ),
    "maintenance": (
        page(
            "Site Maintenance",
            "<article><h1>We&rsquo;ll be back soon!</h1><div>"
            "<p>Sorry for the inconvenience but we&rsquo;re performing some"
            " maintenance at the moment.</p><p>&mdash; The Team</p></div></article>",
        ),
        503,
        MAINTENANCE,
    ),
    "maintenance with status 200": (
        page("Quay", "<h1>The forum is currently under maintenance.</h1><p>Please come back in an hour.</p>"),
        200,
        MAINTENANCE,
    ),
    "maintenance in French": (
        page("Le Quai", "<h1>Maintenance en cours</h1><p>Nous serons de retour dans une heure.</p>"),
        200,
        MAINTENANCE,
    ),
    "maintenance in German": (
        page("Kaimauer", "<p>Wegen Wartungsarbeiten ist das Forum zurzeit nicht erreichbar.</p>"),
        503,
        MAINTENANCE,
    ),
    "maintenance in Spanish": (
        page("Dársena", "<h2>Sitio en mantenimiento</h2><p>Volvemos pronto.</p>"),
        200,
        MAINTENANCE,
    ),
    "maintenance in Russian": (page("Технические работы", "<p>Скоро вернёмся.</p>"), 200, MAINTENANCE),
    "a form to sign in": (
        page(
            "Log in",
            "<h1>Log in</h1><form method='post'><input name='username'><input type='password' name='password'>"
            "<button>Log in</button></form>",
        ),
        200,
        LOGIN,
    ),
    "a form to sign in, in Russian, with status 404": (
        page(
            "Вход",
            "<form action='/login'><input name='u'><input type='password' name='p'>"
            "<input type='submit' value='Войти'></form>",
        ),
        404,
        LOGIN,
    ),
    "a server's error": (
        page("502 Bad Gateway", "<center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center>"),
        502,
        ERROR,
    ),
    "an error with status 200": (page("Error 404", "<h1>Page not found</h1>"), 200, ERROR),
}


def post(text: str, *, title: str = "A thread") -> str:
    """A thread of phpBB in which somebody wrote *text*."""
    return (
        f"<!doctype html><html><head><title>{escape(title)}</title></head><body id='phpbb' class='section-viewtopic'>"
        f"<a href='./ucp.php?mode=login'>Login</a>"
        f"<h2 class='topic-title'><a href='./viewtopic.php?f=2&amp;t=3'>{escape(title)}</a></h2>"
        "<div id='p7' class='post'><dl class='postprofile'><dt><a class='username'>gull</a></dt></dl>"
        "<p class='author'>by <strong><a class='username'>gull</a></strong> &raquo; 08 Feb 2024, 10:02</p>"
        f"<div class='content'>{escape(text)}</div></div></body></html>"
    )


def listed(title: str) -> str:
    """A list of phpBB with a thread of this *title*."""
    return (
        "<!doctype html><html><head><title>Board</title></head><body id='phpbb'>"
        "<a href='./ucp.php?mode=login'>Login</a>"
        "<ul class='topiclist topics'><li class='row'><dl><dt><a class='topictitle' href='./viewtopic.php?f=2&amp;t=3'>"
        f"{escape(title)}</a></dt><dd class='posts'>3</dd></dl></li></ul></body></html>"
    )


QUOTED = [
    "Just a moment...",
    "Checking your browser before accessing",
    "You have been placed in a queue. Estimated entry time: 40 s",
    "This domain has been seized by the FBI and Europol in accordance with a warrant.",
    "Site under maintenance. We'll be back soon!",
    "Ce site a été saisi par la gendarmerie, parquet de Paris.",
    "Maintenance en cours, nous serons de retour bientôt.",
    "Prouvez que vous n'êtes pas un robot",
    "Diese Website wurde durch das Bundeskriminalamt beschlagnahmt.",
    "Wartungsarbeiten: das Forum ist zurzeit nicht erreichbar.",
    "Este sitio ha sido incautado por la Guardia Civil.",
    "El sitio está en mantenimiento. Volvemos pronto.",
    "Этот сайт конфискован, полиция.",
    "Технические работы, скоро вернёмся.",
    "Attention Required! | Cloudflare",
    "You must be logged in to see this. Please enter your password.",
    "404 Not Found",
]
ARTICLES = {
    "news in English": (
        "Police seize a leak forum",
        "<p>The FBI said that the forum's domain has been seized. Visitors now see a notice.</p><p>Europol helped.</p>",
    ),
    "news that quotes the notice": (
        "What the notice says",
        "<p>Visitors are greeted by the words &ldquo;This domain has been seized by the FBI&rdquo;, police say.</p>",
    ),
    "news in French": (
        "Un forum fermé par la police",
        "<p>Le parquet de Paris a annoncé que le site avait été saisi. « Ce site a été saisi », lit-on désormais.</p>",
    ),
    "news in German": (
        "Forum vom Netz",
        "<p>Das BKA teilte mit, der Server sei beschlagnahmt worden. Die Polizei nennt keine Namen.</p>",
    ),
    "news in Spanish": (
        "La policía cierra un foro",
        "<p>La Guardia Civil anunció que el dominio ha sido incautado en una operación con Europol.</p>",
    ),
    "news in Russian": ("Форум закрыт", "<p>По данным полиции, сайт изъят, а его администратор задержан.</p>"),
    "how to pass a challenge": (
        "Scraping behind Cloudflare",
        "<p>If your title is Just a moment... then you met a challenge. Look for challenge-form in the page.</p>" * 3,
    ),
    "a page behind Cloudflare with its passive script": (
        "Harbour prices",
        MENU + "<script>window._cf_chl_opt={}</script><p>Berths cost 12 a day.</p>" * 4,
    ),
    "a shop with a captcha on its form": (
        "Contact us",
        MENU + "<form><input type='email'><textarea name='message'></textarea><div class='g-recaptcha'></div></form>",
    ),
    "a notice of works to come": (
        "Notices",
        MENU + "<p>On Sunday the site will be under maintenance from 2 to 4.</p><p>The canteen is open.</p>",
    ),
    "maintenance of lifts": ("Maintenance des ascenseurs", MENU + "<p>Contrat annuel, deux visites.</p>"),
    "a glossary of queues": (
        "Queueing theory",
        MENU + "<p>Your position in the queue depends on service times.</p>" * 5,
    ),
    "a comment on a queue": (
        "Dread again",
        "<div class='comment'><span class='author'>gull</span><p>You have been placed in a queue</p></div>",
    ),
    "a poll on captchas": ("Captchas, yes or no?", MENU + "<p>Are you human? 12 votes.</p>"),
    "a list of errors": (
        "HTTP status codes",
        "<h1>HTTP status codes</h1>" + "<p>404 Not Found, 502 Bad Gateway.</p>" * 40,
    ),
    "a blog on being offline": (
        "Being offline",
        "<time>2024-02-08</time><h1>Being offline</h1><p>Our site was temporarily down last week; here is why.</p>",
    ),
}
ORDINARY = {
    "a paste under a password": page(
        "Unlock", "<form method=post><input type=password name=pw><button>Open</button></form>"
    ),
    "a paste of a notice": page("Paste", "<pre>Questo sito è stato sequestrato dalla Polizia</pre>"),
    "an article on an operation": page(
        "News", f"<h1>Operation Cronos</h1><p>Law enforcement has taken over.</p>{MENU}"
    ),
    **{f"a post: {text[:30]}": post(text, title=text) for text in QUOTED},
    **{f"a title in a list: {text[:30]}": listed(text) for text in QUOTED},
    **{name: page(title, body) for name, (title, body) in ARTICLES.items()},
}
NO_WALL = {PageClass.LIST, PageClass.THREAD, PageClass.UNKNOWN}


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_told_for_what_it_is(name: str) -> None:
    body, status, expected = WALLS[name]
    assert class_of(body, status=status) is expected


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(WALLS) >= 15
    assert len(ORDINARY) >= 50


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_page_that_speaks_of_walls_is_none(name: str) -> None:
    assert class_of(ORDINARY[name]) in NO_WALL


@pytest.mark.parametrize("status", [200, 302, 403, 404, 503])
def test_a_status_proves_nothing_about_a_page_with_posts(status: int) -> None:
    assert class_of(post("Viamedis, anyone?"), status=status) is PageClass.THREAD


@pytest.mark.parametrize("status", [200, 302, 403, 404, 503])
@pytest.mark.parametrize("name", ["Cloudflare, managed", "seized by several", "maintenance", "a queue of an onion"])
def test_a_status_proves_nothing_about_a_wall(status: int, name: str) -> None:
    body, _, expected = WALLS[name]
    assert class_of(body, status=status) is expected
