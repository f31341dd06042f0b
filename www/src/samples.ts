/** A paste of many languages. Like the others it was written for this page; every name and event in it is made up. */
export const MIXED_SAMPLE = `Ceasefire holds for a second day along the Orvel river
Soldiers on both banks of the Orvel river kept their guns silent for a second day on Tuesday, as mediators shuttled between the two capitals to turn a fragile truce into a lasting peace.
The army said that it had counted only three violations since midnight, against more than two hundred a day last week. Twelve prisoners of war were exchanged at the Lindmar bridge under the eyes of international observers.
“We want the shelling to end for good,” the foreign minister told reporters before talks with his counterpart. Aid convoys reached the besieged town of Tessary for the first time since March.

Сборная по хоккею обыграла соперников в овертайме и вышла в финал чемпионата, победную шайбу забросил капитан команды

El banco central sube los tipos de interés un cuarto de punto para frenar la inflación, que alcanzó en junio su nivel más alto en una década

Gericht verurteilt ehemaligen Buchhalter wegen Betrugs zu vier Jahren Haft

Un séisme de magnitude 6,3 fait au moins dix-sept morts dans le nord du pays, les secouristes cherchent des survivants sous les décombres

At least 17 dead as magnitude 6.3 earthquake hits the north of the country, rescuers search the rubble for survivors

Wireless headphones SoundNest 40 with noise cancelling, 30 hours of battery, free delivery, now only 59.99

研究人员发现一种新型电池材料，充电十分钟即可行驶四百公里

أعلنت وزارة الصحة عن حملة تطعيم جديدة ضد الإنفلونزا تشمل جميع المستشفيات والمراكز الصحية

Heavy snow and gale-force winds expected over the weekend, with temperatures falling to minus fifteen`;

/** A paste in each language of the page. */
export const SAMPLES: Readonly<Record<string, string>> = {
  en: `Parliament passes the budget after a night of debate
Members of parliament passed the budget by 212 votes to 187 shortly before dawn.
The opposition leader called the vote a farce and asked the president to dissolve parliament.

Northfield win the cup for the first time in forty years
A header in the last minute gave Northfield a 2-1 win over Harwick in the cup final on Saturday. Their coach dedicated the trophy to the fans.

Central bank leaves interest rates unchanged as inflation slows

New vaccine halves infections with the winter virus, a study of 30,000 patients finds

Garden chairs, set of four, weatherproof, now 20 percent off, free returns`,
  ru: `Парламент принял бюджет после ночных дебатов
Депутаты приняли бюджет на будущий год 212 голосами против 187.
Лидер оппозиции назвал голосование фарсом.

Следователи задержали троих подозреваемых в ограблении банка, суд арестовал их на два месяца

Центральный банк сохранил ключевую ставку на фоне замедления инфляции

В горах ожидаются сильный снег и ветер до тридцати метров в секунду, предупредили синоптики

Садовые стулья, комплект из четырёх штук, скидка 20 процентов, доставка бесплатно`,
  de: `Bundestag beschließt Haushalt nach langer Debatte
Die Abgeordneten haben den Haushalt am frühen Morgen mit knapper Mehrheit beschlossen.
Die Opposition sprach von einer Farce.

Nordstadt gewinnt zum ersten Mal den Pokal, Trainer widmet den Sieg den Fans

Gewerkschaft ruft die Lokführer für Montag zum Streik um höhere Löhne auf

Forscher entdecken im Labor ein Material, das Strom ohne Verlust leitet

Gartenstühle im Viererset, wetterfest, jetzt 20 Prozent günstiger, Rückgabe kostenlos`,
  es: `El Congreso aprueba los presupuestos tras una noche de debate
Los diputados aprobaron los presupuestos con 176 votos a favor. El Gobierno tuvo que aceptar dos enmiendas para ganarse a su socio de coalición.
El líder de la oposición calificó la votación de farsa.

El Norte gana la final de la copa con un gol de cabeza en el último minuto

La policía detiene a tres sospechosos del robo a un banco en el casco antiguo

Una nueva vacuna reduce a la mitad los contagios, según un estudio con 30.000 pacientes

Sillas de jardín, juego de cuatro, ahora con un 20 por ciento de descuento y envío gratis`,
  fr: `Le Parlement adopte le budget après une nuit de débats
Les députés ont adopté le budget peu avant l’aube. Le gouvernement a dû accepter deux amendements pour rallier son partenaire de coalition.
Le chef de l’opposition a dénoncé une farce.

Le club du Nord remporte la coupe pour la première fois depuis quarante ans grâce à un but à la dernière minute

Incendie de forêt dans le sud : deux mille habitants évacués, les pompiers luttent contre les flammes

La banque centrale laisse ses taux inchangés alors que l’inflation ralentit

Chaises de jardin, lot de quatre, 20 % de remise, retours gratuits`,
  zh: `议会经过一夜辩论通过预算
议员们在黎明前以微弱多数通过了明年的预算。政府不得不接受两项修改，以争取执政联盟伙伴的支持。反对党领袖称这次投票是一场闹剧。

北城队凭借最后一分钟的头球夺得足球杯冠军，教练把奖杯献给球迷

警方逮捕三名涉嫌抢劫银行的嫌疑人，法院下令拘留

央行维持利率不变，通货膨胀放缓

户外椅子四件套，防水耐用，现在八折，包邮`,
};
