//! `rubrica teach`, and `rubrica classify --desk`.

use serde_json::{Value, json};

use crate::support::{ECONOMY, rubrica};

/// Written for these tests.
const EXAMPLES: [(&str, &str); 12] = [
    ("chess", "The grandmaster sacrificed a knight and won the chess game in thirty moves"),
    ("chess", "World chess champion draws with black in the fourth round of the tournament"),
    ("chess", "A chess prodigy of twelve beats three grandmasters at the open"),
    ("chess", "Bishop and pawns: how the chess endgame was lost on move sixty"),
    ("chess", "Chess federation bans a player who used an engine during the match"),
    ("chess", "The opening was a Sicilian, and the chess match ended before noon"),
    ("harbour", "Dock workers unload the first container ship in the new harbour"),
    ("harbour", "Harbour master closes the port because of the storm"),
    ("harbour", "Ferry collides with a pier in the harbour, nobody is hurt"),
    ("harbour", "The port will dredge its harbour for larger container ships"),
    ("harbour", "Cranes arrive by ship at the container terminal of the port"),
    ("harbour", "Fishing boats leave the harbour after the ban on cod ends"),
];

fn examples() -> String {
    EXAMPLES.map(|(topic, text)| format!("{}\n", json!({ "topic": topic, "text": text }))).concat()
}

fn taught(arguments: &str) -> String {
    rubrica(&format!("teach {arguments}")).input(examples()).done().out
}

fn desk_of(desk: &str, text: &str) -> Value {
    let done = rubrica("classify --no-split --desk desk.json paste.txt")
        .file("desk.json", desk)
        .file("paste.txt", text)
        .done();
    done.json()["items"][0].clone()
}

/// The spans that speak for a topic.
fn spans(best: &Value) -> &[Value] {
    best["evidence"].as_array().map_or(&[], Vec::as_slice)
}

/// No number is as much as any, or less.
fn number(value: &Value, field: &str) -> f64 {
    value[field].as_f64().unwrap_or(f64::NAN)
}

/// Whether spans and rest are the score.
fn adds_up(best: &Value) -> bool {
    let shares: f64 = spans(best).iter().map(|span| number(span, "weight")).sum();
    (shares + number(best, "rest") - number(best, "score")).abs() < 1e-5
}

#[test]
fn a_desk_tells_its_topics_from_each_other_and_from_the_rest() {
    let desk = taught("");
    let item = desk_of(&desk, "Two grandmasters agree on a draw in the final chess round");
    assert_eq!(item["desk"][0]["topic"], "chess", "{item}");
    let best = &item["desk"][0];
    assert!(adds_up(best), "{best}");
    assert!(best["evidence"].to_string().contains("chess"), "{best}");
    let item = desk_of(&desk, "A container ship is stuck at the pier of the harbour");
    assert_eq!(item["desk"][0]["topic"], "harbour", "{item}");
    assert_eq!(desk_of(&desk, ECONOMY)["desk"], json!([]));
    assert!(item["doubt"].as_f64().is_some_and(|doubt| (0.0..=1.0).contains(&doubt)));
}

#[test]
fn how_good_it_is_is_said() {
    let done = rubrica("teach").input(examples()).done();
    assert_eq!(done.status, Some(0), "{}", done.complaints);
    assert!(done.complaints.contains("in 12 on your own examples"), "{}", done.complaints);
    let few = examples().lines().take(7).collect::<Vec<_>>().join("\n");
    let done = rubrica("teach").input(few).done();
    assert!(
        done.complaints.contains("harbour: one example, which was not asked, 0 others taken for it; too few"),
        "{}",
        done.complaints
    );
}

/// Written for these tests: a script without spaces has no words, and a desk counts pairs of its signs.
const CHINESE: [(&str, &str); 8] = [
    ("fishing", "渔民周五在新港口捕获大量金枪鱼"),
    ("fishing", "渔船因风暴停在港口，鱼价上涨"),
    ("fishing", "鳕鱼捕捞禁令结束，渔船离开港口"),
    ("fishing", "海上捕鱼季节开始，渔民准备渔网"),
    ("chess", "国际象棋大师三十步赢得象棋比赛"),
    ("chess", "象棋世界冠军第四轮执黑弈和"),
    ("chess", "十二岁象棋少年击败三位大师"),
    ("chess", "象棋联合会禁止使用引擎的棋手参赛"),
];

#[test]
fn what_a_desk_goes_by_is_shown_where_there_are_no_spaces() {
    let examples = CHINESE.map(|(topic, text)| format!("{}\n", json!({ "topic": topic, "text": text }))).concat();
    let desk = rubrica("teach").input(examples).done().out;
    for (topic, text) in CHINESE {
        let item = desk_of(&desk, text);
        let best = &item["desk"][0];
        assert_eq!(best["topic"], topic, "{text}: {item}");
        assert!(adds_up(best), "{best}");
        let apart = spans(best).windows(2).all(|two| number(&two[0], "end") <= number(&two[1], "start"));
        assert!(!spans(best).is_empty() && apart, "spans do not overlap: {best}");
    }
}

#[test]
fn an_example_that_is_given_again_is_the_same_one() {
    let twice = rubrica("teach").input(examples().repeat(2)).done();
    assert!(twice.complaints.contains("in 12 on your own examples"), "{}", twice.complaints);
    assert_eq!(twice.out, taught(""));
}

#[test]
fn a_desk_of_another_model_is_refused_and_can_be_learned_again() {
    let desk = taught("").replacen("\"model\":\"", "\"model\":\"00", 1);
    let refused = rubrica("classify --desk desk.json").file("desk.json", &desk).input(ECONOMY).done();
    assert_eq!(refused.status, Some(1));
    assert!(refused.complaints.contains("learned with another model (00"), "{}", refused.complaints);
    assert!(refused.complaints.contains("learn it again"), "{}", refused.complaints);
    let again = rubrica("teach --desk desk.json").file("desk.json", &desk).done();
    assert_eq!(again.out, taught(""), "{}", again.complaints);
    let wide: Vec<u8> = format!("\u{feff}{desk}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let again = rubrica("teach --desk desk.json").file("desk.json", wide).done();
    assert_eq!(again.out, taught(""), "{}", again.complaints);
    let without = taught("--no-examples");
    assert!(!without.contains("grandmaster"));
    let refused = rubrica("teach --desk desk.json").file("desk.json", &without).done();
    assert!(refused.complaints.contains("without its examples"), "{}", refused.complaints);
}

#[test]
fn what_is_no_example_is_told_with_its_place() {
    let input = format!("{}{{\"topic\":7,\"text\":\"a\"}}\n{{\"text\":\"a\"}}\nno json\n", examples());
    let done = rubrica("teach").input(input).done();
    assert_eq!(done.status, Some(1));
    for problem in ["-:13: the field `topic` is neither", "-:14: no field `topic`", "-:15: "] {
        assert!(done.complaints.contains(problem), "{problem} in {}", done.complaints);
    }
    let nothing = rubrica("teach").done();
    assert!(nothing.complaints.contains("there are no topics to learn"), "{}", nothing.complaints);
    let floor = rubrica("teach --floor 2").input(examples()).done();
    assert_eq!(floor.status, Some(2));
    let broken = rubrica("classify --desk desk.json").file("desk.json", "{}").input(ECONOMY).done();
    assert!(broken.complaints.contains("desk.json: this is no desk"), "{}", broken.complaints);
}
