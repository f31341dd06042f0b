// Written by scripts/build-taxonomy.mjs. The words are the IPTC's: Media Topics, https://iptc.org, CC BY 4.0.
// prettier-ignore
export const TERMS = [
  {
    id: "medtop:01000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/01000000",
    names: { "en-GB": "arts, culture, entertainment and media" },
    definitions: { "en-GB": "All forms of arts, entertainment, cultural heritage and media" },
  },
  {
    id: "medtop:02000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/02000000",
    names: { "en-GB": "crime, law and justice" },
    definitions: { "en-GB": "The establishment and/or statement of the rules of behaviour in society, the enforcement of these rules, breaches of the rules, the punishment of offenders and the organisations and bodies involved in these activities" },
  },
  {
    id: "medtop:03000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/03000000",
    names: { "en-GB": "disaster, accident and emergency incident" },
    definitions: { "en-GB": "Man made or natural event resulting in loss of life or injury to living creatures and/or damage to inanimate objects or property" },
  },
  {
    id: "medtop:04000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/04000000",
    names: { "en-GB": "economy, business and finance" },
    definitions: { "en-GB": "All matters concerning the planning, production and exchange of wealth." },
  },
  {
    id: "medtop:05000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/05000000",
    names: { "en-GB": "education" },
    definitions: { "en-GB": "All aspects of furthering knowledge, formally or informally" },
  },
  {
    id: "medtop:06000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/06000000",
    names: { "en-GB": "environment" },
    definitions: { "en-GB": "All aspects of protection, damage, and condition of the ecosystem of the planet earth and its surroundings." },
  },
  {
    id: "medtop:07000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/07000000",
    names: { "en-GB": "health" },
    definitions: { "en-GB": "All aspects of physical and mental well-being" },
  },
  {
    id: "medtop:08000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/08000000",
    names: { "en-GB": "human interest" },
    definitions: { "en-GB": "Item that discusses individuals, groups, animals, plants or other objects in an emotional way" },
  },
  {
    id: "medtop:09000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/09000000",
    names: { "en-GB": "labour" },
    definitions: { "en-GB": "Social aspects, organisations, rules and conditions affecting the employment of human effort for the generation of wealth or provision of services and the economic support of the unemployed." },
  },
  {
    id: "medtop:10000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/10000000",
    names: { "en-GB": "lifestyle and leisure" },
    definitions: { "en-GB": "Activities undertaken for pleasure, relaxation or recreation outside paid employment, including eating and travel." },
  },
  {
    id: "medtop:11000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/11000000",
    names: { "en-GB": "politics" },
    definitions: { "en-GB": "Local, regional, national and international exercise of power, or struggle for power, and the relationships between governing bodies and states." },
  },
  {
    id: "medtop:12000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/12000000",
    names: { "en-GB": "religion" },
    definitions: { "en-GB": "Belief systems, institutions and people who provide moral guidance to followers" },
  },
  {
    id: "medtop:13000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/13000000",
    names: { "en-GB": "science and technology" },
    definitions: { "en-GB": "All aspects pertaining to human understanding of, as well as methodical study and research of natural, formal and social sciences, such as astronomy, linguistics or economics" },
  },
  {
    id: "medtop:14000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/14000000",
    names: { "en-GB": "society" },
    definitions: { "en-GB": "The concerns, issues, affairs and institutions relevant to human social interactions, problems and welfare, such as poverty, human rights and family planning" },
  },
  {
    id: "medtop:15000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/15000000",
    names: { "en-GB": "sport" },
    definitions: { "en-GB": "Competitive activity or skill that involves physical and/or mental effort and organisations and bodies involved in these activities" },
  },
  {
    id: "medtop:16000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/16000000",
    names: { "en-GB": "conflict, war and peace" },
    definitions: { "en-GB": "Acts of socially or politically motivated protest or violence, military activities, geopolitical conflicts, as well as resolution efforts" },
  },
  {
    id: "medtop:17000000",
    uri: "http://cv.iptc.org/newscodes/mediatopic/17000000",
    names: { "en-GB": "weather" },
    definitions: { "en-GB": "The study, prediction and reporting of meteorological phenomena" },
  },
] as const;
