"""Words of the walks of life: those of a watched trade, of leaks, and of what else bears the same names.

A star ends a stem. Words that mean too much to tell anything (level, card, book a flight) are left out on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping

from matching.tokens import fold_word
from model.watches import Sector

__all__ = ["BESIDE", "ELSEWHERE", "HOMES", "LEAKS", "SLANG", "TRADES", "Stems"]


class Stems:
    """A set of words and stems that says whether a folded word is in it."""

    def __init__(self, written: str) -> None:
        words = [fold_word(word.rstrip("*")) + word[len(word.rstrip("*")) :] for word in written.split()]
        self.whole = frozenset(word for word in words if not word.endswith("*"))
        self.stems = frozenset(word[:-1] for word in words if word.endswith("*"))
        self._lengths = sorted({len(stem) for stem in self.stems})

    def __contains__(self, word: str) -> bool:
        return word in self.whole or any(word[:length] in self.stems for length in self._lengths)


LEAKS = Stems(
    """
        leak* fuite* filtracion* filtrad* слив* слит* утечк* утёк утек datenleck* leck dump* дамп* database* databases
        db bdd base bases basa baza bazu bazy база базы базу базе базой datenbank* breach* hack* hacked pirat* взлом*
        взлам* хакер* cyber* кибер* ransom* rançon* выкуп* вымогател* lösegeld* rescate exfil* steal* stolen vol volé*
        robad* gestohlen* украл* украден* credential* combo* комбо* login* logins log logs логи логов логин* password*
        passwd mdp пароль пароли passwor* passwörter contraseña* accès acces access доступ* zugang zugänge acceso* vpn
        rdp citrix впн рдп shell webmail portal portail портал* mailbox* mailboxes почт* boîte* stealer* стилер*
        phish* фиш* hameçon* scam* скам* fake faux fausse kit panel панел* data datos daten données donnees данные
        данных данными fichier* fichiers file files файл* datei* archivo* csv sql txt xlsx json rows lines lignes
        строк* записей filas líneas registros zeilen datensätze records enregistrement* клиент* client* clients
        customer* kunden* cliente* abonné* abonent* абонент* абонентов patient* пациент* пациентов adhérent* assuré*
        assures versichert* asegurad* account* accounts compte* comptes konto* konten cuenta* cuentas аккаунт* учетк*
        учётк* кабинет* sample* samples échantillon* echantillon* muestra* сэмпл* пруф* proof proofs preuve* vend*
        vends vendre vente sell* selling sale sold achète* achete* achet* wtb wts wtt buy* buying cherche* recherche
        looking suche* verkauf* biete busco compro kaufe куплю купить продам продаю продаж* ищу ищем нужен нужна нужно
        vouch* escrow garant гарант* предоплат* процент reseller vendeur seller продавец xmr monero btc bitcoin usdt
        usd eur crypto крипт* nir nss ssn secu sécu iban* ибан* rib ribs fullz inn снилс cnil gdpr rgpd regulator*
        régulateur* notice* attack* attaque* angriff* ataque* атак* incident* инцидент* compromis* компромет* victim*
        victime* opfer víctima* жертв* insider* инсайдер* negotiat* négoci* leaksite publish* publié* опубликов*
        veröffentlich* exploit* payload* ddos defac* деанон* doxx* mail mails email emails correo* domain domaine
        admin админ* server serveur* сервер* backup* sauvegarde* бэкап* download* téléchar* telechar* herunterlad*
        sliv slivy utechk* dostup* klientov klienty dannye dannyh dannykh prodam prodayu prodaju kuplyu strok stroki
        wyciek* danych dostęp* sprzeda* podaci podataka
        descarg* скача* lien link links ссылк* drop drops pack packs пак паки liste listes список списка валид* valid
        valide valides dublette* doublon* duplicat* дубли legit ehrenmann bump upvote gratuit gratis kostenlos
        бесплатно veritaban* sızıntı* satılık gegevens klantgegevens gelekt datalek* dati dados vazamento*
        vazad* wyciek*
        sprzedam lekkasje* kundedata läcka läckt* müşteri*
        """
)
"""Words of those who deal in leaks, and of those who report them."""

SLANG = Stems(
    """
        glws gg ty tysm thx thanks thank merci mrc mercii danke dank gracias спасибо спс bro bruh legend legende
        légende légendes goat respect респект красав* chef boss op ops vouched rep bump glws hot free gratos pt dm pm
        mp лс личку pv tg lol lmao lmaoo lmaooo mdr mdrr mdrrr ptdr рофл кек noob skid claimed claims confirmed legit
        ligne line
        """
)
"""Words of a place where leaks are dealt in, that say little elsewhere."""

_CUSTOMER = """
        app appli application приложени* hotline support поддержк* contrat* contract* vertrag* contrato* договор*
        facture* invoice* rechnung* factura* счет счёт bill billing customer* client* kunde* kunden* cliente* клиент*
        abonnement* subscription* agence* branch* filiale* oficina отделени* employ* salarié* staff mitarbeiter*
        empleado* сотрудник* hiring hire recrut* embauch* stage internship poste job jobs cdi cdd stellenangebot*
        вакансия вакансии собес* резюме tarif* tariff* тариф* plan plans forfait* offre*
        """
_INSURANCE = """
        mutuelle* mutuelles mutuel mut мутуал* мутуэл* мютюэл* assur* insur* versicher* krankenversicher* krankenkass*
        zusatzversicher* asegur* seguro seguros страхов* страхав* mutua mutuas adhér* adher* cotis* garantie*
        garanties remboursement* rembours* reimburs* lunettes lunette brille* gafas очки очков dents dent teeth zähne
        dientes зубы зубов hospitalisation orthodont* kiné* physio* psy médecines ordonnance* pharmacie* ayant-droit
        résili* kündig* rescind* radié* surcomplémentaire prime primes beitrag* beiträge cuota* взнос* senior seniors
        retraité* rentner* salariés collectif erstatt* reembols* возмещ* optique* dentaire* dental* dentiste* zahn*
        optician* opticien* ostéo* osteo* prévoyance complémentaire* santé sante sanitaire health* police polices
        policy policies polizas póliza полис* claim claims décompte* courtier* broker* vermittler брокер* souscri*
        ayants droit iban* ибан* нир
        """
TRADES: Mapping[Sector, Stems] = {
    sector: Stems(words + " " + _CUSTOMER)
    for sector, words in {
        Sector.BANK: """
        bank* banque* banqu* bancair* banco bancos bancari* банк* банка банков* konto* konten kredit* credit* crédit*
        loan* prêt* prestamo* préstamo* hypothek* ипотек* кредит* virement* wire überweis* tagesgeld* festgeld
        einlagen* zins* relevé* releves выписк* transferencia* перевод* iban* ибан* card carte cartes karte* tarjeta*
        карт* pin tan push otp saving* money geld argent dinero деньги деньгам денег salaire* gehalt sueldo salary
        зарплат* guichet* schalter* ventanilla gesperrt blocked bloqué* bloquead* заблок* cashback dépôt wechselkurs
        währung* devise* taux zinssatz spread découvert overdraft dispo kreditkarte* crédito hypothek* prêteur*
        mortgage* notgroschen agios broker banking онлайн-банк банкинг épargne sparkonto depot deposit* вклад*
        courant* conseill* atm geldautomat* cajero банкомат* swift sepa compte* cuenta* account*
        """,
        Sector.INSURANCE: _INSURANCE,
        Sector.PAYMENT: _INSURANCE
        + """
        tiers payant payants third-party drittzahl* tercero* плательщик* opérateur* operator* оператор* pharmac*
        pharma apotheke* farmacia* аптек* оптик* audio* audioproth* lunettes verres carte cartes card cards karte
        tarjeta vitale droits rejet* facturation télétransmission portail praticien* nir нир secu
        """,
        Sector.HOSPITAL: """
        cliniqu* clinic* klinik* clínica* clinica* клиник* hôpita* hopita* hospit* hosto krankenh* больниц* госпитал*
        patient* пациент* пациентов médec* medec* medic* médic* врач* arzt* ärzt* médico* infirm* nurse* krankenschw*
        enferm* медсестр* medsestra doctor* docteur* chirurg* хирург* surg* maternit* midwi* sage-femme accouch* birth
        cardio* radio* irm scanner labo lab labor* samu urgenc* urgent* emergency notaufnahme urgencias реанимац*
        диагноз* diagnos* ordonnance* dossier* rdv rendez-vous chu ch ehpad rééducation reeducation hospitalis* колено
        палата оперир* операц* opération* operation* lits beds betten soins soignant* pacient* paciente* болезн*
        brancard* consult* konsult* консульт* chambre* docteur doctor médecin* arztbrief* genou hanche knee hip knie
        rodilla колен* impfung vaccin* vacuna прививк* anesth* narkose urologue dermato* gynéco* pédiatr* radiologie
        analyse* анализ* mrt ct-scan ordonnances réanimation entlassen entlassung patients séjour admission aufnahme
        ambulanc* ambulanz скорой скорая роддом* роды geburt entbindung parto palliati*
        """,
        Sector.TELECOM: """
        telecom* télécom* telco телеком* telekom* opérateur* operator* operador* оператор* sim sims esim симк* симка
        сим есим mobile mobil* móvil* мобил* phone* telefon* téléphon* teléfon* телефон* номер* numéro* number*
        nummer* número* roaming роуминг* 4g 5g gb go гб fibre fiber glasfaser* box router* routeur* роутер* internet
        интернет* sms смс abonné* subscriber* abonent* абонент* porta* portab* recharge* prepaid prépayé* пополн*
        antenne* tower* вышк* réseau* network* netz* red cobertura coverage couverture selfcare débit ping
        internetverbindung connexion conexión связь связи баланс balance top-up aufladen netzausfall panne* outage
        störung* prefix préfixe префикс* hors-forfait minutes минут minuten handy móviles smartphone* apn volte
        sms-code eSIM дуплик* duplicat* hotspots datos-móviles flatrate tarifwechsel tether* детализац* appels call
        calls anruf* hotspot wifi вайфай leva lev лева левов салон*
        """,
        Sector.ENERGY: """
        énerg* energ* энерг* electric* électric* strom* gas gaz газ* oil pétrol* нефт* power kraftwerk* réseau* grid
        compteur* meter* zähler* счётчик* счетчик* kwh solaire solar*
        """,
        Sector.RETAIL: """
        shop* magasin* boutique* store* laden tienda* магазин* order* commande* bestell* pedido* заказ* livraison*
        delivery liefer* envío* доставк* fidélité loyalty bonus supermar* caisse* panier cart
        """,
        Sector.TRANSPORT: """
        transport* транспорт* train* zug züge tren billets ticket* fahrkarte* billete* билет* logisti* логист* freight
        fret spedition* flight* vol vols flug* vuelo* рейс* airline* airport* aéroport* flughafen* аэропорт* passager*
        passenger* passagier* pasajer* пассажир* camion* truck* lkw fleet flotte* conducteur* driver* fahrer*
        """,
        Sector.LODGING: """
        hotel* hôtel* hostel* отел* хостел* chambre* room rooms zimmer habitaci* номера réserv* reserv* booking*
        buchung* бронир* guest* gäste huésped* гост* nuit* night* checkin séjour* stay*
        """,
        Sector.EDUCATION: """
        univers* универ* école* ecole* school* schule* escuela* школ* lycée* college* collège* étudiant* student*
        estudiant* студент* élève* schüler* alumn* prof profs professeur* teacher* lehrer* учител* diplôme* degree*
        campus кампус*
        """,
        Sector.PUBLIC: """
        ministère* minister* ministerio* министер* mairie* ville city stadt* ayuntamiento* préfecture* gouvern*
        govern* regierung* gobierno* государств* impôt* tax* steuer* impuesto* налог* citoyen* citizen* bürger*
        ciudadan* граждан* agent agents fonctionnaire* état civil
        """,
        Sector.SOFTWARE: """
        software logiciel* saas cloud api code source repo git dev devs développeur* developer* entwickler* desarroll*
        разработ* server* serveur* serveurs hébergeur* hosting host bug license* licence* user users utilisateur*
        """,
        Sector.INDUSTRY: """
        usine* factory factories fabrik* werk fábrica* завод* plant plants production* produktion* produc*
        fournisseur* supplier* liefer* proveedor* поставщик* ingénieur* engineer* plans drawings cad r&d brevet*
        patent*
        """,
        Sector.MEDIA: """
        journal* newspaper* zeitung* periódico* газет* rédaction* newsroom* redaktion* radio télé* tv fernseh* abonné*
        subscriber* lecteur* reader* leser* publicit* advert*
        """,
        Sector.FOOD: """
        restaurant* resto ресторан* livraison* delivery menu* commande* order* wine* vin vins bière* beer* brasserie*
        brewery aliment* food* lebensmittel* aliment* продукт*
        """,
        Sector.SPORT: """
        club* клуб* licencié* membre* member* mitglied* socio* fan fans ticket* stade* stadium* stadion* joueur*
        player* spieler* jugador* игрок* match* ligue* league* liga
        """,
    }.items()
}
"""What is spoken of where an organisation of that sector is."""

ELSEWHERE: Mapping[str, Stems] = {
    "animals": Stems(
        """
        chien* chiot* poney* cheval chevaux jument* hongre* étalon* chaton* élevage* teckel dog dogs doggy husky
        huskies puppy puppies labrador* horse* pony ponies stallion* mare kitten* kennel* leash paws hund hunde welpe*
        katze* pferd* stute* hengst* tierheim perro* perrito* cachorro* caballo* yegua* gatito* gata mascota* собак*
        собачк* щенок щенк* хаски лошад* конь коня пони котен* котён* кошк* кобел* bird birds birding chickadee*
        oiseau* mésange* vögel vogel pájaro* птиц* птич* feeder aquarium* tortue* lapin* rabbit* hamster* wolf wolves
        loup loups gatto gatti gattin* cagnolino hond hondje poes piesek kotek cão cães cachorr* kedi kedim köpek*
        """
    ),
    "games": Stems(
        """
        quest quests questgiver npc npcs pnj boss loot healer* heals hardmode dungeon* donjon* mazmorra* guild*
        guilde* gilde гильди* lvl modder* modding spawn* respawn* mana sword* épée* schwert* espada* меч elf
        elfe elfes elves elven elfen эльф* elfo* orc orcs орк* wizard* mage magicien* zauber* маг маги dragon dragons
        drache* dragón дракон* minecraft skyrim rpg jdr mmo mmorpg dnd speedrun* planète planète* planet planets
        planeta планет* galaxy galax* frigate* crystal* cristaux farmer farming unfarmbar lore codex playthrough
        gamer* gameplay videogame* spielstand juego juegos jefe final quête* квест* рейд рейды игра игре игры игру
        игроки дроп умени* clan* starship* spaceship* vaisseau* raumschiff* nave tabletop boardgame* plateau
        deckbuild* cosplay* gold goblin* lancer persuasion carte-monstre minifig* lego
        """
    ),
    "fiction": Stems(
        """
        chapter* chapitre* kapitel* capítulo* глава главе главу главы novel novels novela* roman romans романа saga
        sagas сага trilog* book books fanfic* fanfiction buch bücher libro libros книга книги книге книгу книг
        episode* épisode* эпизод* season seasons saison* staffel* temporada* сезон сезона сезоне netflix film films
        movie* película* peli фильм* сериал* character characters personnage* charakter figur personaje* персонаж*
        heroine héroïne* heldin heroína* героин* princess* princesse* prinzessin* princesa* принцесс* knight*
        chevalier* ritter caballero рыцар* lady lord королев* король turm cartoon* dessinateur* comic comics manga*
        anime аниме мультик* мультфильм* plot spoiler* author* autrice schriftsteller* sorci* hexe witch* vampire*
        fantasy фэнтези conte märchen fable poem* poème* gedicht* poesía стих* theatre théâtre* bühne teatro театр*
        canon fandom éditions littéraire*
        """
    ),
    "music": Stems(
        """
        band bands bandmate* album albums альбом* song songs chanson* lied canción canciones песн* concert* konzert*
        concierto* концерт* orchestr* оркестр* choir choirs chorale* chor coro хор ténor* tenor* soprano* baryton*
        drummer* barabanschik барабан* guitar* гитар* cello* cellist* violon* violin* geige* скрипк* music musique*
        musik* música* музык* platte platten vinyl* vinyle* setlist* gira festival* фестивал* shoegaze accordion*
        accordéon* songwriter lyrics bläser* sinfoni* symphon* trompete* saxophon* remix* rapper* rappeur* partition
        partitions sheet jazz punk théâtre* theater* teatro театр* spectacle* спектакл* troupe* comédien*
        """
    ),
    "table": Stems(
        """
        wine wines winery vin vins vino vinos wein weine weingut вино вина винодел* bouteille* bottle bottles flasche
        flaschen botella* бутыл* château chateau cuvée* vignoble* vigneron* cépage* millésime* rouge-cerise beer beers
        bier biere* bière* cerveza* пиво пива пивн* brew brewed brewpub brewery brasserie* brauerei* cervecer* ipa
        lager cidre* cider biscuit* biscuiterie* biscotti cake cakes gâteau* gateau* kuchen torte pastel tarta торт
        recipe* recette* rezept* receta* рецепт* sucre sugar zucker azúcar сахар flour farine* mehl harina мука œuf*
        eier huevo* яйц* yaourt* yogurt* fromage* cheese* käse queso сыры сыром restaurant* restaurante* resto
        ресторан* bistro* bistrot* honey miel honig мёд confiture* jam chocolat* chocolate* schokolade* шоколад* bacon
        bakery boulang* pâtiss* bäcker* panader* пекарн* hallah salad* salade* salat* ensalada* салат* soupe* soup
        suppe sopa суп gazpacho tapas pescado sardine* saumon leberwurst wurst jambon breakfast frühstück desayuno
        завтрак* dégust* tasting rousse blonde ambrée
        """
    ),
    "travel": Stems(
        """
        hotel hotels hôtel* hostel* hostal auberge* gîte* gite camping* campground* отель отеля отеле отели хостел*
        beach* beaches plage* playa* strand пляж* resort* condo* cottage* cruise* croisière* kreuzfahrt crucero круиз*
        island* île* isla islas insel* остров* ski skis skiing skigebiet esquí лыж* snowshoe* raquettes hiking hike
        hikes randonn* wanderung* wanderweg* senderismo поход trail* sentier* sendero* fjord* glacier* gletscher*
        glaciar* mountain* montagne* montaña* гора горы горах gorge* canyon* waterfall* cascade* tourist* touris*
        turist* турист* kayak* surfer* surfing bivouac* tent tents zelt tienda-campaña corniche* roadtrip backpack*
        палатка палатку палатки спальник* рюкзак* rucksack* mochila
        hébergement booking.com airbnb chiringuito* marina lighthouse phare leuchtturm faro маяк* cabo cap-ferret
        """
    ),
    "nature": Stems(
        """
        aurora auroras aurore* polarlicht* nordlicht* nordlichter lights сияние сияния сиянием forest* forêt* foret
        wald wälder nadelwald bosque* bosques лес леса лесу лесов taiga тайга тайги arctic arctique* arktis ártico
        арктик* tundra* snow neige* schnee nieve снег снега tromso chickadee* moss lichen* mousse sapin* fir spruce
        épinette* tanne* mücken mosquito* moustique* bear bears ours* bären oso medved медвед* wildfire* waldbrand*
        botan* faune flore habitat* ecolog* écolog* ökolog* экологи* species espèce* espèces climat* klima* climate*
        климат* constellation* constelaci* sternbild* созвезди* caribou* karibu* permafrost pergélisol télescope*
        telescope* teleskop* телескоп*
        """
    ),
    "people": Stems(
        """
        prénom* prenom* firstname forename vorname vornamen surname* nachnam* apellido généalog* genealog* генеалог*
        ahnen* ancêtre* ancestor* antepasad* предк* baby bébé* bebé grandma grandpa grandmother* grandfather*
        grand-père mamie oma opa abuela* abuelo* бабушк* дедушк* cartoonist* sculpt* peintre* painter* maler* pintor*
        художник* poet poète* dichter* поэт* composer* compositeur* komponist* baptême* wedding* mariage hochzeit*
        boda свадьб* actor actrice* actress schauspieler* актрис* актёр* lifer joli hübsch bonito évêque*
        bishop* obispo bischof* епископ* duke duchess duc duchesse earl dédicace* герцог*
        """
    ),
    "goods": Stems(
        """
        paint paints peinture* farben lumber timber sawmill furniture meuble* möbel* muebles мебел* sofa canapé* lamp
        lampe* ikea scie scies perceuse* visseuse* outil* drill drills bohrer* bohrmaschine säge* werkzeug* sierra
        taladro* пила дрель variateur* jardin* gardening garten* rasenmäher tondeuse* mower* рыбалк* рыбалку воблер*
        блесн* спиннинг* щука щуку fishing pêche pêcher lure lures leurre* angeln angelköder pesca señuelo* shoes
        chaussure* chaussures sneaker* schuhe zapat* кроссовк* обувь обуви boots bike bikes vélo velo vélos fahrrad*
        bicicleta* велосипед* tricot* knit* stricken wolle pullover sweater* parka* jacket* veste* jacke* куртк*
        backpack* rucksack* sac-à-dos synth synths synthé* moto motos motorrad motocicleta мотоцикл* outdoor outdoors
        outfitters trekking perfume* parfum* kosmetik* cosmétique* orthotics insoles toy toys jouet* spielzeug*
        juguete* игрушк* stove poêle* kaffeemaschine cafetière* boat boats bateau* boot-verleih barco* лодк* лодка
        yacht* segelboot* voilier* statek gemisi coat coats manteau* mantel abrigo* пальто cappotto płaszcz
        casaco* scarf scarves
        écharpe* schal bufanda* шарф* sciarpa szalik cachecol gloves mittens gants handschuh* guantes перчатк*
        guanti rękawic*
        luvas yarn laine wol włóczk* crochet häkel* socks chaussettes socken calcetin* носки blanket* couverture-lit
        candle* bougie* kerze* vela velas свеч*
        """
    ),
    "freight": Stems(
        """
        logisti* логист* freight* fret haulier* haulage trucking truck trucks transporteur* spedition* shipping
        shipyard* harbour harbor havn hafen* puerto порт порта порту seaport docks vessel* navire* schiff* buque*
        судно ferry* fähre* паром*
        """
    ),
    "school": Stems("""
        lycée lycee lyceum gymnasium-schule maternelle kita kindergarten* садик* школа школы школе
        """),
    "sport": Stems(
        """
        football* fußball* fútbol futbol футбол* soccer hockey хоккей* basket* handball* tennis теннис* rugby league
        ligue* bundesliga tournament* tournoi* turnier* torneo* турнир* goalkeeper gardien-but torwart portero penalty
        penaltis coach* entraîneur* trainer тренер* stade stadium* stadion* estadio* стадион* palmier* jogging
        """
    ),
}
"""What else is named so, by walk of life."""

BESIDE = Stems(
    """
        suite marine lumber street st. str strasse straße calle улица улице ул rue avenue av boulevard bd place platz
        plaza square park parc parque парк road lane hollow valley vallée tal valle creek river rivière fluss río река
        bay baie bucht bahía бич hill hills ridge falls village dorf pueblo деревня town quartier gare bahnhof
        estación вокзал airport aéroport lake lac see lago озеро church église kirche iglesia церковь cathedral
        cathédrale collège college university université музей museum musée museo bar pub café cafe inn tavern salon
        coiffure barbier law llp avocat avocats kanzlei notaire notaires associés associates partners & söhne sons
        fils hermanos captain capitaine kapitän sir saint-pierre ensemble quartet quintet trio duo choeur empire
        kingdom royaume reich königreich reino codex vault order clan hostel hotel records studio studios films
        pictures productions theatre gallery galerie jeans watches montres bijoux motors auto autos trucks boats
        yachts farm farms ferme garage construction bau bâtiment immobilier realty estates consulting design dance
        danse tanz yoga gym fitness spa golf monsieur madame mademoiselle mme mrs señora señorita signor signora
        signorina
        mevrouw meneer senhor senhora fröken господин* госпож* uncle aunt auntie oncle tante tonton onkel tío tía дядя
        тётя zio zia dziadek babcia
        """
)
"""Words that make another name only when they stand beside one."""

HOMES: Mapping[Sector, frozenset[str]] = {
    Sector.LODGING: frozenset({"travel", "table"}),
    Sector.FOOD: frozenset({"table"}),
    Sector.RETAIL: frozenset({"goods", "table", "sport"}),
    Sector.TRANSPORT: frozenset({"travel", "freight"}),
    Sector.INDUSTRY: frozenset({"goods", "freight"}),
    Sector.MEDIA: frozenset({"fiction", "music"}),
    Sector.SOFTWARE: frozenset({"games"}),
    Sector.EDUCATION: frozenset({"school", "fiction"}),
    Sector.SPORT: frozenset({"sport", "goods"}),
    Sector.PUBLIC: frozenset({"school", "nature"}),
    Sector.ENERGY: frozenset({"nature"}),
}
"""Walks of life in which an organisation of that sector is at home."""
