/** A paste for those who have none at hand: written for this page, every name and event in it is made up. */
export const SAMPLE = `Ceasefire holds for a second day along the Orvel river
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
