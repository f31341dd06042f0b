//! The 17 top-level IPTC Media Topics.

/// A top-level IPTC Media Topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// IPTC code (`QCode`).
    pub id: &'static str,
    /// Short English name, Rubrica's own.
    pub slug: &'static str,
    /// English name of the IPTC.
    pub name: &'static str,
}

/// All of them, in the order of their ids.
pub static TOPICS: [Topic; 17] = [
    topic("medtop:01000000", "arts", "arts, culture, entertainment and media"),
    topic("medtop:02000000", "crime", "crime, law and justice"),
    topic("medtop:03000000", "disaster", "disaster, accident and emergency incident"),
    topic("medtop:04000000", "economy", "economy, business and finance"),
    topic("medtop:05000000", "education", "education"),
    topic("medtop:06000000", "environment", "environment"),
    topic("medtop:07000000", "health", "health"),
    topic("medtop:08000000", "human-interest", "human interest"),
    topic("medtop:09000000", "labour", "labour"),
    topic("medtop:10000000", "lifestyle", "lifestyle and leisure"),
    topic("medtop:11000000", "politics", "politics and government"),
    topic("medtop:12000000", "religion", "religion"),
    topic("medtop:13000000", "science-technology", "science and technology"),
    topic("medtop:14000000", "society", "society"),
    topic("medtop:15000000", "sport", "sport"),
    topic("medtop:16000000", "conflict", "conflict, war and peace"),
    topic("medtop:17000000", "weather", "weather"),
];

const fn topic(id: &'static str, slug: &'static str, name: &'static str) -> Topic {
    Topic { id, slug, name }
}
