"""Words that tell whether a name that means several things is spoken of as an organisation's or in everyday life."""

from __future__ import annotations

from matching.walks import Stems

__all__ = ["AFFAIRS", "ORDINARY"]

AFFAIRS = Stems(
    """
        affected concerned notified warned informed told knew know trust believe doubt* swore admit* denied deny
        denies letter letters lawsuit sue refund blame apolog* silence silent topic thread threads reply answered
        answer vanished recycled reposted repost* tried anyone anybody someone somebody nobody everyone seen old
        uploaded reuploaded opened opens missing worth trade offer offers copy copies real legit genuine mirror
        mirrors archive rather switched switch* hotline support advisor adviser works employee* employed price
        priced pay paid paying budget bid cheap method* cash cashout target* dispute deal dealer release* part
        touché* touchés touchees concern* prévenu* averti* prévenir courrier lettre lettres avocat rien crois croire
        croit doute* doutes confiance réchauffé* réupload* reupload* reup vieux recyclé* ouvrir ouvre ouvrent
        s'ouvre marche marchent quelqu'un quelqu personne sujet réponse répond* parle parler parlent conseiller
        bosse boulot chez prix paye paie payer méthode cible* souci dispo disponible miroir remet renvoie offre*
        vaut avisado* avisó afectad* enterad* carta creo creer fío dudo duda* confío subo subido sube subir resub*
        viejo reciclad* alguien nadie tema respuesta responde* contesta* funciona funcionan pago pagar precio método
        objetivo espejo trabaja asesor copia* réplica probado visto betroffen* informiert gewarnt gewusst weiß
        gesagt glaub* vertrau* zweifel* brief schreiben alt aufgewärm* jemand niemand thema antwort* geht läuft
        funktioniert zahle preis methode ziel* spiegel kopie paket arbeitet berater beraterin warte warten
        hochgeladen пострада* предупред* знали знал узнал верю верит верится доверя* сомнева* письмо письма письм*
        старая старое старьё старье перезали* залил залили выложил* кто-нибудь кто кто-то никто тема теме ответ*
        отвеча* молчит молчат тишина открыл* открыва* работает цена цену плачу оплат* схема схему метод* цель
        зеркало копия копии развод разводят кидок кидал* видел видели смотрел пробовал* начать заработ* руках отдам
    """
)
"""Words of those who talk about an affair; they tell of a name only where no everyday word stands."""

ORDINARY = Stems(
    """
        dog dogs cat cats puppy kitten pet pets horse grandmother grandfather mother father daughter son sister's
        born summer holiday* vacation weekend lovely beautiful coffee drinks drink saturday dinner lunch second-half
        half defence played plays player* won winner race sets season crew sword captain character paladin guild
        main level novel trilogy volume chapter song songs band album listening concert choir church film movie
        cried bloom* plant* sun garden warm winter painted fence white jacket family moved village valley teaches
        maths chien chiens chat chats chienne naissance prénom fille né née été vacances café bière mousse arrivé
        course deuxième premier gagné gagne victoire match joueu* équipe roman tome chapitre chanson chante chorale
        église pleurer plante fleur* soleil dormi route station ski fêtes famille boulangerie pain professeur perro
        perra gato gata nacido nacida verano vacaciones cerveza ganó ganado carrera partido jugador* jugué personaje
        novela tomo canción cantó banda iglesia película planta interior sol pueblo fiestas familia agosto hund
        hündin katze kater geboren sommer urlaub wochenende kaffee bier gewonnen rennen spieler* mannschaft
        lieblingscharakter charakter kapitel lied sänger* kirche pflanze* blüht sonne dorf tal familie frisst herr
        frau unterrichtet lehrer* mathe strände собака собаку пёс пес кот кота кошка кошку щенок родил* родом лето
        летом отпуск выходн* кофе выигра* гонк* игрок* команда роман роману глава песня песни группа церковь фильм
        растение цвет* солнце деревня село семья бабушк* дедушк* имя зовут игре персонаж* красиво park museum school
        class market mountain mountains lake street parents photo picture wallpaper rain raining parc musée école
        classe jardin marché montagne lac rue quartier printemps pleuvoir pluie image fond d'écran parque museo
        escuela clase mercado montaña lago calle barrio primavera lluvia foto imagen schule klasse markt gebirge
        berg berge bild frühling regen hintergrundbild парк парке музее музей школе школа классе рынке рынок горах
        горы озере озера улице улица саду сад весной дождь обои картинк* фото norway norvège norwegen
    """
)
"""Words of everyday life, beside which a name that means several things is taken for another."""
