// Icons of the page itself; those of topics are in topics.ts. Paths of 24 × 24 units.
export const NOT_NEWS = "M4 11.5V5a1 1 0 0 1 1-1h6.5L20 12.5 12.5 20 4 11.5ZM8 8h.01";
export const STORY =
  "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1";
export const MORE = "M5 12h.01M12 12h.01M19 12h.01";
export const CLOSE = "M6 6l12 12M18 6 6 18";
