//! Simplified and traditional Chinese, told by the characters that only one of them writes.

/// Common characters that simplified Chinese writes in its own way …
const SIMPLIFIED: &str = "这们国来时说会为个对发学过后动经开无问间长门车东见马话语书买卖读写听认识让请谢谁许论设该详调谈议记讲证评词试诗诉误\
    诚访诊谓谋谊谜谢谦谱贝财责货质贩贪贫购贯贱贴贵贷贸费贺资赌赏赐赔赖赚赛赞赠赢轨轩转轮软轰轴轻载轿较辅辆辈辉辑输辖辞边辽达迁迈运还进远违连迟适选递逻遗邓邮\
    邻郑酝酱释针钉钓钟钢钥钦钩钮钱钻铁铃铅铜铝银铺链销锁锅锋错锡锤键锦镇镜闪闭闯闲闹闻阀阁阅阔队阳阴阵阶际陆陈险随隐难雾静韩页顶项顺须顾顿颁预领颈频题颜额风飞饥饭饮\
    饰饱饼馆驱驶驻驾验骂骄骑骗骚鱼鲁鲜鸟鸡鸣鸭鸿鹅鹰黄齐齿龄龙龟与专业丛丝两严丧丰临举义乌乐乔习乡乱争亏亚产亩亲亿仅从仑仓仪价众优伙伞伟传伤伦伪体侠侣侦侧侨俭债倾储儿兑\
    党兰关兴养兽冈册军农冯冲决况冻净凉减凑凤凭凯击划刘则刚创删别剂剑剧劝办务劳势勋华协单卫厂厅历厉压厌厕县参双叙叶号叹吓吕吗启吴员呜响哑唤啰团园围图圆圣场坏块坚坛坝坟坠垄垒\
    垦垫墙壮声壳壶处备复够头夹夺奋奖妆妇妈娱婴孙宁宝实宠审宪宫宽宾寝寻导寿将尔尘尝层属岁岂岛岭峡币帅师帐帜带帮广庄庆库应庙废张弥弯弹强归录彻征径忆忧怀态总恋恳恶恼悬惊惧惨惩惯\
    愤愿懒戏战户扎扑执扩扫扬扰抚抛抢护报担拟拥拦拨择挂挤挥损换据掷搅携摄摆摇撑敌数斗断旧显晓晒暂术机杀杂权条构枪枫柜标栋栏树样桥桨档检楼横欢欧歼残毁毕毙气汇汉汤沟没沧泪泼\
    洁洒浅浆浇测济浑浓涂涛润涨渊渐渔湾湿满滚滞灭灯灵灾灿炉点炼烂烟烦烧热爱爷牵牺犹狭狮独狱猎猪猫献环现玛琼电画畅疗疯痒瘫盏盐监盖盘矫矿码砖础硕确碍礼祸离种积称稳穷窃窝窜\
    竞笔笼筑筛筹签简篮类粮紧纠红纤约级纪纯纲纳纵纷纸纹纺线练组细织终绍经绑结绕绘给绝统继绩绪续绳维绵综绿缅缆缓编缘缝缩缴网罗罚罢职联聪肃肠肤肿胀胁胜胶脉脏脑脚脱脸腊腾舆舰舱艰艺\
    节芦苍苏苹范茧荐荡荣药莱获萧营蓝虑虚虽虾蚀蚁蛮补衬袭装见观规视览觉触誉";
/// … and as traditional Chinese writes them.
const TRADITIONAL: &str = "這們國來時說會為個對發學過後動經開無問間長門車東見馬話語書買賣讀寫聽認識讓請謝誰許論設該詳調談議記講證評詞試詩訴誤\
    誠訪診謂謀誼謎謙譜貝財責貨質販貪貧購貫賤貼貴貸貿費賀資賭賞賜賠賴賺賽贊讚贈贏軌軒轉輪軟轟軸輕載轎較輔輛輩輝輯輸轄辭邊遼達遷邁運還進遠違連遲適選遞邏遺鄧郵\
    鄰鄭醞醬釋針釘釣鐘鋼鑰欽鉤鈕錢鑽鐵鈴鉛銅鋁銀鋪鏈銷鎖鍋鋒錯錫錘鍵錦鎮鏡閃閉闖閒鬧聞閥閣閱闊隊陽陰陣階際陸陳險隨隱難霧靜韓頁頂項順須顧頓頒預領頸頻題顏額風飛飢飯飲\
    飾飽餅館驅駛駐駕驗罵驕騎騙騷魚魯鮮鳥雞鳴鴨鴻鵝鷹黃齊齒齡龍龜與專業叢絲兩嚴喪豐臨舉義烏樂喬習鄉亂爭虧亞產畝親億僅從侖倉儀價眾優夥傘偉傳傷倫偽體俠侶偵側僑儉債傾儲兒兌\
    黨蘭關興養獸岡冊軍農馮衝決況凍淨涼減湊鳳憑凱擊劃劉則剛創刪別劑劍劇勸辦務勞勢勳華協單衛廠廳歷曆厲壓厭廁縣參雙敘葉號嘆嚇呂嗎啟吳員嗚響啞喚囉團園圍圖圓聖場壞塊堅壇壩墳墜壟壘\
    墾墊牆壯聲殼壺處備復複夠頭夾奪奮獎妝婦媽娛嬰孫寧寶實寵審憲宮寬賓寢尋導壽將爾塵嘗層屬歲豈島嶺峽幣帥師帳幟帶幫廣莊慶庫應廟廢張彌彎彈強歸錄徹徵徑憶憂懷態總戀懇惡惱懸驚懼慘懲慣\
    憤願懶戲戰戶紮撲執擴掃揚擾撫拋搶護報擔擬擁攔撥擇掛擠揮損換據擲攪攜攝擺搖撐敵數鬥斷舊顯曉曬暫術機殺雜權條構槍楓櫃標棟欄樹樣橋槳檔檢樓橫歡歐殲殘毀畢斃氣匯漢湯溝沒滄淚潑\
    潔灑淺漿澆測濟渾濃塗濤潤漲淵漸漁灣濕滿滾滯滅燈靈災燦爐點煉爛煙煩燒熱愛爺牽犧猶狹獅獨獄獵豬貓獻環現瑪瓊電畫暢療瘋癢癱盞鹽監蓋盤矯礦碼磚礎碩確礙禮禍離種積稱穩窮竊窩竄\
    競筆籠築篩籌簽簡籃類糧緊糾紅纖約級紀純綱納縱紛紙紋紡線練組細織終紹綁結繞繪給絕統繼績緒續繩維綿綜綠緬纜緩編緣縫縮繳網羅罰罷職聯聰肅腸膚腫脹脅勝膠脈髒臟腦腳脫臉臘騰輿艦艙艱藝\
    節蘆蒼蘇蘋範繭薦蕩榮藥萊獲蕭營藍慮虛雖蝦蝕蟻蠻補襯襲裝觀規視覽覺觸譽裡裏麼";

/// First character of the block that nearly all of them are in, and the number of 64s in it.
const FIRST: u32 = 0x4e00;
const WORDS: usize = (0xa000 - FIRST as usize) / 64;

type Set = [u64; WORDS];

static ONLY_SIMPLIFIED: Set = without(set(SIMPLIFIED), &set(TRADITIONAL));
static ONLY_TRADITIONAL: Set = without(set(TRADITIONAL), &set(SIMPLIFIED));

/// The characters of a string, all of which take three bytes.
const fn set(characters: &str) -> Set {
    let bytes = characters.as_bytes();
    let mut set = [0; WORDS];
    let mut at = 0;
    while at < bytes.len() {
        let code = (bytes[at] as u32 & 0x0f) << 12 | (bytes[at + 1] as u32 & 0x3f) << 6 | (bytes[at + 2] as u32 & 0x3f);
        let place = (code - FIRST) as usize;
        set[place / 64] |= 1 << (place % 64);
        at += 3;
    }
    set
}

/// What both writings have is no sign of either.
const fn without(mut set: Set, other: &Set) -> Set {
    let mut word = 0;
    while word < WORDS {
        set[word] &= !other[word];
        word += 1;
    }
    set
}

fn contains(set: &Set, c: char) -> bool {
    let place = (c as u32).wrapping_sub(FIRST) as usize;
    set.get(place / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
}

/// Characters that Cantonese has and Chinese hardly ever …
const CANTONESE: &str = "嘅佢唔喺咗哋啲咁冇嚟嗰俾嘢㗎喇睇咩乜搵諗啱噉畀咪吓";
/// … one of which stands in nearly all of its sentences that are so long.
const ENOUGH: usize = 10;
/// Common characters of traditional Chinese that Japanese writes in another way.
const NOT_JAPANESE: &str = "國發會學對總氣區應實經點數說這產賣鐵價變黨來戰關團";
/// What speaks against a language without its signs, as a logarithm. A sentence alone of a longer text stays in its language.
const AGAINST: f32 = 4.0;

/// How many characters of each writing a text has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Han {
    simplified: usize,
    traditional: usize,
    all: usize,
    kana: usize,
    cantonese: usize,
    not_japanese: usize,
}

impl Han {
    /// Takes note of characters.
    pub fn count(&mut self, chars: &[char]) {
        self.all += chars.len();
        for c in chars {
            self.simplified += usize::from(contains(&ONLY_SIMPLIFIED, *c));
            self.traditional += usize::from(contains(&ONLY_TRADITIONAL, *c));
            self.kana += usize::from(('\u{3041}'..='\u{30ff}').contains(c));
            self.cantonese += usize::from(CANTONESE.contains(*c));
            self.not_japanese += usize::from(NOT_JAPANESE.contains(*c));
        }
    }

    /// Adds another count.
    pub fn join(&mut self, other: Self) {
        self.simplified += other.simplified;
        self.traditional += other.traditional;
        self.all += other.all;
        self.kana += other.kana;
        self.cantonese += other.cantonese;
        self.not_japanese += other.not_japanese;
    }

    /// The ISO 15924 code of the writing, if one prevails.
    pub fn script(self) -> Option<&'static str> {
        match self.simplified.cmp(&self.traditional) {
            std::cmp::Ordering::Greater => Some("Hans"),
            std::cmp::Ordering::Less => Some("Hant"),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// What the characters say against a language that is written in Han.
    pub fn against(self, language: &str) -> f32 {
        let unlikely = match language {
            "yue" => self.cantonese == 0 && self.all >= ENOUGH,
            "ja" => self.kana == 0 && self.not_japanese > 0,
            _ => false,
        };
        if unlikely { AGAINST } else { 0.0 }
    }
}

/// The ISO 15924 code of how a Chinese text is written, if its characters tell.
pub fn script(text: &str) -> Option<&'static str> {
    let mut han = Han::default();
    han.count(&text.chars().collect::<Vec<char>>());
    han.script()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writings_are_told_by_what_only_one_has() {
        assert_eq!(script("议会通过了新的预算"), Some("Hans"));
        assert_eq!(script("議會通過了新的預算"), Some("Hant"));
        assert_eq!(script("中文"), None);
        assert_eq!(script("Hello, мир"), None);
    }

    #[test]
    fn a_language_without_its_signs_is_unlikely() {
        let against = |text: &str, language| {
            let mut han = Han::default();
            han.count(&text.chars().collect::<Vec<char>>());
            han.against(language) > 0.0
        };
        assert!(against("氣象局今早發布大雨警告", "yue") && !against("氣象局今早話會落好大嘅雨", "yue"));
        assert!(!against("行快兩步", "yue"), "a few words may have no sign");
        assert!(against("市府公布新車站票價", "ja"));
        assert!(!against("市役所前駅工事完了", "ja") && !against("國學院の歴史", "ja"));
        assert!(!against("氣象局今早發布大雨警告", "zh"));
    }

    #[test]
    fn no_character_is_a_sign_of_both() {
        let count = |set: &Set| set.iter().map(|word| word.count_ones()).sum::<u32>();
        assert!(count(&ONLY_SIMPLIFIED) > 500 && count(&ONLY_TRADITIONAL) > 500);
        assert!(ONLY_SIMPLIFIED.iter().zip(&ONLY_TRADITIONAL).all(|(a, b)| a & b == 0));
    }
}
