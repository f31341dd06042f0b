/** How the page shows a topic. */
export interface TopicLook {
  /** Hue of its colour, in degrees; the hues are spread evenly so that neighbours differ. */
  hue: number;
  /** Its icon: a path of 24 × 24 units. */
  icon: string;
}

const LOOKS: Readonly<Record<string, TopicLook>> = {
  arts: {
    hue: 315,
    icon: "M12 3a9 9 0 1 0 0 18c1.7 0 2-1.3 1.3-2.2-.9-1.2 0-2.8 1.5-2.8H17a4 4 0 0 0 4-4c0-5-4-9-9-9ZM7.5 11.5h.01M10 7.5h.01M14.5 7.5h.01",
  },
  crime: {
    hue: 294,
    icon: "M12 4v16M8 20h8M5 7h14M5 7l-2.5 6a2.6 2.6 0 0 0 5 0L5 7M19 7l-2.5 6a2.6 2.6 0 0 0 5 0L19 7",
  },
  disaster: { hue: 42, icon: "M12 4 2.8 19.5h18.4L12 4ZM12 10v4M12 16.8h.01" },
  economy: { hue: 168, icon: "M4 19.5h16M4 15l5-5 4 3 7-8M15.5 5H20v4.5" },
  education: {
    hue: 252,
    icon: "M12 5 2.5 9.5 12 14l9.5-4.5L12 5ZM6.5 11.5V16c0 1.4 2.5 2.8 5.5 2.8s5.5-1.4 5.5-2.8v-4.5M21.5 9.5V15",
  },
  environment: { hue: 147, icon: "M6 18C4 10 10 5 20 4c0 10-5 16-14 14ZM4 21c2-5 5-8 9-10" },
  health: { hue: 189, icon: "M9.5 4h5v5.5H20v5h-5.5V20h-5v-5.5H4v-5h5.5V4Z" },
  "human-interest": { hue: 357, icon: "M12 20S4 15 4 9.3A4.3 4.3 0 0 1 12 7.2a4.3 4.3 0 0 1 8 2.1C20 15 12 20 12 20Z" },
  labour: { hue: 63, icon: "M4 8h16v11H4V8ZM9 8V5.5h6V8M4 13h16" },
  lifestyle: {
    hue: 336,
    icon: "M5 9h11v5a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5V9ZM16 10h2a2.5 2.5 0 0 1 0 5h-2M8.5 3.5V6M12.5 3.5V6",
  },
  politics: { hue: 273, icon: "M4 9.5 12 4l8 5.5H4ZM6 9.5V17M10 9.5V17M14 9.5V17M18 9.5V17M5 17h14M4 20h16" },
  religion: { hue: 84, icon: "M9 11h6v9H9v-9ZM12 11V9M12 3c1.5 2 2 2.8 2 3.8a2 2 0 0 1-4 0c0-1 .5-1.8 2-3.8ZM6 20h12" },
  "science-technology": {
    hue: 231,
    icon: "M12 12h.01M3 12a9 3.6 0 1 0 18 0 9 3.6 0 1 0-18 0M7.5 4.2a9 3.6 60 1 0 9 15.6 9 3.6 60 1 0-9-15.6M16.5 4.2a9 3.6-60 1 0-9 15.6 9 3.6-60 1 0 9-15.6",
  },
  society: {
    hue: 105,
    icon: "M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11ZM3 20c0-3.8 2.7-6 6-6s6 2.2 6 6M15 10.9a3 3 0 1 0 0-6M17 14.3c2.4.5 4 2.5 4 5.7",
  },
  sport: {
    hue: 126,
    icon: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 8l3.6 2.7-1.4 4.3H9.8l-1.4-4.3L12 8ZM12 3v5M20.5 9.3l-4.9 1.4M17.3 19.3 14.2 15M6.7 19.3 9.8 15M3.5 9.3l4.9 1.4",
  },
  conflict: { hue: 21, icon: "M4 4l11.5 11.5M20 4 8.5 15.5M6 13l5 5M18 13l-5 5M4 20l3.5-3.5M20 20l-3.5-3.5" },
  weather: {
    hue: 210,
    icon: "M7 15.5a4 4 0 0 1 .5-8A5.5 5.5 0 0 1 18 9a3.3 3.3 0 0 1-.5 6.5H7ZM9 18.5l-.8 2M13 18.5l-.8 2M17 18.5l-.8 2",
  },
};

/** The slugs of all topics. */
export const TOPIC_SLUGS: readonly string[] = Object.keys(LOOKS);

/** How to show the topic of that slug; one that a newer model brings has a plain look. */
export function lookOf(slug: string): TopicLook {
  return LOOKS[slug] ?? { hue: 0, icon: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16Z" };
}
