/** How the page shows a topic. */
export interface TopicLook {
  /** The topic's name in the IPTC Media Topics. */
  name: string;
  /** Hue of its colour, in degrees; the hues are spread evenly so that neighbours differ. */
  hue: number;
  /** Its icon: a path of 24 × 24 units. */
  icon: string;
}

const LOOKS = new Map<string, TopicLook>([
  [
    "arts",
    {
      name: "Arts, culture, entertainment and media",
      hue: 315,
      icon: "M12 3a9 9 0 1 0 0 18c1.700 0 2-1.300 1.300-2.200-.900-1.200 0-2.800 1.500-2.800H17a4 4 0 0 0 4-4c0-5-4-9-9-9ZM7.500 11.500h.010M10 7.500h.010M14.500 7.500h.010",
    },
  ],
  [
    "crime",
    {
      name: "Crime, law and justice",
      hue: 294,
      icon: "M12 4v16M8 20h8M5 7h14M5 7l-2.500 6a2.600 2.600 0 0 0 5 0L5 7M19 7l-2.500 6a2.600 2.600 0 0 0 5 0L19 7",
    },
  ],
  [
    "disaster",
    {
      name: "Disaster, accident and emergency incident",
      hue: 42,
      icon: "M12 4 2.800 19.500h18.400L12 4ZM12 10v4M12 16.800h.010",
    },
  ],
  [
    "economy",
    { name: "Economy, business and finance", hue: 168, icon: "M4 19.500h16M4 15l5-5 4 3 7-8M15.500 5H20v4.500" },
  ],
  [
    "education",
    {
      name: "Education",
      hue: 252,
      icon: "M12 5 2.500 9.500 12 14l9.500-4.500L12 5ZM6.500 11.500V16c0 1.400 2.500 2.800 5.500 2.800s5.500-1.400 5.500-2.800v-4.500M21.500 9.500V15",
    },
  ],
  ["environment", { name: "Environment", hue: 147, icon: "M6 18C4 10 10 5 20 4c0 10-5 16-14 14ZM4 21c2-5 5-8 9-10" }],
  ["health", { name: "Health", hue: 189, icon: "M9.500 4h5v5.500H20v5h-5.500V20h-5v-5.500H4v-5h5.500V4Z" }],
  [
    "human-interest",
    {
      name: "Human interest",
      hue: 357,
      icon: "M12 20S4 15 4 9.300A4.300 4.300 0 0 1 12 7.200a4.300 4.300 0 0 1 8 2.100C20 15 12 20 12 20Z",
    },
  ],
  ["labour", { name: "Labour", hue: 63, icon: "M4 8h16v11H4V8ZM9 8V5.500h6V8M4 13h16" }],
  [
    "lifestyle",
    {
      name: "Lifestyle and leisure",
      hue: 336,
      icon: "M5 9h11v5a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5V9ZM16 10h2a2.500 2.500 0 0 1 0 5h-2M8.500 3.500V6M12.500 3.500V6",
    },
  ],
  [
    "politics",
    {
      name: "Politics and government",
      hue: 273,
      icon: "M4 9.500 12 4l8 5.500H4ZM6 9.500V17M10 9.500V17M14 9.500V17M18 9.500V17M5 17h14M4 20h16",
    },
  ],
  [
    "religion",
    {
      name: "Religion",
      hue: 84,
      icon: "M9 11h6v9H9v-9ZM12 11V9M12 3c1.500 2 2 2.800 2 3.800a2 2 0 0 1-4 0c0-1 .500-1.800 2-3.800ZM6 20h12",
    },
  ],
  [
    "science-technology",
    {
      name: "Science and technology",
      hue: 231,
      icon: "M12 12h.010M3 12a9 3.600 0 1 0 18 0 9 3.600 0 1 0-18 0M7.500 4.200a9 3.600 60 1 0 9 15.600 9 3.600 60 1 0-9-15.600M16.500 4.200a9 3.600-60 1 0-9 15.600 9 3.600-60 1 0 9-15.600",
    },
  ],
  [
    "society",
    {
      name: "Society",
      hue: 105,
      icon: "M9 11a3.200 3.200 0 1 0 0-6.400A3.200 3.200 0 0 0 9 11ZM3 20c0-3.800 2.700-6 6-6s6 2.200 6 6M15 10.900a3 3 0 1 0 0-6M17 14.300c2.400.500 4 2.500 4 5.700",
    },
  ],
  [
    "sport",
    {
      name: "Sport",
      hue: 126,
      icon: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 8l3.600 2.700-1.400 4.300H9.800l-1.400-4.300L12 8ZM12 3v5M20.500 9.300l-4.900 1.400M17.300 19.300 14.200 15M6.700 19.300 9.800 15M3.500 9.300l4.900 1.400",
    },
  ],
  [
    "conflict",
    {
      name: "Conflict, war and peace",
      hue: 21,
      icon: "M4 4l11.500 11.500M20 4 8.500 15.500M6 13l5 5M18 13l-5 5M4 20l3.500-3.500M20 20l-3.500-3.500",
    },
  ],
  [
    "weather",
    {
      name: "Weather",
      hue: 210,
      icon: "M7 15.500a4 4 0 0 1 .500-8A5.500 5.500 0 0 1 18 9a3.300 3.300 0 0 1-.500 6.500H7ZM9 18.500l-.800 2M13 18.500l-.800 2M17 18.500l-.800 2",
    },
  ],
]);

/** How to show the topic of that slug; one that a newer model brings is shown by its slug. */
export function lookOf(slug: string): TopicLook {
  return LOOKS.get(slug) ?? { name: slug, hue: 0, icon: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z" };
}

/** All topics, by name. */
export function allLooks(): TopicLook[] {
  return [...LOOKS.values()];
}
