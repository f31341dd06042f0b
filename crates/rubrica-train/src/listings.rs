//! Made-up product titles and offers in several languages: what shops write and no newsroom does.
//!
//! The corpora hold few texts that are not news outside English, and hardly a product among them. Only languages with far
//! more labelled news have a shop: else the language itself would speak against news.

use crate::corpus::Row;

/// The words of a shop in one language.
struct Shop {
    language: &'static str,
    products: &'static [&'static str],
    qualities: &'static [&'static str],
    offers: &'static [&'static str],
    currency: &'static str,
}

const SHOPS: [Shop; 4] = [
    Shop {
        language: "en",
        products: &[
            "tablet",
            "laptop",
            "drill",
            "office chair",
            "water pump",
            "cable",
            "headphones",
            "backpack",
            "kettle",
            "monitor",
            "router",
            "winter jacket",
            "air filter",
            "bed frame",
            "camera lens",
            "power supply",
            "coffee maker",
            "tyre",
        ],
        qualities: &[
            "rugged",
            "wireless",
            "portable",
            "industrial",
            "heavy-duty",
            "foldable",
            "stainless steel",
            "waterproof",
            "professional",
            "compact",
            "refurbished",
            "ergonomic",
        ],
        offers: &[
            "buy now",
            "free shipping",
            "in stock",
            "best price",
            "order online",
            "limited offer",
            "add to cart",
            "with warranty",
        ],
        currency: "$",
    },
    Shop {
        language: "ru",
        products: &[
            "планшет",
            "ноутбук",
            "дрель",
            "кресло офисное",
            "насос",
            "кабель",
            "наушники",
            "рюкзак",
            "чайник",
            "монитор",
            "роутер",
            "куртка зимняя",
            "фильтр воздушный",
            "кровать",
            "объектив",
            "блок питания",
            "кофеварка",
            "шина",
            "терминал сбора данных",
            "компьютер",
            "смартфон",
            "принтер",
            "контроллер",
            "светильник",
        ],
        qualities: &[
            "защищённый",
            "беспроводной",
            "портативный",
            "промышленный",
            "усиленный",
            "складной",
            "из нержавеющей стали",
            "водонепроницаемый",
            "профессиональный",
            "компактный",
            "промышленного класса",
            "эргономичный",
        ],
        offers: &[
            "купить",
            "доставка бесплатно",
            "в наличии",
            "лучшая цена",
            "заказать онлайн",
            "скидка",
            "в корзину",
            "с гарантией",
        ],
        currency: "руб.",
    },
    Shop {
        language: "fr",
        products: &[
            "tablette",
            "ordinateur portable",
            "perceuse",
            "chaise de bureau",
            "pompe à eau",
            "câble",
            "casque",
            "sac à dos",
            "bouilloire",
            "écran",
            "routeur",
            "veste d'hiver",
            "filtre à air",
            "lit",
            "objectif",
            "cafetière",
            "pneu",
        ],
        qualities: &[
            "robuste",
            "sans fil",
            "portable",
            "industriel",
            "renforcé",
            "pliable",
            "en acier inoxydable",
            "étanche",
            "professionnel",
            "compact",
            "reconditionné",
            "ergonomique",
        ],
        offers: &[
            "acheter",
            "livraison gratuite",
            "en stock",
            "meilleur prix",
            "commander en ligne",
            "offre",
            "ajouter au panier",
            "avec garantie",
        ],
        currency: "€",
    },
    Shop {
        language: "zh",
        products: &[
            "平板电脑",
            "笔记本电脑",
            "电钻",
            "办公椅",
            "水泵",
            "数据线",
            "耳机",
            "背包",
            "电水壶",
            "显示器",
            "路由器",
            "羽绒服",
            "空气滤芯",
        ],
        qualities: &["加固型", "无线", "便携式", "工业级", "加厚", "可折叠", "不锈钢", "防水", "专业", "迷你"],
        offers: &["立即购买", "包邮", "现货", "特价", "在线订购", "限时优惠", "加入购物车"],
        currency: "元",
    },
];

/// So many rows of every language.
const EACH: usize = 600;

/// The rows, all of kind `not-news`.
pub fn listings(random: &mut fastrand::Rng) -> Vec<Row> {
    SHOPS.iter().flat_map(|shop| (0..EACH).map(|_| shop.row(random)).collect::<Vec<Row>>()).collect()
}

impl Shop {
    fn row(&self, random: &mut fastrand::Rng) -> Row {
        let pick = |words: &[&'static str], random: &mut fastrand::Rng| words[random.usize(..words.len())];
        let mut words: Vec<String> = Vec::new();
        if random.f32() < 0.7 {
            words.push(pick(self.qualities, random).to_owned());
        }
        words.push(pick(self.products, random).to_owned());
        if random.f32() < 0.3 {
            words.push(pick(self.qualities, random).to_owned());
        }
        if random.f32() < 0.8 {
            words.push(brand(random));
        }
        if random.f32() < 0.7 {
            words.push(code(random));
        }
        if random.f32() < 0.4 {
            words.push(format!("{} {}", random.u32(5..9000), self.currency));
        }
        if random.f32() < 0.4 {
            words.push(pick(self.offers, random).to_owned());
        }
        let text = words.join(" ");
        let mut first = text.chars();
        let title = first.next().map_or_else(String::new, |c| c.to_uppercase().chain(first).collect());
        Row {
            lang: self.language.to_owned(),
            kind: "not-news".to_owned(),
            source: "made-listings".to_owned(),
            title,
            ..Row::default()
        }
    }
}

/// A name that no maker has: syllables.
fn brand(random: &mut fastrand::Rng) -> String {
    let syllables = ["ka", "ro", "ven", "tis", "mo", "lar", "do", "rin", "sel", "vo", "tec", "max", "pro", "nia"];
    let name: String = (0..random.usize(2..4)).map(|_| syllables[random.usize(..syllables.len())]).collect();
    name[..1].to_uppercase() + &name[1..]
}

/// A model number, such as `RX-204`.
fn code(random: &mut fastrand::Rng) -> String {
    let letters: String = (0..random.usize(1..4)).map(|_| char::from(random.u8(b'A'..=b'Z'))).collect();
    let dash = if random.bool() { "-" } else { "" };
    format!("{letters}{dash}{}", random.u32(1..3000))
}
